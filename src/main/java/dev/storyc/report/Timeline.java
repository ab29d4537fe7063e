package dev.storyc.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When what is seen in a variant's cut: its picked clips in order, with their shots.
 *
 * <p>Seconds are as long as the films were measured to be, or as planned where there is none. Frames are those seconds at
 * 24 a second, each boundary rounded by itself: so frames tile the timeline without gaps, and are never more than half a
 * frame off, however many clips there are.
 *
 * @param variant the variant's name
 * @param clips the clips that go into the cut, in order; empty if all scenes are left out of it
 */
public record Timeline(String variant, List<Entry> clips) {
    /** Frames a second. */
    public static final int RATE = 24;

    public Timeline {
        clips = List.copyOf(clips);
    }

    /**
     * A stretch of the cut.
     *
     * @param start seconds from the beginning
     * @param end seconds from the beginning
     */
    public record Range(double start, double end) {
        public double seconds() {
            return end - start;
        }

        /** The frame with which it begins, from 0. */
        public int startFrame() {
            return frame(start);
        }

        /** The frame after its last. */
        public int endFrame() {
            return frame(end);
        }

        public int frames() {
            return endFrame() - startFrame();
        }
    }

    /**
     * A clip in the cut.
     *
     * @param clip the clip
     * @param take the take that is seen
     * @param range all that is seen of it; with a crossfade it begins before the clip before it ends
     * @param crossfade seconds of the crossfade into it, whole frames; 0 for a hard cut
     * @param shots at least one; a scene that is one shot or {@code auto} counts as one
     */
    public record Entry(ShownClip clip, ShownTake take, Range range, double crossfade, List<Shot> shots) {
        public Entry {
            shots = List.copyOf(shots);
        }

        public int crossfadeFrames() {
            return frame(crossfade);
        }
    }

    /**
     * A shot in the cut. A clip's measured length is shared out among its shots as they were planned.
     *
     * @param number its place among the shots written, from 1
     * @param prompt what is seen; the scene's, where it has no list of shots
     * @param caption the shot's own, or null; the scene's is with the scene
     * @param notes the shot's own, or null
     */
    public record Shot(
            int number,
            String prompt,
            @Nullable String caption,
            @Nullable String notes,
            Range range) {}

    /** The timeline of a variant, whatever of it is rendered. */
    public static Timeline of(ShownVariant variant) {
        List<Entry> entries = new ArrayList<>();
        double end = 0;
        @Nullable ShownClip before = null;
        for (ShownClip clip : variant.clips()) {
            if (!clip.scene().cut().enabled()) {
                continue;
            }
            double crossfade = before == null ? 0 : crossfade(before, clip);
            double start = end - crossfade;
            end = start + seconds(clip.picked());
            Range range = new Range(start, end);
            entries.add(new Entry(clip, clip.picked(), range, crossfade, Shots.of(clip.scene(), range)));
            before = clip;
        }
        return new Timeline(variant.name(), entries);
    }

    /** The length of the cut. */
    public double seconds() {
        return clips.isEmpty() ? 0 : clips.get(clips.size() - 1).range().end();
    }

    public int frames() {
        return frame(seconds());
    }

    /** How long a take is: as measured, else as planned. */
    public static double seconds(ShownTake take) {
        return take.film() == null ? take.clip().seconds() : take.film().seen().seconds();
    }

    // Films may turn out shorter than planned: the rule holds for what there is.
    private static double crossfade(ShownClip before, ShownClip clip) {
        BigDecimal wanted = clip.scene().cut().crossfade();
        if (wanted.signum() == 0) {
            return 0;
        }
        double shorter = Math.min(seconds(before.picked()), seconds(clip.picked()));
        long most = (long) Math.floor(shorter / 2 * RATE);
        return (double) Math.min(most, Math.round(wanted.doubleValue() * RATE)) / RATE;
    }

    private static int frame(double seconds) {
        return Math.toIntExact(Math.round(seconds * RATE));
    }
}
