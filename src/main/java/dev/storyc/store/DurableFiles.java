package dev.storyc.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes files so that after a crash each is there whole or not at all: temporary name, fsync, rename, fsync of the
 * folder. A rename is durable only after the last.
 */
public final class DurableFiles {
    // A film is the same file under out/, where others may be let in; in the store its folder keeps them out.
    private static final Set<PosixFilePermission> READ_ONLY = PosixFilePermissions.fromString("r--r--r--");
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> PRIVATE_READ_ONLY = PosixFilePermissions.fromString("r--------");
    private static final Set<PosixFilePermission> PRIVATE_FOLDER = PosixFilePermissions.fromString("rwx------");

    private DurableFiles() {}

    /** Puts this text where {@code target} says, in place of what was there. */
    public static void write(Path target, String text) throws IOException {
        write(target, text, null, "", Steps.UNHEARD);
    }

    /** The same for a file of the store, which nobody else is to read. */
    static void writePrivate(Path target, String text) throws IOException {
        write(target, text, PRIVATE, "", Steps.UNHEARD);
    }

    /**
     * The same for what never changes.
     *
     * @param name what it is called where its steps are heard
     */
    static void writeReadOnly(Path target, String text, String name, Steps steps) throws IOException {
        write(target, text, PRIVATE_READ_ONLY, name, steps);
    }

    private static void write(
            Path target, String text, @Nullable Set<PosixFilePermission> rights, String name, Steps steps)
            throws IOException {
        Path temporary = beside(target);
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            steps.done(name + "-synced");
            if (rights != null) {
                restrict(temporary, rights);
            }
            rename(temporary, target, name, steps);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Opens a file of the store to write at its end, and makes it for the user alone where there is none. */
    static FileChannel appendPrivate(Path file) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return permissions(above(file))
                ? FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(PRIVATE))
                : FileChannel.open(file, options);
    }

    /** Moves a finished file to its name; its bytes are made durable first. */
    static void moveReadOnly(Path finished, Path target, String name, Steps steps) throws IOException {
        try (FileChannel channel = FileChannel.open(finished, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        steps.done(name + "-synced");
        restrict(finished, READ_ONLY);
        rename(finished, target, name, steps);
    }

    /** A name of its own in the folder of {@code target}. */
    static Path beside(Path target) {
        return target.resolveSibling(".storyc-" + UUID.randomUUID() + ".tmp");
    }

    static void rename(Path from, Path to) throws IOException {
        rename(from, to, "", Steps.UNHEARD);
    }

    private static void rename(Path from, Path to, String name, Steps steps) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(to.getParent() + " can't rename files at once", e);
        }
        steps.done(name + "-renamed");
        syncFolder(above(to));
        steps.done(name + "-durable");
    }

    /** The folder a file lies in. */
    static Path above(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
    }

    static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Makes a folder, and those above it, for the user alone; one that is there is left as it is. */
    static void privateFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path above = folder.toAbsolutePath().getParent();
        if (above != null && !Files.isDirectory(above)) {
            privateFolder(above);
        }
        try {
            if (permissions(above == null ? folder : above)) {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE_FOLDER));
            } else {
                Files.createDirectory(folder);
            }
        } catch (FileAlreadyExistsException e) {
            // Another process made it first, or a file is in its place.
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
        if (above != null) {
            syncFolder(above);
        }
    }

    private static void restrict(Path file, Set<PosixFilePermission> rights) throws IOException {
        if (permissions(file)) {
            Files.setPosixFilePermissions(file, rights);
        }
    }

    private static boolean permissions(Path path) throws IOException {
        FileStore store = Files.getFileStore(path);
        return store.supportsFileAttributeView("posix");
    }
}
