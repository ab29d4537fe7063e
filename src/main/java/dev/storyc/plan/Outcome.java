package dev.storyc.plan;

import dev.storyc.job.Job;
import dev.storyc.manifest.FilmRecord;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of a key in a build.
 *
 * @param step the first step of that key
 * @param words why, where it has no film; else null
 * @param job the newest attempt at it, or null
 * @param film its film's record, or null where it has none
 */
public record Outcome(
        Step step,
        Kind kind,
        @Nullable String words,
        @Nullable Job job,
        @Nullable FilmRecord film) {
    /** What became of it. */
    public enum Kind {
        /** The store had the film before. */
        HELD,
        /** The film came in this build. */
        RENDERED,
        /** The far end failed to render it, now or before. */
        FAILED,
        /** The far end refused the request, now or before. */
        REFUSED,
        /** Nobody knows whether it was taken. */
        IN_DOUBT,
        /** A person gave it up before. */
        ABANDONED,
        /** It runs still: the next build takes it up. */
        PENDING,
        /** The film is there, but isn't what was asked for. */
        SET_ASIDE,
        /** The job succeeded, and its film can't be had. */
        UNFETCHED,
        /** It was bought before, and the store lacks it. */
        LOST,
        /** Not sent, for a cap would be passed. */
        OVER_CAP,
        /** Not sent, for the far end can't be reached or turns everything away. */
        NOT_SENT,
        /** Not sent, for those who must know of it first can't be told. */
        CLOSED,
        /** Not sent or not waited for, since the build was interrupted. */
        INTERRUPTED;

        /** Its name in a result, such as {@code in-doubt}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
