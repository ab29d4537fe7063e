package dev.storyc.job;

import java.time.Instant;

/**
 * How many jobs may be in flight over the whole ledger.
 *
 * @param most intents and submitted jobs together
 * @param countedFrom jobs submitted before this no longer count, since the far end has surely finished them; a wrong
 *     clock here costs waiting, never money
 * @param pool which jobs count together: those of one API key. A name that tells nothing of the key
 */
public record Slots(int most, Instant countedFrom, String pool) {
    /** Slots of a ledger that has one pool alone. */
    public Slots(int most, Instant countedFrom) {
        this(most, countedFrom, "");
    }
}
