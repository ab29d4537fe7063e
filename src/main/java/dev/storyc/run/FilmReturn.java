package dev.storyc.run;

import dev.storyc.job.FarEnd;
import dev.storyc.job.FarStatus;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.store.FilmStore;
import dev.storyc.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Has films again that were bought before, perhaps into another store: asks for their jobs, which is free, and takes the
 * very bytes that a manifest names and no others. For any number of threads.
 */
public final class FilmReturn {
    private static final int TRIES = 3;

    private final FarEnd farEnd;
    private final FilmDownload download;
    private final FilmStore store;
    private final Duration pause;

    /** @param pause before another try of what may only have been in the way for a moment */
    public FilmReturn(FarEnd farEnd, FilmDownload download, FilmStore store, Duration pause) {
        this.farEnd = farEnd;
        this.download = download;
        this.store = store;
        this.pause = pause;
    }

    /** What came of it. */
    public sealed interface Returned {
        /** The store has it now. */
        record Here() implements Returned {}

        /** It can't be had. */
        record Not(String words) implements Returned {}
    }

    /** Asks for a film's job and stores its film, if it is the film that was bought. */
    public Returned ask(FilmRecord bought) throws InterruptedException {
        Try last = once(bought);
        for (int tries = 1; tries < TRIES && last.again(); tries++) {
            Thread.sleep(pause.toMillis() << tries);
            last = once(bought);
        }
        return last.returned();
    }

    /** @param again whether another try might fare better */
    private record Try(Returned returned, boolean again) {
        static Try not(String words, boolean again) {
            return new Try(new Returned.Not(words), again);
        }
    }

    private Try once(FilmRecord bought) {
        FarStatus status = farEnd.query(bought.jobId()).status();
        if (status instanceof FarStatus.Ready ready) {
            return fetch(ready.address(), bought);
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
