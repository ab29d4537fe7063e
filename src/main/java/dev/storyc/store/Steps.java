package dev.storyc.store;

/**
 * Hears of each step of filing a film once it is done: {@code film-synced}, {@code film-renamed}, {@code film-durable}, and
 * the same of its {@code record}, or of {@code aside} and its {@code reason}. Tests end the process there, to see that any
 * step may be the last.
 */
@FunctionalInterface
public interface Steps {
    /** Nobody listens. */
    Steps UNHEARD = step -> {};

    void done(String step);
}
