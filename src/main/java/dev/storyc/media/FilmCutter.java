package dev.storyc.media;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Cuts films into one, in order: copied where their tracks agree, else encoded anew, and measured in either case.
 *
 * <p>Pictures and sound are looked at apart: a film without sound among others costs no picture its quality. Encoded
 * anew, a cut has the first film's size, to which others are fitted on black, and its frame rate.
 *
 * <p>Holds no state: any number of threads may cut at once. An interrupt ends a cut with {@link InterruptedIOException}.
 */
public final class FilmCutter {
    private static final double TOLERANCE_SECONDS = 0.15;
    /** More would take memory for little: the encoder parts a picture among them. */
    private static final int MOST_THREADS = 4;

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
        CutPlan plan =
                CutPlan.of(reels, pieces.stream().map(Piece::crossfadeSeconds).toList());
        AtomicReference<Cut> cut = new AtomicReference<>();
        Unfinished.replace(target, file -> cut.set(cut(plan, file)));
        return Objects.requireNonNull(cut.get());
    }

    private static Cut cut(CutPlan plan, Path target) throws IOException {
        boolean pictures = plan.picturesAgree();
        boolean sounds = plan.soundsAgree();
        if (pictures || sounds) {
            try {
                return make(plan, pictures, sounds, target);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                // Tracks that agree in all that can be compared may still not join.
                try {
                    return make(plan, false, false, target);
                } catch (IOException second) {
                    second.addSuppressed(e);
                    throw second;
                }
            }
        }
        return make(plan, false, false, target);
    }

    private static Cut make(CutPlan plan, boolean copyPictures, boolean copySound, Path target) throws IOException {
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        List<Reel> reels = plan.parts().stream().map(CutPlan.Part::reel).toList();
        try (Mp4Target film = new Mp4Target(target)) {
            List<CutTrack> tracks = new ArrayList<>();
            try {
                tracks.add(
                        copyPictures ? new CopiedTrack(reels, true, film) : new EncodedPictures(plan, film, threads));
                if (plan.sounds()) {
                    tracks.add(copySound ? new CopiedTrack(reels, false, film) : new EncodedSound(plan, film));
                }
                film.begin();
                write(tracks);
                film.finish();
            } finally {
                tracks.forEach(CutTrack::close);
            }
        }
        Reel made = Reel.of(target);
        Optional<String> flaw = flaw(made, plan);
        if (flaw.isPresent()) {
            throw new IOException("the cut is not what it should be: " + flaw.get());
        }
        return new Cut(made.probe(), copyPictures);
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

    private static Optional<String> flaw(Reel made, CutPlan plan) {
        double seconds = plan.seconds();
        if (Math.abs(made.seconds() - seconds) > TOLERANCE_SECONDS) {
            return Optional.of(
                    String.format(Locale.ROOT, "it is %.3f s long, its pieces make %.3f s", made.seconds(), seconds));
        }
        if (!plan.sounds()) {
            return Optional.empty();
        }
        Reel.Track sound = made.sound();
        if (sound == null) {
            return Optional.of("it has no sound track, and one of its pieces has");
        }
        return Math.abs(sound.end() - seconds) > TOLERANCE_SECONDS
                ? Optional.of(String.format(
                        Locale.ROOT, "its sound ends after %.3f s, its pieces make %.3f s", sound.end(), seconds))
                : Optional.empty();
    }
}
