package dev.storyc.run;

import dev.storyc.job.FarEnd;
import dev.storyc.job.FarJob;
import dev.storyc.job.FarStatus;
import dev.storyc.job.FilmTaker;
import dev.storyc.job.Job;
import dev.storyc.lower.Clip;
import dev.storyc.lower.RequestKey;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.store.FilmStore;
import dev.storyc.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Has films again that were bought before, perhaps into another store: asks for their jobs, which is free, and takes the
 * very bytes that a manifest names and no others. For any number of threads.
 */
public final class FilmReturn {
    private static final int TRIES = 3;

    private final FarEnd farEnd;
    private final FilmDownload download;
    private final FilmStore store;
    private final Function<Clip, FilmTaker> homes;
    private final Duration pause;

    /**
     * @param homes the way home of films whose bytes nobody remembers
     * @param pause before another try of what may only have been in the way for a moment
     */
    public FilmReturn(
            FarEnd farEnd, FilmDownload download, FilmStore store, Function<Clip, FilmTaker> homes, Duration pause) {
        this.farEnd = farEnd;
        this.download = download;
        this.store = store;
        this.homes = homes;
        this.pause = pause;
    }

    /** What came of it. */
    public sealed interface Returned {
        /** The store has it now. */
        record Here() implements Returned {}

        /** The store has it now, set aside, since it isn't as asked. */
        record Aside(String reason) implements Returned {}

        /** It can't be had. */
        record Not(String words) implements Returned {}
    }

    /** Asks for a film's job and stores its film, if it is the film that was bought. */
    public Returned ask(FilmRecord bought) throws InterruptedException {
        String request = new String(RequestKey.canonical(bought.payload(), 1), StandardCharsets.UTF_8);
        return ask(bought.jobId(), request, address -> fetch(address, bought));
    }

    /**
     * The same of an attempt that the ledger has, where no manifest tells the film's bytes: it is proved as on its first
     * way home.
     */
    public Returned ask(Job job, Clip clip) throws InterruptedException {
        String jobId = Objects.requireNonNull(job.jobId());
        FilmTaker home = homes.apply(clip);
        return ask(jobId, job.asked().request(), address -> taken(home.take(job.at(address))));
    }

    private Returned ask(String jobId, String request, Function<String, Try> fetch) throws InterruptedException {
        Try last = once(jobId, request, fetch);
        for (int tries = 1; tries < TRIES && last.again(); tries++) {
            Thread.sleep(pause.toMillis() << tries);
            last = once(jobId, request, fetch);
        }
        return last.returned();
    }

    /** @param again whether another try might fare better */
    private record Try(Returned returned, boolean again) {
        static Try not(String words, boolean again) {
            return new Try(new Returned.Not(words), again);
        }
    }

    private Try once(String jobId, String request, Function<String, Try> fetch) {
        FarJob far = farEnd.query(jobId);
        FarStatus status = far.status();
        Optional<String> another = far.another(jobId, request);
        if (another.isPresent()) {
            // Whoever named this job for it was wrong, whatever its film is.
            return Try.not(another.get(), false);
        }
        if (status instanceof FarStatus.Ready ready) {
            return fetch.apply(ready.address());
        }
        if (status instanceof FarStatus.Unclear unclear) {
            return Try.not(unclear.words(), true);
        }
        if (status instanceof FarStatus.Denied denied) {
            return Try.not(denied.words(), false);
        }
        if (status instanceof FarStatus.NoAddress none) {
            return Try.not(none.words(), false);
        }
        if (status instanceof FarStatus.Failed failed) {
            return Try.not("it is said to have failed: " + failed.words(), false);
        }
        return Try.not("it is said to be rendering still", false);
    }

    private static Try taken(FilmTaker.Taken taken) {
        if (taken instanceof FilmTaker.Taken.Stored) {
            return new Try(new Returned.Here(), false);
        }
        if (taken instanceof FilmTaker.Taken.Aside aside) {
            return new Try(new Returned.Aside(aside.reason()), false);
        }
        if (taken instanceof FilmTaker.Taken.Gone gone) {
            return Try.not(gone.words(), false);
        }
        return Try.not(((FilmTaker.Taken.Again) taken).words(), true);
    }

    private Try fetch(String address, FilmRecord bought) {
        Path incoming = store.incoming(bought.key());
        try {
            FilmDownload.Fetched fetched = download.fetch(address, incoming);
            if (fetched instanceof FilmDownload.Fetched.Gone gone) {
                return Try.not(gone.words(), false);
            }
            if (fetched instanceof FilmDownload.Fetched.Failed failed) {
                return Try.not(failed.words(), true);
            }
            String sha256 = ((FilmDownload.Fetched.File) fetched).sha256();
            if (!sha256.equals(bought.sha256())) {
                // Cut short it may come whole the next time; else it is another film, which nobody agreed on.
                return Try.not("what comes from its address isn't the film that was bought", true);
            }
            store.keep(incoming, bought);
            return new Try(new Returned.Here(), false);
        } catch (FilmDownload.DiskException e) {
            throw new StoreException(String.valueOf(e.getMessage()), e);
        } finally {
            discard(incoming);
        }
    }

    /** What is left of it was never filed; leaving it behind would only waste room. */
    private static void discard(Path incoming) {
        try {
            Files.deleteIfExists(incoming);
        } catch (IOException e) {
            return;
        }
    }
}
