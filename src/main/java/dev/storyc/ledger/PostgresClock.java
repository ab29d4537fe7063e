package dev.storyc.ledger;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The database's clock, as it was last told, and this machine's monotonic one from there on; so it doesn't matter what
 * time this machine believes it is.
 */
final class PostgresClock implements InstantSource {
    /** The database's time in milliseconds, as a statement says it. */
    static final String NOW = "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT";

    private record Sight(long millis, long nanos) {}

    private volatile Sight sight;

    /** @param sent this machine's {@link System#nanoTime} when the question left */
    PostgresClock(long millis, long sent) {
        this.sight = sight(millis, sent);
    }

    /** The database said what time it is. */
    void set(long millis, long sent) {
        sight = sight(millis, sent);
    }

    private static Sight sight(long millis, long sent) {
        long came = System.nanoTime();
        return new Sight(millis, sent + (came - sent) / 2);
    }

    @Override
    public Instant instant() {
        Sight last = sight;
        return Instant.ofEpochMilli(last.millis).plusNanos(System.nanoTime() - last.nanos);
    }
}
