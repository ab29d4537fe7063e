package dev.storyc.job;

import org.jspecify.annotations.Nullable;

/**
 * What the step of querying came to.
 *
 * @param job the attempt as it is now
 * @param words what is odd about the answer, or null where nothing is
 * @param denied whether the far end won't talk to this account
 * @param noAddress whether it says that the film is ready, and not where
 */
public record Looked(Job job, @Nullable String words, boolean denied, boolean noAddress) {
    static Looked at(Job job) {
        return new Looked(job, null, false, false);
    }

    static Looked odd(Job job, String words) {
        return new Looked(job, words, false, false);
    }
}
