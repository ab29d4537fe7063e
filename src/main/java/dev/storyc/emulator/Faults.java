package dev.storyc.emulator;

import dev.storyc.lower.Payload;
import java.util.Map;
import java.util.Optional;

/**
 * What goes wrong at the far end. Each method is asked at each call and each job; empty means that all goes well.
 *
 * <p>Asked from several threads at once.
 */
public interface Faults {
    /** Nothing goes wrong. */
    static Faults none() {
        return new Faults() {};
    }

    /** @param n which create of this emulator's life this is, from 1; not asked for those its own rules refuse */
    default Optional<CreateFault> create(int n, Payload request) {
        return Optional.empty();
    }

    /** @param n which query of this emulator's life this is, from 1 */
    default Optional<CallFault> query(int n, String jobId) {
        return Optional.empty();
    }

    /** @param n which accepted job of this emulator's life this is, from 1; asked once, when it is accepted */
    default Optional<JobFault> job(int n, Payload request) {
        return Optional.empty();
    }

    /** @param n which request for a film of this emulator's life this is, from 1 */
    default Optional<FilmFault> film(int n, String jobId) {
        return Optional.empty();
    }

    /** Told of each accepted job, after {@link #job} and before anybody can ask for it. */
    default void accepted(String jobId, Payload request) {}

    /** How often each fault has gone off so far, by its name; empty where nobody counts. */
    default Map<String, Long> injected() {
        return Map.of();
    }
}
