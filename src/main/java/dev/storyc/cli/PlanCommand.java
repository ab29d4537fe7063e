package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.OutputOptions;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.job.Ledger;
import dev.storyc.manifest.Manifest;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.outputs.Outputs;
import dev.storyc.outputs.Prospect;
import dev.storyc.outputs.Showings;
import dev.storyc.plan.Allowance;
import dev.storyc.plan.Comparison;
import dev.storyc.plan.ComparisonMarkdown;
import dev.storyc.plan.ComparisonText;
import dev.storyc.plan.Holdings;
import dev.storyc.plan.ModelOffer;
import dev.storyc.plan.ModelOffers;
import dev.storyc.plan.Plan;
import dev.storyc.plan.PlanJson;
import dev.storyc.plan.PlanMarkdown;
import dev.storyc.plan.PlanText;
import dev.storyc.plan.Planner;
import dev.storyc.plan.StepState;
import dev.storyc.store.Realm;
import dev.storyc.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code storyc plan}. */
@Command(
        name = "plan",
        description = "Show what would be rendered and why, what is held, and what it costs. Nothing is sent.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  storyc plan",
            "  storyc plan storyboards/aurora-launch.yaml --select variant:city=Lisbon",
            "  storyc plan --format json --exit-code",
            "  storyc plan --models",
            "  storyc plan --against main",
            "  storyc plan --against origin/main --format markdown > comment.md",
            "  storyc plan --gallery",
            "  storyc plan -o plan.json && storyc build --plan plan.json"
        })
final class PlanCommand implements Callable<Integer> {
    private static final int SOMETHING_TO_RENDER = 10;
    private static final Set<String> FORMATS = Set.of("text", "json", "markdown");

    private final Console console;
    private final Path folder;

    @Mixin
    private ReadOptions read = new ReadOptions();

