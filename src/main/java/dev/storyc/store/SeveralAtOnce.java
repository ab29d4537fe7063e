package dev.storyc.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Does one thing to many, several at once and in about their order. */
final class SeveralAtOnce {
    private SeveralAtOnce() {}

    /** The first that throws lets no more begin, and is thrown when those under way have ended. */
    static <T> void each(int threads, List<T> items, Consumer<T> work) throws InterruptedException {
        if (items.isEmpty()) {
            return;
        }
        int several = Math.min(threads, items.size());
        ExecutorService pool = Executors.newFixedThreadPool(several, named("storyc-shared"));
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean broken = new AtomicBoolean();
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < several; i++) {
                workers.add(pool.submit(() -> {
                    for (int at = next.getAndIncrement(); at < items.size(); at = next.getAndIncrement()) {
                        if (broken.get() || Thread.currentThread().isInterrupted()) {
                            return;
                        }
                        try {
                            work.accept(items.get(at));
                        } catch (RuntimeException | Error e) {
                            broken.set(true);
                            throw e;
                        }
                    }
                }));
            }
            RuntimeException first = null;
            for (Future<?> worker : workers) {
                try {
                    worker.get();
                } catch (ExecutionException e) {
                    RuntimeException thrown = e.getCause() instanceof RuntimeException cause
                            ? cause
                            : new IllegalStateException("a thread broke off: " + e.getCause(), e);
                    first = first == null ? thrown : first;
                }
            }
            if (first != null) {
                throw first;
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** Threads that keep no program alive. */
    static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
