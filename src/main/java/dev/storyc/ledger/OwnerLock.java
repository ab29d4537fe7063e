package dev.storyc.ledger;

import dev.storyc.job.LedgerException;
import dev.storyc.job.Owners;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A lock file of this process in the store, held until it is closed or the process dies; the kernel frees a dead
 * process's lock.
 *
 * <p>A POSIX lock is dropped when the process closes any handle on the file, so a lock of this very process is never
 * probed by opening its file: {@link #HELD} knows them.
 */
public final class OwnerLock implements Owners, AutoCloseable {
    private static final String SUFFIX = ".lock";
    private static final int MOST_ATTEMPTS = 100;
    /** Whoever holds the lock of this name has all of the store. */
    private static final String ALL = "all";

    private static final int PAUSE_MILLIS = 50;
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final String me;
    private final Path file;
    private final FileChannel channel;

    private OwnerLock(Path folder, String me, Path file, FileChannel channel) {
        this.folder = folder;
        this.me = me;
        this.file = file;
        this.channel = channel;
    }

    /** Takes a lock of its own in this folder, which exists. While one process has all of it, waits for that one. */
    public static OwnerLock take(Path folder) {
        Path place = folder.toAbsolutePath().normalize();
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            OwnerLock lock = tryTake(place, UUID.randomUUID().toString());
            if (lock != null) {
                // Its own lock first, while whoever wants all looks for others last: one of the two sees the other.
                lock.awaitAll();
                return lock;
            }
        }
        throw new LedgerException(
                "no lock file can be held in the store: " + place + ": another process takes each away at once");
    }

    /** Takes all of this folder; empty while any other process has a lock in it. */
    public static Optional<OwnerLock> takeAll(Path folder) {
        OwnerLock all = tryTake(folder.toAbsolutePath().normalize(), ALL);
        if (all == null) {
            return Optional.empty();
        }
        if (all.amongOthers()) {
            all.close();
            return Optional.empty();
        }
        return Optional.of(all);
    }

    private boolean amongOthers() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path other : files) {
                String name = other.getFileName().toString();
                if (!other.equals(file) && lives(name.substring(0, name.length() - SUFFIX.length()))) {
                    return true;
                }
            }
            return false;
        } catch (IOException | DirectoryIteratorException e) {
            close();
            throw new LedgerException("the lock files in " + folder + " can't be listed: " + e.getMessage(), e);
        }
    }

    private void awaitAll() {
        while (lives(ALL)) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                close();
                throw new LedgerException("interrupted while another process has the store for itself", e);
            }
        }
    }

    /** Null if another process has it, or swept the file away before it was locked. */
    private static @Nullable OwnerLock tryTake(Path place, String me) {
        Path file = place.resolve(me + SUFFIX);
        if (!HELD.add(file)) {
            return null;
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), SqliteLedgers.userAlone());
            FileLock lock = channel.tryLock();
            // A lock on a file without a name would be seen by nobody.
            if (lock != null && Files.exists(file)) {
                return new OwnerLock(place, me, file, channel);
            }
            channel.close();
            HELD.remove(file);
            return null;
        } catch (IOException e) {
            HELD.remove(file);
            closeAfter(channel, e);
            throw new LedgerException("no lock file can be made in the store: " + file + ": " + e.getMessage(), e);
        }
    }

    private static void closeAfter(@Nullable FileChannel channel, IOException because) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    @Override
    public String me() {
        return me;
    }

    @Override
    public boolean lives(String owner) {
        Path other = folder.resolve(owner + SUFFIX);
        if (HELD.contains(other)) {
            return true;
        }
        // Two threads of one process may not try a lock at once: Java answers that with an exception.
        synchronized (HELD) {
            return locked(other);
        }
    }

    private static boolean locked(Path other) {
        // Shared, so that two who look at once don't take each other for the owner.
        try (FileChannel probe = FileChannel.open(other, StandardOpenOption.READ)) {
            FileLock lock = probe.tryLock(0, Long.MAX_VALUE, true);
            return lock == null;
        } catch (NoSuchFileException e) {
            // The file is made and locked before any intent names it, and goes only when its process closes in order.
            return false;
        } catch (IOException e) {
            throw new LedgerException("the lock file " + other + " can't be read: " + e.getMessage(), e);
        }
    }

    /**
     * Removes the lock files of processes that died, but for those of these owners; what can't be removed stays for the
     * next time.
     */
    public void sweep(Set<String> spared) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path other : files) {
                String name = other.getFileName().toString();
                if (!spared.contains(name.substring(0, name.length() - SUFFIX.length()))) {
                    synchronized (HELD) {
                        sweep(other);
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new LedgerException("the lock files in " + folder + " can't be listed: " + e.getMessage(), e);
        }
    }

    private static void sweep(Path other) {
        if (HELD.contains(other)) {
            return;
        }
        try (FileChannel probe = FileChannel.open(other, StandardOpenOption.WRITE)) {
            // Deleted while it is locked: whoever made it and hasn't locked it yet finds out.
            if (probe.tryLock() != null) {
                Files.deleteIfExists(other);
            }
        } catch (IOException e) {
            // Gone already, or not ours to remove: a file too many harms nobody.
            return;
        }
    }

    @Override
    public void close() {
        try (channel) {
            // Deleted while it is locked, as when swept.
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Closed, it is no lock any more, and what can't be removed the next one sweeps away.
            return;
        } finally {
            HELD.remove(file);
        }
    }
}
