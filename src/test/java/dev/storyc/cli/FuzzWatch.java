package dev.storyc.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process when one case takes too long, and says where it was.
 *
 * <p>What counts is the time on the processor, for the machine may be busy with something else; waiting, as for a pipe,
 * is found by the clock.
 */
final class FuzzWatch {
    private static final long MOST_BUSY = 2_000_000_000L;
    private static final long MOST_WAITED = 20_000_000_000L;

    private final Path findings;
    private @Nullable FuzzCase current;
    private long began;
    private long busyBefore;

    FuzzWatch(Path findings) {
        this.findings = findings;
        Thread thread = new Thread(this::watch, "fuzz-watch");
        thread.setDaemon(true);
        thread.start();
    }

    synchronized void begin(FuzzCase fuzzed) {
        current = fuzzed;
        began = System.nanoTime();
        busyBefore = busy();
    }

    synchronized void end() {
        current = null;
    }

    // All threads of the program; the collector and the compilers of the JVM are not what is measured.
    private static long busy() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getAllThreadIds())
                .map(threads::getThreadCpuTime)
                .filter(time -> time > 0)
                .sum();
    }

    private void watch() {
        while (true) {
            look();
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private synchronized void look() {
        FuzzCase late = current;
        boolean over = busy() - busyBefore > MOST_BUSY || System.nanoTime() - began > MOST_WAITED;
        if (late == null || !over) {
            return;
        }
        System.out.println("a case takes more than 2 s:");
        for (Map.Entry<Thread, StackTraceElement[]> thread :
                Thread.getAllStackTraces().entrySet()) {
            System.out.println(thread.getKey());
            for (StackTraceElement line : thread.getValue()) {
                System.out.println("    at " + line);
            }
        }
        try {
            late.keep(findings.resolve("too-slow"));
        } catch (IOException e) {
            System.out.println("and it can't be kept: " + e);
        }
        System.out.flush();
        Runtime.getRuntime().halt(3);
    }
}
