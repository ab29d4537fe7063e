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
 * is found by how often it was looked at, for a machine may be put to sleep.
 */
final class FuzzWatch {
    private static final long MOST_BUSY = 2_000_000_000L;
    private static final int MOST_LOOKS = 400;

    private final Path findings;
    private @Nullable FuzzCase current;
    private int looks;
    private long busyBefore;

    FuzzWatch(Path findings) {
        this.findings = findings;
        Thread thread = new Thread(this::watch, "fuzz-watch");
        thread.setDaemon(true);
        thread.start();
    }

    synchronized void begin(FuzzCase fuzzed) {
        current = fuzzed;
        looks = 0;
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
        long busy = busy() - busyBefore;
        boolean over = busy > MOST_BUSY || ++looks > MOST_LOOKS;
        if (late == null || !over) {
            return;
        }
        System.out.printf("a case takes too long: %d ms busy, looked at %d times%n", busy / 1_000_000, looks);
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
