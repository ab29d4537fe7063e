package dev.storyc.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that once happened to an attempt; it is written with the transition itself and stays for good.
 *
 * @param attempt which attempt of its key
 * @param at when
 * @param event what happened, in one word: {@code adopted}
 * @param state the state it led to
 * @param by the person who decided it, or null where it happened by itself
 * @param words the reason of that state, or null
 */
public record Entry(
        int attempt,
        Instant at,
        String event,
        JobState state,
        @Nullable String by,
        @Nullable String words) {}