    @Mixin
    private BuyOptions buy = new BuyOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "text, json or markdown.")
    private String format = "text";

    @Option(
            names = "--against",
            paramLabel = "REV",
            description =
                    "Compare with the storyboards of another git revision: what is new, changed and gone, and what"
                            + " merging costs.")
    private @Nullable String against;

    @Option(
            names = "--models",
            description = "Tell too what everything would cost on each model, and what a model can't hold.")
    private boolean models;

    @Option(names = "--exit-code", description = "End with 10 if there is something to render.")
    private boolean exitCode;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the plan too, for `build --plan FILE`; makes the store if there is none.")
    private @Nullable Path file;

    @Option(names = "--gallery", description = "Write the gallery too, with a card for each clip that isn't rendered.")
    private boolean gallery;

    PlanCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException {
        if (!FORMATS.contains(format)) {
            throw new UserError(Exit.USAGE, "--format takes text, json or markdown, and not " + format);
        }
        Set<StepState> retry = buy.retry();
        if (file != null) {
            BoundPlan.refuseOver(folder.resolve(file), file.toString());
        }
        Campaign campaign = Campaign.open(read, folder);
        List<CompiledStoryboard> boards = campaign.compile();
        Findings.print(campaign, console, output);
        if (campaign.exit() != Exit.DONE) {
            return campaign.exit();
        }
        Workspace workspace = campaign.workspace();
        Realm realm = Realm.of(ApiAddress.of(buy.apiUrl(), console, workspace.settings()));
        Duration giveUpAfter = workspace.settings().duration("api.give_up_after", Duration.ofMinutes(20));
        Outputs outputs = Outputs.of(workspace, buy.out(), buy.as());
        List<Diagnostic> wrong = new ArrayList<>();
        Map<String, Manifest> manifests = Prospect.manifests(boards, outputs, realm, wrong);
        if (!wrong.isEmpty()) {
            Findings.print(wrong, console, output);
            return Exit.STORYBOARD_WRONG;
        }
        Against then = against == null ? null : Against.read(against, read, campaign, realm);
        StorePlace place = place(realm, workspace);
        TeamSight team = new TeamSight(console, place.shared());
        Optional<Vault> vault = file == null ? Vault.openIfThere(place) : Optional.of(Vault.openOrMake(place));
        try {
            List<CompiledStoryboard> all = new ArrayList<>(boards);
            all.addAll(then == null ? List.of() : then.boards());
            Holdings held = vault.isPresent() ? vault.get().holdings(all) : TeamJobs.of(place, all);
            Holdings seen = team.over(all, manifests.values(), held);
            Holdings holdings = outputs.spares(boards).over(seen);
            Instant now = Instant.now();
            Prospect prospect = Prospect.of(
                    boards,
                    manifests,
                    campaign.choices().selection(),
                    realm,
                    new Prospect.Choice(buy.rebuy(), retry, giveUpAfter),
                    holdings,
                    now);
            Plan plan = prospect.plan();
            Comparison comparison = null;
            if (then != null) {
                notByState(boards, prospect);
                Planner.Choices choices = new Planner.Choices(realm.free(), buy.rebuy(), retry, true, giveUpAfter);
                comparison = then.compare(prospect, choices, holdings, now);
            }
            console.out().print(shown(plan, comparison, models ? ModelTally.of(campaign) : null));
            if (gallery) {
                gallery(prospect, campaign, realm, outputs, seen);
            }
            if (file != null && vault.isPresent()) {
                write(folder.resolve(file), plan, realm, vault.get().ledger(), retry);
            }
            return exitCode && plan.estimate().jobs() > 0 ? SOMETHING_TO_RENDER : Exit.DONE;
        } finally {
            vault.ifPresent(Vault::close);
            place.close();
        }
    }

    /** A plan that is bound to its ledger is made where will be bought. */
    private StorePlace place(Realm realm, Workspace workspace) {
        return file == null
                ? StorePlaces.of(realm, console, workspace)
                : StorePlaces.toBuyInto(realm, console, workspace, buy.newStore());
    }

    /** Of the whole storyboards, whatever part the plan is about; where it lies is said, beside the plan and not in it. */
    private void gallery(Prospect prospect, Campaign campaign, Realm realm, Outputs outputs, Holdings held)
            throws IOException {
        Galleries galleries = new Galleries(console, outputs);
        galleries.write(
                prospect.narrowed()
                        ? new WholeShowings(outputs).of(campaign, realm, boards -> held)
                        : new Showings(outputs, realm.free()).of(prospect));
        for (CompiledStoryboard board : prospect.boards()) {
            String file = campaign.workspace().shown(galleries.file(board.name()));
            (format.equals("text") ? console.out() : console.err()).println("gallery  " + file);
        }
    }

    private String shown(Plan plan, @Nullable Comparison comparison, @Nullable List<ModelOffer> offers) {
        List<ModelOffer> some = offers == null ? List.of() : offers;
        return switch (format) {
            case "json" -> new PlanJson().write(plan, comparison, offers);
            case "markdown" ->
                VisibleText.of(
                        comparison == null
                                ? new PlanMarkdown().write(plan, some)
                                : new ComparisonMarkdown().write(comparison, some));
            default -> {
                String text = comparison == null
                        ? new PlanText(false, console.width()).write(plan)
                        : new ComparisonText(console.width()).write(comparison);
                yield VisibleText.of(text + (offers == null ? "" : ModelOffers.text(offers, console.width())));
            }
        };
    }

    /** How a clip stands is known of this side alone. */
    private static void notByState(List<CompiledStoryboard> boards, Prospect prospect) {
        long all = boards.stream().mapToLong(board -> board.clips().size()).sum();
        if (prospect.plan().steps().size() != all) {
            throw new UserError(Exit.USAGE, "--against can't be narrowed by `state:`; take that selector away");
        }
    }

    private void write(Path target, Plan plan, Realm realm, Ledger ledger, Set<StepState> retry) throws IOException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String id = UUID.randomUUID().toString();
        BoundPlan.write(
                target, Allowance.of(plan, id, now, realm.name(), ledger.id(), buy.rebuy(), retry, ledger.observed()));
        if (!output.quiet()) {
            console.err()
                    .println("storyc: the plan is in " + file + "; `storyc build --plan " + file
                            + "` with the same choices carries it out, each clip at most once");
        }
    }
}
