package dev.storyc.shared;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The files of a shared folder that haven't got their names yet. What a killed program left there goes after a day. */
final class Unfinished {
    private static final Duration LEFT = Duration.ofDays(1);

    private final Path folder;
    private final AtomicBoolean swept = new AtomicBoolean();

    Unfinished(Path folder) {
        this.folder = folder;
    }

    /** A file's name, in a folder that is there. */
    Path name(String name) throws IOException {
        Files.createDirectories(folder);
        if (swept.compareAndSet(false, true)) {
            sweep();
        }
        return folder.resolve(name);
    }

    /** The time by the clock of whoever keeps the disk: those of the machines that use it may differ. */
    Instant now() throws IOException {
        Files.createDirectories(folder);
        Path fresh = Files.createFile(folder.resolve("now-" + UUID.randomUUID()));
        try {
            return Files.getLastModifiedTime(fresh).toInstant();
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private void sweep() throws IOException {
        Instant now = now();
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        for (Path file : files) {
            try {
                Duration age = Duration.between(Files.getLastModifiedTime(file).toInstant(), now);
                if (age.compareTo(LEFT) > 0) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                // Somebody's who finished just now, or another person's: theirs to take away.
            }
        }
    }

    /** Whether a file has a second name. */
    static boolean linked(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                && Files.getAttribute(file, "unix:nlink") instanceof Integer names
                && names > 1;
    }

    /** Makes a folder's names durable. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
