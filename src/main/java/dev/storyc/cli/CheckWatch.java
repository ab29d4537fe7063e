package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.workspace.FileWatch;
import dev.storyc.workspace.WatchScope;
import dev.storyc.workspace.WatchScope.Stamp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** {@code storyc check --watch}: checks again after each save, until it is interrupted. */
final class CheckWatch {
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";

    /** Where files change faster than they are checked, something is shown all the same. */
    private static final int SHOWN_AT_LEAST_MS = 500;

    private final Console console;
    private final Clock clock;

    /**
     * What one check came to.
     *
     * @param text all of it, for people
     * @param scope the files it depends on
     */
    record Report(String text, WatchScope scope) {}

    CheckWatch(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
    }

    /**
     * Checks, shows, and waits for the next save; for ever.
     *
     * @param check what is wrong for good, such as a path that isn't there, ends the watch if it is so at first
     */
    int run(Callable<Report> check) throws Exception {
        boolean notices = !console.variable("STORYC_WATCH").equals("poll");
        try (FileWatch watch = new FileWatch(notices)) {
            Report report = check.call();
            Map<Path, Stamp> seen = report.scope().stamps();
            show(report.text(), true);
            // The second check is still a slow one, so it is made before anybody waits for it.
            again(check, report);
            long shown = System.nanoTime();
            while (true) {
                seen = watch.awaitChange(report.scope(), seen);
                report = again(check, report);
                // What changed while it was read may have been read by half.
                boolean stale = !report.scope().stamps().equals(seen);
                long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - shown);
                if (!stale || since > SHOWN_AT_LEAST_MS) {
                    show(report.text(), false);
                    shown = System.nanoTime();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Exit.INTERRUPTED;
        }
    }

    private static Report again(Callable<Report> check, Report before) throws Exception {
        try {
            return check.call();
        } catch (UserError e) {
            // A file that is away for a moment, or a storyc.yaml in the middle of an edit: the next save may mend it.
            return new Report("storyc: " + e.getMessage() + "\n", before.scope());
        } catch (IOException e) {
            return new Report("storyc: a file can't be read: " + e.getMessage() + "\n", before.scope());
        }
    }

    private void show(String text, boolean first) {
        String time = LocalTime.now(clock).truncatedTo(ChronoUnit.SECONDS).toString();
        String line = "checked at " + (time.length() == 5 ? time + ":00" : time) + "; watching, Ctrl-C ends";
        String page = console.terminal()
                ? HOME_AND_CLEAR + text + line + "\n"
                : (first ? "" : "\n" + "─".repeat(60) + "\n") + text + line + "\n";
        console.out().print(page);
        console.out().flush();
    }
}
