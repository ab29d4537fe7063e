package dev.storyc.cli;

import dev.storyc.expand.Crew;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that render variants: one for each processor, but for one at first. While everything is new, Java's own
 * compiler has the most to do, and whoever kept it from a processor would only go on doing things the slow way.
 *
 * <p>Work is handed in by one thread.
 */
final class RenderThreads implements Executor, AutoCloseable {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    // Enough that nobody waits while one batch takes longer than the others, or while the thread that hands them out is
    // kept from the processor: with three for each, a tenth of all time was waiting.
    private static final int BATCHES_AHEAD = Math.max(32, 3 * PROCESSORS);

    /** Batches until what is done for each variant is compiled: some thousand variants. */
    private static final int NEW = 180;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            Math.max(1, PROCESSORS - 1),
            PROCESSORS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            CompilerThread::new);
    private int taken;

    /** A crew of these threads; where there is only one processor, of nobody but who asks. */
    Crew crew() {
        return PROCESSORS == 1 ? Crew.alone() : new Crew(this, BATCHES_AHEAD);
    }

    @Override
    public void execute(Runnable batch) {
        if (++taken == NEW) {
            threads.setCorePoolSize(PROCESSORS);
        }
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
