package dev.storyc.fleet;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The fleet's figures, read again only when they have grown old: however often a worker is asked, and however many
 * workers there are, the database is asked seldom, and reading takes at most a hundredth of its time.
 */
final class FigureCache {
    /** Nobody needs them fresher. */
    static final Duration AT_MOST_EVERY = Duration.ofSeconds(5);

    private static final int SHARE = 100;

    private final Reading reading;
    private final Runnable failed;
    private final LongSupplier nanos;
    private Optional<FleetFigures> last = Optional.empty();
    private long next;
    private boolean read;

    /** Reads them from the database. */
    @FunctionalInterface
    interface Reading {
        FleetFigures read() throws SQLException;
    }

    /**
     * @param failed is told of each reading that didn't work
     * @param nanos a clock that only counts
     */
    FigureCache(Reading reading, Runnable failed, LongSupplier nanos) {
        this.reading = reading;
        this.failed = failed;
        this.nanos = nanos;
    }

    /** The figures, a few seconds old at most; empty where the database didn't tell them. */
    synchronized Optional<FleetFigures> figures() {
        long begun = nanos.getAsLong();
        if (read && begun - next < 0) {
            return last;
        }
        try {
            last = Optional.of(reading.read());
        } catch (SQLException | RuntimeException e) {
            // Old numbers would look as if all were well.
            last = Optional.empty();
            failed.run();
        }
        long took = nanos.getAsLong() - begun;
        next = begun + took + Math.max(AT_MOST_EVERY.toNanos(), SHARE * took);
        read = true;
        return last;
    }
}
