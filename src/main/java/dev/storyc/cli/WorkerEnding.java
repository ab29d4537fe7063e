package dev.storyc.cli;

import dev.storyc.cli.WorkerLog.About;
import dev.storyc.cli.WorkerLog.Level;
import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.fleet.FleetWorker;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What a worker is told by signals: the first has it drain, the second ends it at once, which the ledger takes as it takes a
 * power cut. It has the worker's log, for it is there first and goes last.
 */
final class WorkerEnding implements AutoCloseable {
    private final WorkerLog log;
    private final Signals signals;
    private boolean asked;
    private @Nullable FleetWorker working;

    WorkerEnding(Console console) {
        this.log = new WorkerLog(console.err(), Clock.systemUTC(), !console.live());
        LibraryLog.into((record, words) -> log.event(
                record.getLevel().intValue() > java.util.logging.Level.WARNING.intValue() ? Level.ERROR : Level.WARNING,
                "library",
                About.WORKER,
                record.getLoggerName() + ": " + words));
        this.signals = Signals.heard(this::signalled);
    }

    WorkerLog log() {
        return log;
    }

    /** Whether it was told to end. */
    synchronized boolean asked() {
        return asked;
    }

    /** This one works now; it is told at once where it should end. */
    synchronized void works(FleetWorker worker) {
        working = worker;
        if (asked) {
            worker.drain();
        }
    }

    /** How many steps are being taken now. */
    synchronized int inHand() {
        return working == null ? 0 : working.inHand();
    }

    private void signalled() {
        synchronized (this) {
            if (!asked) {
                asked = true;
                log.event(
                        Level.INFO,
                        "draining",
                        About.WORKER,
                        "takes nothing new, and ends when the answers to its creates are written down");
                if (working != null) {
                    working.drain();
                }
                return;
            }
        }
        log.event(
                Level.WARNING,
                "ended-at-once",
                About.WORKER,
                "what was sent stands in the ledger, and other workers look after it");
        Runtime.getRuntime().halt(Exit.INTERRUPTED);
    }

    /** It did all that it began. */
    void over() {
        log.event(Level.INFO, "ended", About.WORKER, "ended; nothing is in its hand");
    }

    @Override
    public void close() {
        signals.close();
    }
}
