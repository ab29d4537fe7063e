package dev.storyc.fleet;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a worker can work: its lease holds, the database answers, and it isn't told to stop. The database is asked by
 * one thread, at most once a second, and however long it takes, whoever asks here hears within three.
 */
public final class WorkerHealth implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final BooleanSupplier draining;
    private final BooleanSupplier leaseHolds;
    private final Callable<?> database;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread asking = new Thread(work, "storyc-health");
        asking.setDaemon(true);
        return asking;
    });
    private @Nullable Future<?> asked;
    private long askedAt;

    /**
     * @param draining whether the worker takes nothing new any more
     * @param leaseHolds asks nobody else
     * @param database any statement; throws where it isn't answered
     */
    public WorkerHealth(BooleanSupplier draining, BooleanSupplier leaseHolds, Callable<?> database) {
        this.draining = draining;
        this.leaseHolds = leaseHolds;
        this.database = database;
    }

    /** What is wrong, in words that hold no secret; empty while all is well. */
    public Optional<String> trouble() {
        if (draining.getAsBoolean()) {
            return Optional.of("draining: it finishes what it has in hand and takes nothing new");
        }
        if (!leaseHolds.getAsBoolean()) {
            return Optional.of("its lease is gone, so it sends nothing");
        }
        return databaseTrouble();
    }

    private Optional<String> databaseTrouble() {
        try {
            answer().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of("the database hasn't answered for " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            // What a driver says may name hosts and users; the log has it.
            return Optional.of("the database doesn't answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("it ends");
        }
    }

    /** An answer that is fresh, or the one that is still awaited: a database that hangs is asked once. */
    private synchronized Future<?> answer() {
        Future<?> last = asked;
        if (last == null || (last.isDone() && System.nanoTime() - askedAt > FRESH.toNanos())) {
            last = thread.submit(database);
            asked = last;
            askedAt = System.nanoTime();
        }
        return last;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
