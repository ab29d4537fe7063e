package dev.storyc.expand;

import java.util.concurrent.Executor;

/**
 * Who renders variants.
 *
 * @param executor does {@link Work} in any order; the thread that asks for films does what nobody else has begun
 * @param ahead how many batches may be under way beyond the one that is asked for; 0 renders one variant at a time
 */
public record Crew(Executor executor, int ahead) {
    /** Nobody but the thread that asks, one variant at a time. */
    public static Crew alone() {
        return new Crew(Runnable::run, 0);
    }
}
