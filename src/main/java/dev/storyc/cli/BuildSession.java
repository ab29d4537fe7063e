package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.LiveScreen;
import dev.storyc.console.OutputOptions;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.manifest.Manifest;
import dev.storyc.media.MediaPlatform;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.outputs.Outputs;
import dev.storyc.outputs.Prospect;
import dev.storyc.outputs.Showings;
import dev.storyc.plan.Holdings;
import dev.storyc.plan.Plan;
import dev.storyc.plan.PlanText;
import dev.storyc.plan.Provenance;
import dev.storyc.plan.RunRecord;
import dev.storyc.plan.Step;
import dev.storyc.plan.StepState;
import dev.storyc.progress.BuildProgress;
import dev.storyc.progress.BuildTally;
import dev.storyc.progress.RenderTimes;
import dev.storyc.run.ApiKey;
import dev.storyc.run.Budget;
import dev.storyc.run.PlanRunner;
import dev.storyc.run.RunSettings;
import dev.storyc.run.WebAccess;
import dev.storyc.serve.CallbackListener;
import dev.storyc.store.OutputFolder;
import dev.storyc.store.Realm;
import dev.storyc.store.SharedLook;
import dev.storyc.store.SpareFilms;
import dev.storyc.store.Workspaces;
import dev.storyc.workspace.Workspace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One build, from storyboards to films under {@code out/}. */
final class BuildSession {
    private static final int TIMES_LEARNT = 400;

    private final Console console;
    private final Path folder;
    private final ReadOptions read;
    private final BuildOptions options;
    private final OutputOptions output;
    private boolean told;

    BuildSession(Console console, Path folder, ReadOptions read, BuildOptions options, OutputOptions output) {
        this.console = console;
        this.folder = folder;
        this.read = read;
        this.options = options;
        this.output = output;
    }

    /** Whether the result was told, to programs as to people. */
    boolean told() {
        return told;
    }

    private int told(int exit) {
        told = true;
        return exit;
    }

