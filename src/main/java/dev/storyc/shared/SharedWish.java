package dev.storyc.shared;

import java.util.Optional;

/**
 * What is said of a shared store, as it is written.
 *
 * @param where what says so, for people, such as {@code `shared_store` in storyc.yaml}
 * @param text {@code s3://bucket/prefix}, {@code https://…}, or a folder
 * @param ofFile whether a file says so that may be anybody's, and not the environment, which is the user's own
 * @param endpoint who is asked for a bucket
 */
public record SharedWish(
        String where,
        String text,
        boolean ofFile,
        Optional<String> endpoint,
        Optional<String> region,
        Optional<String> pathStyle) {
    /** One that the environment states, with all that belongs to it. */
    public static SharedWish ofEnvironment(String variable, String text) {
        return new SharedWish(variable, text, false, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
