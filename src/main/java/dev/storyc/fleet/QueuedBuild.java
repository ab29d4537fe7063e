package dev.storyc.fleet;

import dev.storyc.plan.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A build in the queue.
 *
 * @param name its storyboards, for people
 * @param who wants it
 * @param priority higher ones go first
 * @param clips how many keys it has in the queue
 * @param waiting how many of them nobody has in hand yet
 * @param active how many are being worked on
 * @param ended when the last was over, or null
 * @param cancelled when somebody cancelled it, or null
 * @param halted what its unsent clips came to since nothing more is sent, or null
 * @param haltWords why
 */
public record QueuedBuild(
        String id,
        String name,
        String who,
        int priority,
        Instant created,
        int clips,
        int waiting,
        int active,
        @Nullable Instant ended,
        @Nullable Instant cancelled,
        Outcome.@Nullable Kind halted,
        @Nullable String haltWords) {
    /** In one word: waiting, running, cancelled, or over. */
    public String state() {
        if (ended != null) {
            return cancelled == null ? "over" : "cancelled";
        }
        return cancelled != null ? "cancelling" : active > 0 || waiting < clips ? "running" : "waiting";
    }
}
