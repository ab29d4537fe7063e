package dev.storyc.fleet;

import dev.storyc.run.RunSettings;
import java.time.Duration;

/**
 * How a worker works.
 *
 * @param run how patiently it waits for the far end, and how many jobs may be in flight with its key
 * @param pool names the API key without telling it
 * @param host the machine's name, for people
 * @param threads how many steps it takes at once
 * @param look between two looks at what is due
 * @param heartbeat between two signs of life of each running step; one that misses four is taken up elsewhere
 * @param drain how long it waits for running steps when it is told to end
 */
public record WorkerSettings(
        RunSettings run, String pool, String host, int threads, Duration look, Duration heartbeat, Duration drain) {
    private static final int MOST_THREADS = 24;

    /** What suits a fleet in earnest. */
    public static WorkerSettings usual(RunSettings run, String pool, String host) {
        return new WorkerSettings(
                run,
                pool,
                host,
                Math.min(MOST_THREADS, run.inFlight() + 4),
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                Duration.ofMinutes(6));
    }
}
