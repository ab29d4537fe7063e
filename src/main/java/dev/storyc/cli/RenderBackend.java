package dev.storyc.cli;

import dev.storyc.catalog.ModelCatalog;
import dev.storyc.emulator.Emulator;
import dev.storyc.emulator.EmulatorSettings;
import dev.storyc.job.FilmTaker;
import dev.storyc.job.JobSteps;
import dev.storyc.lower.Clip;
import dev.storyc.media.AnimaticRenderer;
import dev.storyc.media.FilmProver;
import dev.storyc.media.FilmProver.SizeCheck;
import dev.storyc.run.ApiKey;
import dev.storyc.run.FilmDownload;
import dev.storyc.run.FilmHome;
import dev.storyc.run.FilmReturn;
import dev.storyc.run.PlanRunner;
import dev.storyc.run.RunListener;
import dev.storyc.run.RunSettings;
import dev.storyc.run.ShortApi;
import dev.storyc.run.Tools;
import dev.storyc.run.WebAccess;
import dev.storyc.store.FilmStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The far end of a build: ShortAPI itself, or one in this process that draws. Either is talked to by the same client. */
final class RenderBackend implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int ANIMATIC_SIDE = 640;

    private final URI url;
    private final @Nullable ApiKey key;
    private final @Nullable String callback;
    private final SizeCheck sizes;
    private final RunSettings settings;
    private final WebAccess web;
    private final @Nullable Emulator emulator;
    private final @Nullable Path films;

    private RenderBackend(
            URI url,
            @Nullable ApiKey key,
            @Nullable String callback,
            SizeCheck sizes,
            RunSettings settings,
            WebAccess web,
            @Nullable Emulator emulator,
            @Nullable Path films) {
        this.url = url;
        this.key = key;
        this.callback = callback;
        this.sizes = sizes;
        this.settings = settings;
        this.web = web;
        this.emulator = emulator;
        this.films = films;
    }

    static RenderBackend shortApi(
            URI url, @Nullable ApiKey key, @Nullable String callback, RunSettings settings, WebAccess web) {
        return new RenderBackend(url, key, callback, SizeCheck.SIZE_CLASS, settings, web, null, null);
    }

    /** Starts one in this process; nothing costs anything there. */
    static RenderBackend animatic(RunSettings settings) throws IOException {
        Path films = Files.createTempDirectory("storyc-animatic");
        EmulatorSettings emulation = new EmulatorSettings(0, Duration.ofMillis(1), true, ANIMATIC_SIDE, false);
        Emulator emulator = new Emulator(
                new ModelCatalog(), emulation, new AnimaticRenderer(), films, Clock.systemUTC(), new SecureRandom());
        emulator.start();
        return new RenderBackend(
                emulator.url(), null, null, SizeCheck.SHAPE_ONLY, settings, WebAccess.direct(), emulator, films);
    }

    /** Has films again that were bought before. */
    FilmReturn filmReturn(FilmStore store) {
        ShortApi api = new ShortApi(url, key, PATIENCE, callback, web);
        FilmDownload download = new FilmDownload(url, key, web);
        return new FilmReturn(api, download, store, homes(download, store, home -> home), settings.pause());
    }

    private Function<Clip, FilmTaker> homes(FilmDownload download, FilmStore store, UnaryOperator<FilmTaker> way) {
        FilmProver prover = new FilmProver();
        return clip -> way.apply(new FilmHome(clip, download, prover, sizes, store));
    }

    /** @param way what is between a film's way home and whoever waits for it */
    PlanRunner runner(Vault vault, RunListener listener, Tools.Calls calls, UnaryOperator<FilmTaker> way) {
        ShortApi api = new ShortApi(url, key, PATIENCE, callback, web);
        FilmDownload download = new FilmDownload(url, key, web);
        Clock clock = Clock.systemUTC();
        return new PlanRunner(new Tools(
                settings,
                vault.ledger(),
                vault.owner(),
                new JobSteps(vault.ledger(), api, vault.owner(), clock),
                vault.store(),
                homes(download, vault.store(), way),
                listener,
                clock,
                new Random(),
                System::nanoTime,
                calls));
    }

    @Override
    public void close() throws IOException {
        if (emulator != null) {
            emulator.close();
        }
        if (films != null) {
            Files.deleteIfExists(films);
        }
        web.close();
    }
}
