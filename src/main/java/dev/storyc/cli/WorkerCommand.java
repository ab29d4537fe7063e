package dev.storyc.cli;

import dev.storyc.fleet.FleetWorker;
import dev.storyc.fleet.WorkerListener;
import dev.storyc.fleet.WorkerSettings;
import dev.storyc.job.FarEnd;
import dev.storyc.job.FilmTaker;
import dev.storyc.ledger.PostgresRealm;
import dev.storyc.ledger.PostgresRealms;
import dev.storyc.lower.Clip;
import dev.storyc.media.FilmProver;
import dev.storyc.media.FilmProver.SizeCheck;
import dev.storyc.media.MediaPlatform;
import dev.storyc.run.ApiKey;
import dev.storyc.run.FilmDownload;
import dev.storyc.run.FilmHome;
import dev.storyc.run.RunSettings;
import dev.storyc.run.ShortApi;
import dev.storyc.run.WebAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code storyc worker}. */
@Command(
        name = "worker",
        description = "Render for a fleet, until it is told to end: take clips from the queue, and bring films home.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  SHORTAPI_KEY=… storyc worker",
            "  storyc worker --in-flight 20 --key-file /run/secrets/shortapi-key"
        })
final class WorkerCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Beside those of its steps: for db-scheduler, the dispatcher, and who looks at it. */
    private static final int MORE_CONNECTIONS = 4;

    private final Console console;
    private final Path folder;

    @Mixin
    private RealmOptions realm = new RealmOptions();

    @Option(names = "--in-flight", paramLabel = "N", description = "At most this many jobs at once with this API key.")
    private @Nullable Integer inFlight;

    @Option(names = "--key-file", paramLabel = "FILE", description = "Read the API key from here; else SHORTAPI_KEY.")
    private @Nullable Path keyFile;

    private final AtomicReference<FleetWorker> working = new AtomicReference<>();
    private volatile boolean asked;

    WorkerCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (inFlight != null && inFlight < 1) {
            throw new UserError(Exit.USAGE, "--in-flight takes a number from 1");
        }
        RealmOptions.Place place = realm.place(console, folder);
        RunSettings run = BuildOptions.settings(place.settings(), Optional.ofNullable(inFlight));
        if (place.store().team().fleet().isEmpty()) {
            throw Fleets.none();
        }
        ApiKey key = ApiAddress.requiredKey(keyFile, console);
        Optional<String> missing = MediaPlatform.missing();
        if (missing.isPresent()) {
            throw new UserError(Exit.FILM_WRONG, missing.get());
        }
        WorkerSettings settings = WorkerSettings.usual(run, "", Fleets.host());
        // What hears a signal outlives everything that must be closed in order.
        Signals signals = Signals.heard(this::signalled);
        try (WebAccess web = ApiAddress.web(console, folder);
                Vault vault = Vault.openOrMake(
                        place.store(), PostgresRealms.Use.COMMAND.with(settings.threads() + MORE_CONNECTIONS))) {
            FleetFilms films = FleetFilms.of(vault, true);
            PostgresRealm fleet = vault.fleet().orElseThrow(Fleets::none);
            String pool = key.pool(vault.ledger().id());
            fleet.allow(pool, run.inFlight());
            work(place, vault, fleet, films, key, web, WorkerSettings.usual(run, pool, Fleets.host()));
        } finally {
            signals.close();
        }
        return Exit.DONE;
    }

    private void work(
            RealmOptions.Place place,
            Vault vault,
            PostgresRealm fleet,
            FleetFilms films,
            ApiKey key,
            WebAccess web,
            WorkerSettings settings)
            throws InterruptedException {
        FilmDownload download = new FilmDownload(place.api(), key, web);
        FilmProver prover = new FilmProver();
        Function<Clip, FilmTaker> homes =
                clip -> films.into(new FilmHome(clip, download, prover, SizeCheck.SIZE_CLASS, vault.store()));
        FleetWorker.Ended ended = FleetWorker.Ended.LEASE_LOST;
        while (ended == FleetWorker.Ended.LEASE_LOST && !asked) {
            FarEnd far = new ShortApi(place.api(), key, PATIENCE, null, web, fleet.owners()::holds);
            FleetWorker worker = new FleetWorker(settings, fleet, far, homes, films::held, listener());
            working.set(worker);
            if (asked) {
                worker.drain();
            }
            say("works for " + fleet.place() + " with at most " + settings.run().inFlight() + " in flight");
            ended = worker.run();
        }
        say("ended; nothing is in its hand");
    }

    private WorkerListener listener() {
        return new WorkerLines(console.err());
    }

    private void signalled() {
        if (asked) {
            say("ended at once; what was sent stands in the ledger, and other workers look after it");
            Runtime.getRuntime().halt(Exit.INTERRUPTED);
        }
        asked = true;
        FleetWorker worker = working.get();
        if (worker != null) {
            say("takes nothing new, and ends when the answers to its creates are written down");
            worker.drain();
        }
    }

    private void say(String words) {
        console.err().println("storyc: " + words);
        console.err().flush();
    }
}
