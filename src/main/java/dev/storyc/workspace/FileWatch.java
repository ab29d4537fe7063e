package dev.storyc.workspace;

import dev.storyc.workspace.WatchScope.Stamp;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for files to change. The system's notices only wake it up; what counts is how the files stand, so a lost notice
 * costs a second at most, and a system without notices, or a full table of them, a few hundredths.
 */
public final class FileWatch implements AutoCloseable {
    private static final int WITH_NOTICES_MS = 1_000;
    private static final int WITHOUT_NOTICES_MS = 25;

    /** Longer than a file system's clock ticks, so that two writes of one size can't look like one. */
    private static final int SETTLE_MS = 12;

    /** An editor that empties a file before it writes, or writes it anew and renames it, takes less. */
    private static final int HALF_WRITTEN_MS = 400;

    private final @Nullable WatchService notices;
    private final Map<Path, WatchKey> watched = new HashMap<>();
    private boolean blind;

    /** @param wanted whether the system's notices are used where it has them */
    public FileWatch(boolean wanted) throws IOException {
        WatchService service = wanted ? FileSystems.getDefault().newWatchService() : null;
        // Java's stand-in for systems without notices looks every few seconds; looking oneself is quicker.
        if (service != null && service.getClass().getSimpleName().contains("Polling")) {
            service.close();
            service = null;
        }
        this.notices = service;
        this.blind = service == null;
    }

    /** How the files stand once they differ from what was seen, and no editor is in the middle of writing them. */
    public Map<Path, Stamp> awaitChange(WatchScope scope, Map<Path, Stamp> seen) throws InterruptedException {
        follow(scope);
        Map<Path, Stamp> now = scope.stamps();
        while (now.equals(seen)) {
            pause(blind ? WITHOUT_NOTICES_MS : WITH_NOTICES_MS);
            if (!blind) {
                follow(scope);
            }
            now = scope.stamps();
        }
        return settled(scope, seen, now);
    }

    private Map<Path, Stamp> settled(WatchScope scope, Map<Path, Stamp> seen, Map<Path, Stamp> changed)
            throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(HALF_WRITTEN_MS);
        Map<Path, Stamp> now = changed;
        while (true) {
            long quiet = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SETTLE_MS);
            for (long left = SETTLE_MS; left > 0; left = TimeUnit.NANOSECONDS.toMillis(quiet - System.nanoTime())) {
                pause(left);
            }
            Map<Path, Stamp> later = scope.stamps();
            boolean whole = later.equals(now) && !halfWritten(seen, later);
            if (whole || System.nanoTime() > until) {
                return later;
            }
            now = later;
        }
    }

    /** Whether a file that had something in it is empty or away: most often because it is being written. */
    private static boolean halfWritten(Map<Path, Stamp> seen, Map<Path, Stamp> now) {
        return seen.entrySet().stream().anyMatch(before -> {
            Stamp after = now.get(before.getKey());
            return before.getValue().size() > 0 && (after == null || after.size() == 0);
        });
    }

    private void follow(WatchScope scope) {
        WatchService service = notices;
        if (service == null) {
            return;
        }
        watched.values().removeIf(key -> !key.isValid());
        for (Path folder : scope.folders()) {
            if (!watched.containsKey(folder) && Files.isDirectory(folder)) {
                try {
                    watched.put(
                            folder,
                            folder.register(
                                    service,
                                    StandardWatchEventKinds.ENTRY_CREATE,
                                    StandardWatchEventKinds.ENTRY_MODIFY,
                                    StandardWatchEventKinds.ENTRY_DELETE));
                } catch (IOException e) {
                    // It went away in this very moment, or there are more folders than the system gives notices of.
                    blind = Files.isDirectory(folder);
                }
            }
        }
    }

    private void pause(long ms) throws InterruptedException {
        WatchService service = notices;
        if (service == null) {
            TimeUnit.MILLISECONDS.sleep(ms);
            return;
        }
        WatchKey key = service.poll(ms, TimeUnit.MILLISECONDS);
        while (key != null) {
            key.pollEvents();
            key.reset();
            key = service.poll();
        }
    }

    @Override
    public void close() throws IOException {
        if (notices != null) {
            notices.close();
        }
    }
}