    int run() throws IOException, InterruptedException {
        // What is wrong with the flags is said before anything is read.
        boolean animatic = options.animatic();
        boolean json = options.json();
        OptionalInt watchPage = options.watchPage();
        Consent consent = Consent.of(options, console, folder);
        Campaign campaign = Campaign.open(read, folder);
        if (options.locked()) {
            return locked(campaign, animatic, json);
        }
        Outputs outputs = Outputs.of(campaign.workspace(), options.out(), options.as())
                .picturing(options.pictures(campaign.workspace().settings()));
        outputs.begin(campaign.paths());
        List<CompiledStoryboard> boards = campaign.compile();
        Findings.print(campaign, console, output);
        if (campaign.exit() != Exit.DONE) {
            return campaign.exit();
        }
        Workspace workspace = campaign.workspace();
        CallbackSettings callbacks = animatic ? CallbackSettings.NONE : CallbackSettings.of(workspace.settings());
        URI api = ApiAddress.of(options.apiUrl(), console, workspace.settings());
        Realm realm = animatic ? Realm.ANIMATIC : Realm.of(api);
        RunSettings settings = options.settings(workspace.settings());
        outputs.refuseNoFolder();
        List<Diagnostic> wrong = new ArrayList<>();
        Map<String, Manifest> manifests = Prospect.manifests(boards, outputs, realm, wrong);
        if (!wrong.isEmpty()) {
            Findings.print(wrong, console, output);
            return Exit.STORYBOARD_WRONG;
        }
        Prospect.Choice choice = animatic
                ? new Prospect.Choice(
                        true, Set.of(StepState.FAILED, StepState.REFUSED, StepState.ABANDONED), settings.giveUpAfter())
                : consent.choice(settings.giveUpAfter());
        consent.refuseElsewhere(realm, StorePlaces.of(realm, console, workspace).files());
        options.refuseMisplaced(!animatic && Team.of(console, workspace).fleet().isPresent());
        // The signal's hook outlives everything that must be closed in order.
        try (Interruption interruption = Interruption.listen(console);
                Vault vault = Vault.openOrMake(StorePlaces.toBuyInto(realm, console, workspace, options.newStore()));
                TeamFilms team = TeamFilms.of(vault, console, output.quiet() || json, options.offline())) {
            consent.refuseOther(vault.ledger());
            note(workspace, outputs, vault);
            if (options.offline()) {
                vault.stayOffline();
            }
            vault.publish();
            if (animatic) {
                vault.releaseAll();
            }
            SpareFilms spares = outputs.spares(boards);
            Holdings held = vault.holdings(boards);
            SharedLook look = team.sight().look(boards, manifests.values(), held);
            Prospect first = Prospect.of(
                    boards,
                    manifests,
                    campaign.choices().selection(),
                    realm,
                    choice,
                    spares.over(look.over(held)),
                    Instant.now());
            if (team.fetch(first.plan(), look)) {
                held = vault.holdings(boards);
                first = first.again(realm, choice, spares.over(look.over(held)), Instant.now());
            }
            team.sight().refused(boards, look);
            Recovery recovery = new Recovery(console, vault.store(), spares, output.quiet() || json);
            List<Step> lacking = animatic ? List.of() : recovery.lacking(first.plan());
            Prospect prospect = first;
            if (!lacking.isEmpty()) {
                recover(lacking, new Provenance(first.committed(), look.over(held)), recovery, api, vault, settings);
                held = vault.holdings(boards);
                prospect = first.again(realm, choice, look.over(held), Instant.now());
            }
            TeamFilms.refuseUnknown(look, prospect.plan());
            recovery.name(prospect.plan(), held);
            recovery.odd(prospect.plan());
            if (!output.quiet() && !json) {
                console.err()
                        .print(VisibleText.of(new PlanText(animatic, console.width(), true).write(prospect.plan())));
                console.err().println();
            }
            refuseObstacles(prospect, outputs, vault);
            String where = options.apiUrl() == null ? "" : " --api-url " + options.apiUrl();
            if (options.offline() && !animatic) {
                team.begin(prospect.plan());
                return told(new BuildResult(console, output, outputs, vault, realm, where, json)
                        .stoppedBy(interruption)
                        .sharedBy(team)
                        .write(campaign, prospect, OfflineBuild.record(prospect.plan())));
            }
            Optional<FleetBuild> fleet =
                    vault.fleet().isEmpty() ? Optional.empty() : FleetBuild.of(vault, prospect.plan());
            @Nullable ApiKey key = fleet.isPresent() ? null : key(prospect.plan(), animatic);
            if (prospect.plan().estimate().jobs() > 0) {
                TeamLedger.unseen(StorePlaces.of(realm, console, workspace))
                        .ifPresent(words -> console.err().println("storyc: " + words));
            }
            // What is in the fleet's queue already was agreed to, and costs nothing more.
            if (fleet.flatMap(FleetBuild::underWay).isEmpty() && !consent.given(prospect.plan())) {
                return Exit.BUDGET;
            }
            Budget budget = consent.budget(prospect, workspace.settings());
            if (fleet.isPresent() && options.detach()) {
                return told(fleet.get().detach(prospect, budget, options.priority(), console, json));
            }
            boolean talks = prospect.plan().jobs().stream().anyMatch(BuildSession::talks);
            boolean asks = talks && fleet.isEmpty();
            team.begin(prospect.plan());
            try (WatchedBuild watched =
                    watched(watchPage, prospect, new Showings(outputs, animatic), outputs, vault, settings)) {
                RunRecord record;
                try (BuildProgress progress = WatchedBuild.over(
                                watched,
                                BuildProgress.of(
                                        console, output, json, animatic, tally(prospect.plan(), vault, settings)));
                        RenderBackend backend = animatic && talks
                                ? RenderBackend.animatic(settings)
                                : RenderBackend.shortApi(api, key, callbacks.url(), settings, web(asks));
                        CallbackListener listener = asks ? callbacks.bind(console) : null) {
                    if (fleet.isPresent()) {
                        record = fleet.get()
                                .watch(
                                        prospect,
                                        budget,
                                        options.priority(),
                                        team.hearing(progress),
                                        interruption,
                                        this::note);
                    } else {
                        PlanRunner runner =
                                backend.runner(vault, team.hearing(progress), callbacks.calls(listener), team::home);
                        if (listener != null) {
                            listener.start(runner::called);
                        }
                        interruption.stops(
                                () -> {
                                    progress.interrupted();
                                    team.stop();
                                    runner.stop();
                                },
                                runner::sending);
                        record = runner.run(prospect.plan(), budget);
                    }
                }
                int exit = told(new BuildResult(console, output, outputs, vault, realm, where, json)
                        .stoppedBy(interruption)
                        .sharedBy(team)
                        .write(campaign, prospect, record));
                if (watched != null) {
                    watched.ended(exit);
                }
                return exit;
            }
        }
    }

    /** Tells what is about no clip. */
    private void note(String words) {
        if (!output.quiet() && !options.json()) {
            console.err().println("storyc: " + words);
        }
    }

    /** The page of the build, if it is wished for and something happens that it could show. */
    private @Nullable WatchedBuild watched(
            OptionalInt port,
            Prospect prospect,
            Showings showings,
            Outputs outputs,
            Vault vault,
            RunSettings settings) {
        if (port.isEmpty()) {
            return null;
        }
        if (prospect.plan().jobs().stream().noneMatch(BuildSession::talks)) {
            console.err().println("storyc: nothing is rendered, so there is nothing to watch");
            return null;
        }
        BuildTally tally = tally(prospect.plan(), vault, settings);
        return WatchedBuild.open(port.getAsInt(), prospect, showings.of(prospect), outputs, vault, tally, console);
    }

