package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.Counted;
import dev.storyc.diagnostic.Exit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM while a build runs. The first tells it to stop: nothing more is created, creates that are on their
 * way get their answers, and the build ends with its exit code and its words. The second ends the program at once, which
 * the ledger takes as it takes a power cut.
 */
final class Interruption implements AutoCloseable {
    private static final int SECONDS_TO_END = 20;

    private final Console console;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Signals signals;

    private boolean asked;
    private @Nullable Runnable stop;
    private @Nullable IntSupplier sending;
    private String begun = "stopping; no new job is created";

    private Interruption(Console console) {
        this.console = console;
        this.signals = Signals.heard(this::signalled);
    }

    /** Listens from now on, until it is closed. */
    static Interruption listen(Console console) {
        return new Interruption(console);
    }

    /**
     * What lets the build end soon; called from another thread, at once if the signal has come already.
     *
     * @param creates how many creates are on their way, whose answers must not be missed
     */
    synchronized void stops(Runnable work, IntSupplier creates) {
        stop = work;
        sending = creates;
        if (asked) {
            work.run();
        }
    }

    /** The same where this program only watches: what it watches goes on. */
    synchronized void leaves(Runnable work) {
        begun = "leaving; the fleet goes on";
        stops(work, () -> 0);
    }

    private void signalled() {
        Runnable work;
        IntSupplier creates;
        synchronized (this) {
            work = stop;
            creates = sending;
            if (asked || work == null || creates == null) {
                end(
                        asked
                                ? "ended at once; what was sent stands in the ledger, and the next build looks after it"
                                : "");
            }
            asked = true;
        }
        if (work != null && creates != null) {
            stop(work, creates);
        }
    }

    private void stop(Runnable work, IntSupplier creates) {
        work.run();
        say(begun);
        try {
            if (over.await(1, TimeUnit.SECONDS)) {
                return;
            }
            int open = creates.getAsInt();
            if (open > 0) {
                say("waiting for the answer to " + Counted.count(open, "create")
                        + "; interrupted once more it ends at once, and leaves them in doubt");
            }
            // A download may take minutes, and begins anew for free; the answer to a create comes once.
            for (int waited = 1; waited < SECONDS_TO_END || creates.getAsInt() > 0; waited++) {
                if (over.await(1, TimeUnit.SECONDS)) {
                    return;
                }
            }
            end("ended before everything was at home; the ledger knows it, and the next build brings it");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(String words) {
        console.err().println("storyc: " + words);
        console.err().flush();
    }

    /** Not an exit in order: the main thread may hold whatever that would wait for. */
    private void end(String words) {
        if (!words.isEmpty()) {
            say(words);
        }
        Runtime.getRuntime().halt(Exit.INTERRUPTED);
    }

    /** Everything is written down. */
    @Override
    public void close() {
        over.countDown();
        signals.close();
    }
}
