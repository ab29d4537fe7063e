package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.fleet.WorkerSettings;
import dev.storyc.ledger.PostgresRealm;
import dev.storyc.ledger.PostgresRealms;
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
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code storyc worker}. */
@Command(
        name = "worker",
        description = {
            "Render for a fleet, until it is told to end: take clips from the queue, and bring films home.",
            "Run as many as you like, on any machines. Ctrl-C or SIGTERM ends one in order: creates that are on their way"
                    + " get their answers first."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  SHORTAPI_KEY=… storyc worker",
            "  storyc worker --in-flight 20 --key-file /run/secrets/shortapi-key",
            "  storyc worker --listen 127.0.0.1:9464 & curl http://127.0.0.1:9464/health"
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

    @Mixin
    private ListenOption listen = new ListenOption();

    WorkerCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (inFlight != null && inFlight < 1) {
            throw new UserError(Exit.USAGE, "--in-flight takes a number from 1");
        }
        InetSocketAddress listening = listen.place();
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
        int connections = WorkerSettings.usual(run, "", "").threads() + MORE_CONNECTIONS;
        // What hears a signal outlives everything that must be closed in order.
        try (WorkerEnding ending = new WorkerEnding(console);
                WebAccess web = ApiAddress.web(console, folder);
                Vault vault = Vault.openOrMake(place.store(), PostgresRealms.Use.COMMAND.with(connections))) {
            FleetFilms films = FleetFilms.of(vault, true);
            PostgresRealm fleet = vault.fleet().orElseThrow(Fleets::none);
            String pool = key.pool(vault.ledger().id());
            fleet.allow(pool, run.inFlight());
            FilmDownload download = new FilmDownload(place.api(), key, web);
            FilmProver prover = new FilmProver();
            WorkerSession.Far far = new WorkerSession.Far(
                    owners -> new ShortApi(place.api(), key, PATIENCE, null, web, owners::holds),
                    clip -> films.into(new FilmHome(clip, download, prover, SizeCheck.SIZE_CLASS, vault.store())),
                    films::held);
            try (WorkerSession session =
                    new WorkerSession(ending, fleet, WorkerSettings.usual(run, pool, Fleets.host()), far)) {
                session.run(console, listening);
            }
            ending.over();
        }
        return Exit.DONE;
    }
}
