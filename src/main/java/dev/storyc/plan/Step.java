package dev.storyc.plan;

import dev.storyc.job.Job;
import dev.storyc.lower.Clip;
import dev.storyc.manifest.FilmRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a build does about one clip.
 *
 * @param state how the clip stands
 * @param action what the build does about it
 * @param differences for a changed clip, which arguments differ from what the manifest says was bought
 * @param job the newest attempt at its key, or null
 * @param film the record of its film if the store has it, else null
 */
public record Step(
        Clip clip,
        StepState state,
        Action action,
        List<Difference> differences,
        @Nullable Job job,
        @Nullable FilmRecord film) {
    public Step {
        differences = List.copyOf(differences);
    }

    /** What a build does. */
    public enum Action {
        /** The film is held. */
        NOTHING,
        /** A new job is created, and costs its price. */
        BUY,
        /** A job that exists is followed to its film; free. */
        RESUME,
        /** Nothing, until a person decides. */
        LEAVE
    }
}
