package dev.storyc.media;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Cuts films into one, in order.
 *
 * <p>Holds no state: any number of threads may cut at once. An interrupt ends a cut with {@link InterruptedIOException}.
 */
public final class FilmCutter {
    private static final double TOLERANCE_SECONDS = 0.15;

    /**
     * A film of the cut.
     *
     * @param film an MP4
     * @param crossfadeSeconds for how long the film before it fades into this one; 0 is a hard cut. Of the first piece it
     *     counts for nothing
     */
    public record Piece(Path film, double crossfadeSeconds) {
        public Piece {
            if (!(crossfadeSeconds >= 0 && crossfadeSeconds < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a crossfade takes 0 seconds or more, not " + crossfadeSeconds);
            }
        }
    }

    /**
     * A film that was cut.
     *
     * @param probe what it is, measured
     * @param copied whether its pictures are the pieces' own, without loss; encoded anew they are not
     */
    public record Cut(Probe probe, boolean copied) {}

    /**
     * Cuts the pieces into one film.
     *
     * @param pieces at least one
     * @param target made or replaced in one step, when the film is complete and measured; its folder must exist
     * @throws IOException if a piece isn't whole, the film can't be written or isn't as long as its pieces, or FFmpeg isn't
     *     there ({@link MediaPlatformException})
     */
    public Cut cut(List<Piece> pieces, Path target) throws IOException {
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException("a cut has a piece");
        }
        MediaPlatform.require();
        List<Reel> reels = new ArrayList<>();
        for (Piece piece : pieces) {
            reels.add(Reel.of(piece.film()));
        }
        Path absolute = target.toAbsolutePath();
        Path unfinished = Files.createTempFile(absolute.getParent(), ".cut-", ".mp4");
        try {
            Cut cut = copy(reels, unfinished);
            Files.move(unfinished, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return cut;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static Cut copy(List<Reel> reels, Path target) throws IOException {
        try (Mp4Target film = new Mp4Target(target)) {
            List<CutTrack> tracks = new ArrayList<>();
            try {
                tracks.add(new CopiedTrack(reels, true, film));
                if (reels.stream().anyMatch(reel -> reel.sound() != null)) {
                    tracks.add(new CopiedTrack(reels, false, film));
                }
                film.begin();
                write(tracks);
                film.finish();
            } finally {
                tracks.forEach(CutTrack::close);
            }
        }
        Reel made = Reel.of(target);
        Optional<String> flaw = flaw(made, reels);
        if (flaw.isPresent()) {
            throw new IOException("the cut is not what it should be: " + flaw.get());
        }
        return new Cut(made.probe(), true);
    }

    /** The track that is behind goes on, so the film is read as it plays, and little is held back. */
    private static void write(List<CutTrack> tracks) throws IOException {
        List<CutTrack> going = new ArrayList<>(tracks);
        while (!going.isEmpty()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("cutting was interrupted");
            }
            CutTrack behind = going.stream()
                    .min(Comparator.comparingDouble(CutTrack::reached))
                    .orElseThrow();
            if (!behind.step()) {
                going.remove(behind);
            }
        }
    }

    private static Optional<String> flaw(Reel made, List<Reel> reels) {
        double seconds = reels.stream().mapToDouble(Reel::seconds).sum();
        if (Math.abs(made.seconds() - seconds) > TOLERANCE_SECONDS) {
            return Optional.of(
                    String.format(Locale.ROOT, "it is %.3f s long, its pieces make %.3f s", made.seconds(), seconds));
        }
        boolean sound = reels.stream().anyMatch(reel -> reel.sound() != null);
        return sound && made.sound() == null
                ? Optional.of("it has no sound track, and one of its pieces has")
                : Optional.empty();
    }
}
