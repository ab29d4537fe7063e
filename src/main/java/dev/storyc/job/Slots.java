package dev.storyc.job;

import java.time.Instant;

/**
 * How many jobs may be in flight over the whole ledger.
 *
 * @param most intents and submitted jobs together
 * @param countedFrom jobs submitted before this no longer count, since the far end has surely finished them; a wrong
 *     clock here costs waiting, never money
 */
public record Slots(int most, Instant countedFrom) {}
