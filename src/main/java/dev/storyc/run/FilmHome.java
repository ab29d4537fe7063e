package dev.storyc.run;

import dev.storyc.job.FilmTaker;
import dev.storyc.job.Job;
import dev.storyc.lower.Clip;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.Seen;
import dev.storyc.media.FilmProver;
import dev.storyc.media.FilmProver.SizeCheck;
import dev.storyc.media.Probe;
import dev.storyc.media.Wholeness;
import dev.storyc.store.FilmStore;
import dev.storyc.store.StoreException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The way of one clip's film home: fetched, proved, filed. A film that isn't whole is thrown away, for fetching it again
 * costs nothing; one that is whole but not as asked was paid for and is kept.
 */
public final class FilmHome implements FilmTaker {
    private final Clip clip;
    private final FilmDownload download;
    private final FilmProver prover;
    private final SizeCheck sizes;
    private final FilmStore store;

    public FilmHome(Clip clip, FilmDownload download, FilmProver prover, SizeCheck sizes, FilmStore store) {
        this.clip = clip;
        this.download = download;
        this.prover = prover;
        this.sizes = sizes;
        this.store = store;
    }

    @Override
    public Taken take(Job job) {
        // A build that was killed between filing the film and writing the ledger has done all of this already.
        if (store.find(job.key()).isPresent()) {
            return new Taken.Stored();
        }
        Path incoming = store.incoming(job.key());
        try {
            FilmDownload.Fetched fetched = download.fetch(Objects.requireNonNull(job.address()), incoming);
            if (fetched instanceof FilmDownload.Fetched.Gone gone) {
                return new Taken.Gone(gone.words());
            }
            if (fetched instanceof FilmDownload.Fetched.Failed failed) {
                return new Taken.Again(failed.words());
            }
            return prove(job, incoming, (FilmDownload.Fetched.File) fetched);
        } catch (FilmDownload.DiskException | IOException e) {
            throw new StoreException(String.valueOf(e.getMessage()), e);
        } finally {
            discard(incoming);
        }
    }

    private Taken prove(Job job, Path incoming, FilmDownload.Fetched.File file) throws IOException {
        Wholeness wholeness = prover.whole(incoming);
        if (wholeness instanceof Wholeness.Broken broken) {
            return new Taken.Again("the film did not arrive whole: " + broken.reason());
        }
        Probe probe = ((Wholeness.Whole) wholeness).probe();
        FilmRecord record = record(job, file, probe);
        Optional<String> fault = prover.notAsAsked(probe, clip.expected(), sizes);
        if (fault.isPresent()) {
            store.setAside(incoming, record, fault.get());
            return new Taken.Aside(fault.get());
        }
        store.keep(incoming, record);
        return new Taken.Stored();
    }

    private FilmRecord record(Job job, FilmDownload.Fetched.File file, Probe probe) {
        BigDecimal estimate = job.asked().estimate();
        return new FilmRecord(
                clip.key(),
                clip.payload(),
                clip.seconds(),
                estimate,
                job.charged(),
                Objects.requireNonNull(job.jobId()),
                file.sha256(),
                file.bytes(),
                new Seen(
                        probe.seconds(),
                        probe.width(),
                        probe.height(),
                        probe.framesPerSecond(),
                        probe.videoCodec(),
                        probe.audioCodec()));
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