    /** What is heard of is counted; how long jobs take is read only where somebody waits for them. */
    private BuildTally tally(Plan plan, Vault vault, RunSettings settings) {
        RenderTimes times = new RenderTimes();
        if (console.err() instanceof LiveScreen.Stream && plan.jobs().stream().anyMatch(BuildSession::talks)) {
            times.learn(vault.ledger().stored(TIMES_LEARNT));
        }
        return new BuildTally(plan.jobs(), vault.owner().me(), settings.inFlight(), times);
    }

    /** What could not be put in its place is told before it is bought. */
    private static void refuseObstacles(Prospect prospect, Outputs outputs, Vault vault) {
        if (prospect.plan().jobs().stream().noneMatch(BuildSession::talks)) {
            return;
        }
        List<String> obstacles = new ArrayList<>();
        for (CompiledStoryboard board : prospect.boards()) {
            int clips = board.clips().size();
            if (clips > Manifest.MOST_ROWS) {
                throw new UserError(
                        Exit.USAGE,
                        String.format(
                                Locale.ROOT,
                                "%s has %,d clips, and a manifest can name %,d; nothing was sent: divide the storyboard",
                                board.name(),
                                clips,
                                Manifest.MOST_ROWS));
            }
            List<String> names = board.clips().stream()
                    .map(c -> OutputFolder.name(c.variant(), c.number(), c.id(), c.take(), c.cut()))
                    .toList();
            obstacles.addAll(new OutputFolder(outputs.folder(board.name()), vault.store(), false).obstacles(names));
        }
        if (!obstacles.isEmpty()) {
            throw new UserError(
                    Exit.USAGE,
                    String.join("\n", obstacles) + "\nnothing was sent; make room, or name another"
                            + " folder with --out");
        }
    }

    /** A build that has nothing to ask for minds no proxy. */
    private WebAccess web(boolean talks) {
        return talks ? ApiAddress.web(console, folder) : WebAccess.direct();
    }

    private int locked(Campaign campaign, boolean animatic, boolean json) throws IOException, InterruptedException {
        Workspace workspace = campaign.workspace();
        URI api = ApiAddress.of(options.apiUrl(), console, workspace.settings());
        Realm realm = animatic ? Realm.ANIMATIC : Realm.of(api);
        Outputs outputs =
                Outputs.of(workspace, options.out(), options.as()).picturing(options.pictures(workspace.settings()));
        outputs.refuseNoFolder();
        LockedBuild locked = new LockedBuild(console, output, campaign, outputs, realm);
        int exit = locked.run(StorePlaces.of(realm, console, workspace), options.offline(), json);
        told = locked.told();
        return exit;
    }

    /** Where the manifests lie that will name the films: what tidies up the store asks there first. */
    private static void note(Workspace workspace, Outputs outputs, Vault vault) throws IOException {
        Workspaces workspaces = new Workspaces(vault.store().files());
        workspaces.note(workspace.root());
        Path out = outputs.out().toAbsolutePath().normalize();
        if (outputs.as() != null && !out.startsWith(workspace.root())) {
            workspaces.note(out);
        }
    }

    /** What was bought before is had again for nothing where it can be, before anything is bought. */
    private void recover(
            List<Step> lacking, Provenance provenance, Recovery recovery, URI api, Vault vault, RunSettings settings)
            throws IOException, InterruptedException {
        if (options.offline()) {
            recovery.run(lacking, provenance, Optional.empty(), "--offline is said, so nobody was asked for it");
            return;
        }
        Optional<ApiKey> key = ApiAddress.key(options.keyFile(), console);
        if (key.isEmpty()) {
            recovery.run(lacking, provenance, Optional.empty(), "there is no API key to ask with");
            return;
        }
        try (RenderBackend backend = RenderBackend.shortApi(api, key.get(), null, settings, web(true))) {
            recovery.run(lacking, provenance, Optional.of(backend.filmReturn(vault.store())), "");
        }
    }

    private static boolean talks(Step step) {
        return step.action() == Step.Action.BUY || step.action() == Step.Action.RESUME;
    }

    /** The key, if this plan talks to the far end at all. */
    private @Nullable ApiKey key(Plan plan, boolean animatic) throws IOException {
        boolean talks =
                plan.jobs().stream().anyMatch(s -> s.action() == Step.Action.BUY || s.action() == Step.Action.RESUME);
        if (!talks) {
            return null;
        }
        Optional<String> missing = MediaPlatform.missing();
        if (missing.isPresent()) {
            // Said before anything is bought that could not be proved afterwards.
            throw new UserError(Exit.FILM_WRONG, missing.get());
        }
        return animatic ? null : ApiAddress.requiredKey(options.keyFile(), console);
    }
}
