package dev.storyc.run;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The few threads of a run, each kind with work of one sort, so that a slow create holds up no query. */
final class Threads {
    private static final int CREATES = 8;
    private static final int QUERIES = 6;
    private static final int FILMS = 3;

    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(named("storyc-timer"));
    private final ExecutorService creates;
    private final ExecutorService queries;
    private final ExecutorService films;

    Threads(int inFlight) {
        creates = Executors.newFixedThreadPool(Math.min(CREATES, inFlight), named("storyc-create"));
        queries = Executors.newFixedThreadPool(Math.min(QUERIES, inFlight), named("storyc-query"));
        films = Executors.newFixedThreadPool(FILMS, named("storyc-film"));
    }

    void create(Runnable work) {
        creates.execute(work);
    }

    void query(Runnable work) {
        queries.execute(work);
    }

    void film(Runnable work) {
        films.execute(work);
    }

    Future<?> later(Duration delay, Runnable work) {
        return timers.schedule(work, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** Lets what runs end, and starts nothing more. */
    void end() throws InterruptedException {
        timers.shutdownNow();
        for (ExecutorService pool : List.of(creates, queries, films)) {
            pool.shutdown();
        }
        for (ExecutorService pool : List.of(creates, queries, films)) {
            if (!pool.awaitTermination(10, TimeUnit.MINUTES)) {
                throw new RejectedExecutionException("a call to the far end never returned");
            }
        }
    }

    private static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            // A build that is over must not be kept alive by a film's host.
            thread.setDaemon(true);
            return thread;
        };
    }
}
