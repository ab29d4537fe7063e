package dev.storyc.run;

import dev.storyc.job.Job;
import dev.storyc.lower.Clip;
import dev.storyc.plan.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Something a build did, as it happens.
 *
 * @param clip the first clip of the key
 * @param job the attempt as it is now, or null where there is none yet
 * @param words more for people, or null
 * @param outcome with {@link Kind#FINISHED}, what became of it
 */
public record RunEvent(
        Kind kind,
        Clip clip,
        @Nullable Job job,
        @Nullable String words,
        @Nullable Outcome outcome) {
    /** What happened. */
    public enum Kind {
        /** Its intent is in the ledger, and its create is about to be sent. */
        CREATING,
        /** The far end took the job. */
        SUBMITTED,
        /** A job from before, or of another build, is followed. */
        RESUMED,
        /** The film is ready and is being fetched. */
        READY,
        /** Something didn't work and is tried again. */
        WAITING,
        /** Nothing more happens to this key in this build. */
        FINISHED
    }
}
