package dev.storyc.expand;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Something that is done once, by whoever comes first: a thread of a {@link Crew} ahead of time, or the one that asks. */
public final class Work<T> implements Runnable {
    private final Supplier<T> task;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<T> result = new CompletableFuture<>();

    public Work(Supplier<T> task) {
        this.task = task;
    }

    /** Does it, unless somebody else has begun to. */
    @Override
    public void run() {
        if (begun.compareAndSet(false, true)) {
            try {
                result.complete(task.get());
            } catch (RuntimeException | Error e) {
                // It is thrown again where the result is asked for.
                result.completeExceptionally(e);
            }
        }
    }

    boolean isBegun() {
        return begun.get();
    }

    /** Whether {@link #result} is there without waiting. */
    public boolean isDone() {
        return result.isDone();
    }

    /** Does it, or waits for who has begun to; what was thrown there is thrown here. */
    public T result() {
        run();
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            if (e.getCause() instanceof Error bug) {
                throw bug;
            }
            throw e;
        }
    }
}
