package dev.storyc.cli;

import dev.storyc.expand.Crew;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The threads that render variants: one for each processor but that of the thread that hands work in, which renders too
 * while it would only wait. One more would take turns with it, and the others would run out of work meanwhile.
 */
final class RenderThreads implements Executor, AutoCloseable {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    // Enough that nobody waits while one batch takes longer than the others, or while what is done is written.
    private static final int BATCHES_AHEAD = Math.min(6 * PROCESSORS, Math.max(32, 3 * PROCESSORS));

    private final ExecutorService threads =
            Executors.newFixedThreadPool(Math.max(1, PROCESSORS - 1), CompilerThread::new);

    /** A crew of these threads; where there is only one processor, of nobody but who asks. */
    Crew crew() {
        return PROCESSORS == 1 ? Crew.alone() : new Crew(this, BATCHES_AHEAD);
    }

    @Override
    public void execute(Runnable batch) {
        threads.execute(batch);
    }

    /** Ends them; what they are at is of no use to anybody any more. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** A thread that keeps nobody from ending. */
    private static final class CompilerThread extends Thread {
        private CompilerThread(Runnable work) {
            super(work, "storyc-compiler");
            setDaemon(true);
        }
    }
}
