package dev.storyc.report;

import dev.storyc.manifest.FilmRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * A variant as an editor sees it: its picked clips laid end to end on whole frames.
 *
 * @param edits in order; each begins where the one before ends, less the frames both share
 */
record EditList(List<Edit> edits) {
    EditList {
        edits = List.copyOf(edits);
    }

    /**
     * One clip on the timeline.
     *
     * @param start the frame of the timeline on which its first frame lies, from 0
     * @param frames how many it has
     * @param fade how many of them it shares with the clip before, in a dissolve
     * @param fadeOut how many it shares with the clip after
     * @param shots in order, tiling its frames
     */
    record Edit(ShownClip clip, long start, long frames, long fade, long fadeOut, List<Shot> shots) {
        Edit {
            shots = List.copyOf(shots);
        }

        ShownTake take() {
            return clip.picked();
        }

        /** The frame after its last. */
        long end() {
            return start + frames;
        }

        /**
         * The first of its frames that a list of butted clips shows: the cut lies in the middle of the frames both share,
         * and the rest is what the dissolve reaches over it for.
         */
        long in() {
            return fade / 2;
        }

        /** The frame after the last of its frames that a list of butted clips shows. */
        long out() {
            return frames - (fadeOut - fadeOut / 2);
        }

        boolean sound() {
            return hasSound(take());
        }
    }

    /**
     * One shot within a clip.
     *
     * @param start the frame of the clip on which it begins
     * @param frames how many it has
     */
    record Shot(Timeline.Shot of, long start, long frames) {
        int number() {
            return of.number();
        }

        String prompt() {
            return of.prompt();
        }
    }

    /** The frame after the last. */
    long frames() {
        return edits.isEmpty() ? 0 : edits.get(edits.size() - 1).end();
    }

    boolean sound() {
        return edits.stream().anyMatch(Edit::sound);
    }

    static EditList of(ShownVariant variant) {
        List<Timeline.Entry> entries = Timeline.of(variant).clips();
        List<Edit> edits = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Timeline.Entry entry = entries.get(i);
            int start = entry.range().startFrame();
            int end = entry.range().endFrame();
            // Of whole frames, what two clips share is where they overlap, however each was rounded.
            int fade = i == 0 ? 0 : entries.get(i - 1).range().endFrame() - start;
            int fadeOut = i + 1 == entries.size()
                    ? 0
                    : end - entries.get(i + 1).range().startFrame();
            List<Shot> shots = entry.shots().stream()
                    .map(shot -> new Shot(
                            shot,
                            shot.range().startFrame() - start,
                            shot.range().frames()))
                    .toList();
            edits.add(new Edit(entry.clip(), start, end - start, fade, fadeOut, shots));
        }
        return new EditList(edits);
    }

    /** Whether the film has sound; before there is one, whether it was asked for. */
    static boolean hasSound(ShownTake take) {
        FilmRecord film = take.film();
        return film == null ? take.clip().expected().sound() : film.seen().audioCodec() != null;
    }
}
