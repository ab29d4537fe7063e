package dev.storyc.fleet;

import java.time.Instant;

/**
 * A process that works for the fleet.
 *
 * @param owner its name in the ledger
 * @param host the machine it runs on
 * @param seen when it last said that it lives
 * @param draining whether it takes nothing new
 */
public record Worker(
        String owner, String host, long pid, int inFlight, Instant since, Instant seen, boolean draining) {}
