package dev.storyc.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An output folder for one build at a time, while it reads a manifest, places films and writes the manifest again; others
 * wait. A process that dies frees it.
 */
public final class FolderLock implements AutoCloseable {
    private static final String NAME = ".storyc-lock";
    /** A file's lock is the whole process's, so its threads need one of their own. */
    private static final Map<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

    private final ReentrantLock mine;
    private final FileChannel channel;

    private FolderLock(ReentrantLock mine, FileChannel channel) {
        this.mine = mine;
        this.channel = channel;
    }

    /** Waits until nobody else has the folder, which is made if need be. */
    public static FolderLock take(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.toRealPath().resolve(NAME);
        ReentrantLock mine = HERE.computeIfAbsent(file, unused -> new ReentrantLock());
        mine.lock();
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock(channel);
            return new FolderLock(mine, channel);
        } catch (IOException e) {
            mine.unlock();
            throw e;
        }
    }

    private static void lock(FileChannel channel) {
        try {
            channel.lock();
        } catch (IOException e) {
            // A disk without locks. Two builds in one moment may each miss a row of the other then, which the next one
            // writes: what was bought is in the store.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            mine.unlock();
        }
    }
}
