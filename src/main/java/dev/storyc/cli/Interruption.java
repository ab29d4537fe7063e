package dev.storyc.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM while a build runs: it is told to stop, and gets a while to write down where it stands. The JVM
 * then ends with the signal's exit code; what runs at the far end is in the ledger.
 */
final class Interruption implements AutoCloseable {
    private static final int SECONDS_TO_END = 20;

    private final Console console;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Thread hook = new Thread(this::interrupt, "storyc-interruption");

    private @Nullable Runnable stop;

    private Interruption(Console console) {
        this.console = console;
    }

    /** Listens from now on, until it is closed. */
    static Interruption listen(Console console) {
        Interruption interruption = new Interruption(console);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** What lets the build end soon; called from another thread, at once if the signal has come already. */
    synchronized void stops(Runnable work) {
        stop = work;
        if (ending.get()) {
            work.run();
        }
    }

    private void interrupt() {
        synchronized (this) {
            ending.set(true);
            if (stop != null) {
                console.err().println();
                console.err().println("storyc: stopping; no new job is created");
                stop.run();
            } else {
                // Nothing was sent yet, so there is nothing to write down.
                return;
            }
        }
        try {
            if (!over.await(SECONDS_TO_END, TimeUnit.SECONDS)) {
                console.err()
                        .println("storyc: an answer is still awaited; the ledger knows, and so will the next build");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything is written down. */
    @Override
    public void close() {
        over.countDown();
        if (!ending.get()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The signal came in this very moment; the hook has nothing to wait for any more.
                return;
            }
        }
    }
}
