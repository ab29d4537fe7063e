package dev.storyc.emulator;

import java.util.Set;

/**
 * When a fault goes off.
 *
 * @param at at which calls of its kind, from 1, in the order they arrive
 * @param chance at how many of the others, from 0 to 1
 */
public record FaultTimes(Set<Integer> at, double chance) {
    public FaultTimes {
        at = Set.copyOf(at);
        if (!(chance >= 0 && chance <= 1)) {
            throw new IllegalArgumentException("a chance is from 0 to 1, not " + chance);
        }
    }
}
