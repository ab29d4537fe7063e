package dev.storyc.media;

import dev.storyc.lower.Expectation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Answers two questions of a film, kept apart since they cost differently: one that isn't whole is fetched again for
 * nothing, one that isn't as asked was paid for and is kept.
 *
 * <p>Holds no state: any number of threads may ask at once.
 */
public final class FilmProver {
    private static final double LENGTH_TOLERANCE_SECONDS = 0.5;
    private static final double SHAPE_TOLERANCE = 0.03;
    private static final double SIZE_CLASS_TOLERANCE = 0.9;

    /** What the picture's size is held against. */
    public enum SizeCheck {
        /** The shorter side must be of the promised size class, or larger. */
        SIZE_CLASS,
        /** Only the shape counts: animatics are drawn smaller than what they stand for. */
        SHAPE_ONLY
    }

    /**
     * Whether every byte of the film arrived: its MP4 boxes tile the file, it opens, and its packets reach the length it
     * states. Nothing in the file, hostile or not, makes this throw.
     *
     * @throws IOException if the file can't be read at all, or FFmpeg isn't there ({@link MediaPlatformException})
     */
    public Wholeness whole(Path film) throws IOException {
        Mp4Boxes boxes = Mp4Boxes.read(film);
        if (boxes.flaw().isPresent()) {
            return new Wholeness.Broken(boxes.flaw().get());
        }
        MediaPlatform.require();
        return PacketReader.read(film, boxes.statedSeconds());
    }

    /**
     * Why the film isn't what was asked for, in words with the numbers; empty if it is. Sound that wasn't asked for is no
     * fault.
     */
    public Optional<String> notAsAsked(Probe probe, Expectation expected, SizeCheck sizes) {
        if (Math.abs(probe.seconds() - expected.seconds()) > LENGTH_TOLERANCE_SECONDS) {
            return Optional.of(String.format(
                    Locale.ROOT, "it is %.2f s long, asked were %d s", probe.seconds(), expected.seconds()));
        }
        double shape = (double) probe.width() / probe.height();
        double asked = (double) expected.width() / expected.height();
        if (Math.abs(shape / asked - 1) > SHAPE_TOLERANCE) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "its picture is %d×%d, a shape of %.3f; asked was the shape of %d×%d, %.3f",
                    probe.width(),
                    probe.height(),
                    shape,
                    expected.width(),
                    expected.height(),
                    asked));
        }
        int side = Math.min(probe.width(), probe.height());
        int askedSide = Math.min(expected.width(), expected.height());
        if (sizes == SizeCheck.SIZE_CLASS && side < askedSide * SIZE_CLASS_TOLERANCE) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "its picture is %d×%d; asked was %dp, a shorter side of at least %d pixels",
                    probe.width(),
                    probe.height(),
                    askedSide,
                    (int) Math.ceil(askedSide * SIZE_CLASS_TOLERANCE)));
        }
        if (expected.sound() && probe.audioCodec() == null) {
            return Optional.of("it has no sound track, and sound was asked for");
        }
        return Optional.empty();
    }
}
