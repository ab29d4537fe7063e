package dev.storyc.fleet;

import java.time.Duration;
import java.util.Map;

/**
 * How the whole fleet stands, as its database tells it; the same from every worker.
 *
 * @param queued queued clips by the queue's state; those that are over are not counted
 * @param oldest how long the clip has waited that has waited longest, zero where none does
 * @param attempts attempts by the ledger's state, as {@link dev.storyc.job.JobState#word} has it
 * @param spentUsd dollars that the far end said it charged
 * @param reservedUsd dollars that attempts keep free in their budgets, for nobody has said yet what they cost
 */
public record FleetFigures(
        Map<String, Long> queued, Duration oldest, Map<String, Long> attempts, double spentUsd, double reservedUsd) {
    public FleetFigures {
        queued = Map.copyOf(queued);
        attempts = Map.copyOf(attempts);
    }
}
