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
 * @param named the film the manifest names for this request, where the store doesn't have those bytes; else null
 * @param odd what is wrong with what is known of it, as that its row of the manifest can't be followed; or null
 */
public record Step(
        Clip clip,
        StepState state,
        Action action,
        List<Difference> differences,
        @Nullable Job job,
        @Nullable FilmRecord film,
        @Nullable FilmRecord named,
        @Nullable String odd) {
    public Step {
        differences = List.copyOf(differences);
    }

    /** A step of which the manifest names no film that the store lacks. */
    public Step(
            Clip clip,
            StepState state,
            Action action,
            List<Difference> differences,
            @Nullable Job job,
            @Nullable FilmRecord film) {
        this(clip, state, action, differences, job, film, null, null);
    }

    /** A step of which nothing is odd. */
    public Step(
            Clip clip,
            StepState state,
            Action action,
            List<Difference> differences,
            @Nullable Job job,
            @Nullable FilmRecord film,
            @Nullable FilmRecord named) {
        this(clip, state, action, differences, job, film, named, null);
    }

    /** What a build does. */
    public enum Action {
        /** The film is held. */
        NOTHING,
        /** A new job is created, and costs its price. */
        BUY,
        /** A job that exists is followed to its film; free. */
        RESUME,
        /** A film that was bought before is taken back from where it lies; free. */
        RESTORE,
        /** Nothing, until a person decides. */
        LEAVE
    }
}
