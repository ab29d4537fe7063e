package dev.storyc.cli;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.manifest.Manifest;
import dev.storyc.plan.PlanJson;
import dev.storyc.plan.PlanText;
import dev.storyc.store.Realm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
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
            "  storyc plan --format json --exit-code"
        })
final class PlanCommand implements Callable<Integer> {
    private static final int SOMETHING_TO_RENDER = 10;

    private final Console console;
    private final Path folder;

    @Mixin
    private ReadOptions read = new ReadOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private String format = "text";

    @Option(names = "--exit-code", description = "End with 10 if there is something to render.")
    private boolean exitCode;

    PlanCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException {
        if (!format.equals("text") && !format.equals("json")) {
            throw new UserError(Exit.USAGE, "--format takes text or json, and not " + format);
        }
        Campaign campaign = Campaign.open(read, folder);
        List<CompiledStoryboard> boards = campaign.compile();
        Findings.print(campaign, console, output);
        if (campaign.exit() != Exit.DONE) {
            return campaign.exit();
        }
        Workspace workspace = campaign.workspace();
        Realm realm = Realm.of(ApiAddress.of(null, console, workspace.settings()));
        Duration giveUpAfter = workspace.settings().duration("api.give_up_after", Duration.ofMinutes(20));
        List<Diagnostic> wrong = new ArrayList<>();
        Map<String, Manifest> manifests = Prospect.manifests(boards, Outputs.of(workspace, null, null), realm, wrong);
        if (!wrong.isEmpty()) {
            wrong.forEach(
                    d -> console.err().println(Findings.text(console, output).format(d) + "\n"));
            return Exit.STORYBOARD_WRONG;
        }
        Optional<Vault> vault = Vault.openIfThere(StorePlaces.of(realm, console, workspace));
        try {
            Prospect prospect = Prospect.of(
                    boards,
                    manifests,
                    campaign.choices().selection(),
                    realm,
                    new Prospect.Choice(false, Set.of(), giveUpAfter),
                    vault.map(Vault::holdings).orElseGet(Vault::nothing),
                    Instant.now());
            console.out()
                    .print(
                            format.equals("json")
                                    ? new PlanJson().write(prospect.plan())
                                    : VisibleText.of(new PlanText(false).write(prospect.plan())));
            boolean pending = prospect.plan().estimate().jobs() > 0;
            return exitCode && pending ? SOMETHING_TO_RENDER : Exit.DONE;
        } finally {
            vault.ifPresent(Vault::close);
        }
    }
}
