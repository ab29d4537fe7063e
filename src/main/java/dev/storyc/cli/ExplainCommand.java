package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.OutputOptions;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.NearestName;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.RuleBook;
import dev.storyc.diagnostic.UserError;
import dev.storyc.expand.Choices;
import dev.storyc.expand.Selection;
import dev.storyc.explain.Explanation;
import dev.storyc.explain.ExplanationJson;
import dev.storyc.explain.ExplanationText;
import dev.storyc.manifest.Manifest;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.outputs.Outputs;
import dev.storyc.outputs.Prospect;
import dev.storyc.plan.Holdings;
import dev.storyc.plan.Step;
import dev.storyc.store.Realm;
import dev.storyc.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code storyc explain}. */
@Command(
        name = "explain",
        description = "Tell what a rule means, or where each value of a clip's request comes from and how it stands.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  storyc explain shot-sum-mismatch",
            "  storyc explain aurora-launch",
            "  storyc explain aurora-launch/lisbon-16x9/arrival",
            "  storyc explain aurora-launch/paris-1x1/endcard#2 --format json"
        })
final class ExplainCommand implements Callable<Integer> {
    private final Console console;
    private final Path folder;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(
            index = "0",
            paramLabel = "RULE|STORYBOARD/VARIANT/CLIP",
            description = "A rule's id, as diagnostics print it; or a clip, as compile names it, with #2 for take 2.")
    private String subject = "";

    @Parameters(
            index = "1..*",
            paramLabel = "PATH",
            description = "Where to look for the clip: storyboards, or folders of them; else storyboards/.")
    private List<String> paths = new ArrayList<>();

    @Mixin
    private ChoiceOptions choices = new ChoiceOptions();

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "text or json, of a clip.")
    private String format = "text";

    /** @param folder the working folder, absolute */
    ExplainCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException {
        if (!format.equals("text") && !format.equals("json")) {
            throw new UserError(Exit.USAGE, "--format takes text or json, and not " + format);
        }
        Optional<Rule> rule = Arrays.stream(Rule.values())
                .filter(one -> one.id().equals(subject))
                .findFirst();
        if (rule.isPresent()) {
            console.out().println(new RuleBook().page(rule.get()));
            return Exit.DONE;
        }
        // A bare word is a storyboard's name only if there is one of that name, and else a rule misspelt.
        boolean bare = !subject.contains("/");
        Choices chosen = choices.choices();
        return bare && !isStoryboard(chosen) ? unknownRule() : clip(ClipAddress.of(subject), chosen);
    }

    private boolean isStoryboard(Choices chosen) throws IOException {
        try {
            return ClipAddress.isOne(subject)
                    && Campaign.open(paths, chosen, folder).names().contains(subject);
        } catch (UserError e) {
            return false; // There are no storyboards here, and so none of this name.
        }
    }

    private int unknownRule() {
        List<String> ids = Arrays.stream(Rule.values()).map(Rule::id).toList();
        throw new UserError(
                Exit.USAGE,
                "there is no rule or storyboard `" + subject + "`; "
                        + NearestName.of(subject, ids)
                                .map(near -> "did you mean `" + near + "`?")
                                .orElse("docs/rules.md lists all rules"));
    }

    private int clip(ClipAddress address, Choices chosen) throws IOException {
        Campaign campaign = Campaign.open(paths, chosen, folder);
        ClipSearch search = new ClipSearch(address, file -> campaign.read(file).value());
        campaign.compile(search);
        Findings.print(campaign, console, output);
        if (campaign.exit() != Exit.DONE) {
            return campaign.exit();
        }
        ClipSearch.Found found = search.found();
        if (found == null) {
            console.out().print(search.listing());
            return Exit.DONE;
        }
        List<Diagnostic> wrong = new ArrayList<>();
        Step step = step(campaign.workspace(), found.board(), wrong);
        if (step == null) {
            Findings.print(wrong, console, output);
            return Exit.STORYBOARD_WRONG;
        }
        Explanation explained = found.explanation().apply(step);
        console.out()
                .print(
                        format.equals("json")
                                ? new ExplanationJson().write(explained)
                                : new ExplanationText(console.width()).write(explained));
        return Exit.DONE;
    }

    /** How the clip stands, as {@code plan} says it; null if its manifest can't be read. */
    private @Nullable Step step(Workspace workspace, CompiledStoryboard board, List<Diagnostic> wrong)
            throws IOException {
        Realm realm = Realm.of(ApiAddress.of(null, console, workspace.settings()));
        Outputs outputs = Outputs.of(workspace, null, null);
        Map<String, Manifest> manifests = Prospect.manifests(List.of(board), outputs, realm, wrong);
        if (!wrong.isEmpty()) {
            return null;
        }
        Duration giveUpAfter = workspace.settings().duration("api.give_up_after", Duration.ofMinutes(20));
        StorePlace place = StorePlaces.of(realm, console, workspace);
        Optional<Vault> vault = Vault.openIfThere(place);
        try {
            List<CompiledStoryboard> boards = List.of(board);
            Holdings held = new TeamSight(console, place.shared())
                    .over(
                            boards,
                            manifests.values(),
                            vault.isPresent() ? vault.get().holdings(boards) : TeamJobs.of(place, boards));
            Prospect prospect = Prospect.of(
                    List.of(board),
                    manifests,
                    Selection.all(),
                    realm,
                    new Prospect.Choice(false, Set.of(), giveUpAfter),
                    outputs.spares(List.of(board)).over(held),
                    Instant.now());
            return prospect.plan().steps().get(0);
        } finally {
            vault.ifPresent(Vault::close);
            place.close();
        }
    }
}
