package dev.storyc.run;

import java.time.Duration;

/**
 * How patiently a build waits.
 *
 * @param inFlight the most jobs at once, over all builds on the store
 * @param firstQuery from a job's submission to the first question after it
 * @param queryEvery between the first questions; grows to {@code queryAtMost}, each with jitter
 * @param queryAtMost the longest time between two questions
 * @param giveUpAfter after this a job is pending, for the next build to resume; it has not failed
 * @param pause before the first new try of something that failed; doubles with each try
 * @param unsentTries how often a create that can't be sent is tried before the far end counts as unreachable
 */
public record RunSettings(
        int inFlight,
        Duration firstQuery,
        Duration queryEvery,
        Duration queryAtMost,
        Duration giveUpAfter,
        Duration pause,
        int unsentTries) {
    /** What suits ShortAPI, whose jobs take 80 to 250 seconds. */
    public static RunSettings usual() {
        return new RunSettings(
                4,
                Duration.ofSeconds(15),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofMinutes(20),
                Duration.ofSeconds(1),
                6);
    }

    /** What suits a far end in this very process, which is done at once. */
    public static RunSettings swift(int inFlight) {
        return new RunSettings(
                inFlight,
                Duration.ofMillis(20),
                Duration.ofMillis(50),
                Duration.ofMillis(500),
                Duration.ofMinutes(5),
                Duration.ofMillis(100),
                4);
    }
}
