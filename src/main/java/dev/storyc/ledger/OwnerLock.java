package dev.storyc.ledger;

import dev.storyc.job.LedgerException;
import dev.storyc.job.Owners;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock file of this process in the store, held until it is closed or the process dies; the kernel frees a dead
 * process's lock.
 *
 * <p>A POSIX lock is dropped when the process closes any handle on the file, so a lock of this very process is never
 * probed by opening its file: {@link #HELD} knows them.
 */
public final class OwnerLock implements Owners, AutoCloseable {
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

    /** Takes a lock of its own in this folder, which exists. */
    public static OwnerLock take(Path folder) {
        Path place = folder.toAbsolutePath().normalize();
        String me = UUID.randomUUID().toString();
        Path file = place.resolve(me + ".lock");
        try {
            HELD.add(file);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new IOException("another process holds it");
            }
            return new OwnerLock(place, me, file, channel);
        } catch (IOException e) {
            HELD.remove(file);
            throw new LedgerException("no lock file can be made in the store: " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String me() {
        return me;
    }

    @Override
    public boolean lives(String owner) {
        Path other = folder.resolve(owner + ".lock");
        if (HELD.contains(other)) {
            return true;
        }
        // Two threads of one process may not try a lock at once: Java answers that with an exception.
        synchronized (HELD) {
            return locked(other);
        }
    }

    private static boolean locked(Path other) {
        try (FileChannel probe = FileChannel.open(other, StandardOpenOption.WRITE)) {
            FileLock lock = probe.tryLock();
            return lock == null;
        } catch (NoSuchFileException e) {
            // The file is made and locked before any intent names it, and goes only when its process closes in order.
            return false;
        } catch (IOException e) {
            throw new LedgerException("the lock file " + other + " can't be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new LedgerException("the lock file " + file + " can't be removed: " + e.getMessage(), e);
        } finally {
            HELD.remove(file);
        }
    }
}
