package dev.storyc.shared;

import dev.storyc.shared.SharedPlaceException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder that several machines see. A thing is written under another name, synced, and gets its own by a hard link,
 * which refuses one that is taken: of several that race, one wins, on network disks too.
 *
 * <p>Who may read and write there is for the folder's own rights and the umask to say.
 */
public final class SharedFolder implements SharedPlace, Erasing {
    private final Path base;
    private final Path root;
    private final Unfinished unfinished;

    /** @param root is made where it isn't there, but not what it lies in */
    public SharedFolder(Path root) {
        this(root.toAbsolutePath().normalize(), "");
    }

    /**
     * @param base is made where it isn't there, but not what it lies in: that may be a disk that isn't mounted
     * @param folder the one in it that is used
     */
    SharedFolder(Path base, String folder) {
        this.base = base;
        this.root = base.resolve(folder);
        this.unfinished = new Unfinished(root.resolve("unfinished"));
    }

    @Override
    public String name() {
        return base.toString();
    }

    @Override
    public boolean conditional() {
        return true;
    }

    @Override
    public Optional<byte[]> read(String name, int most) {
        Path file = file(name);
        try {
            if (!there(file)) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(file)) {
                return Optional.of(Bodies.small(in, most, file.toString()));
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FolderFailure.of("read", file, e);
        }
    }

    @Override
    public OptionalLong size(String name) {
        Path file = file(name);
        try {
            return there(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw FolderFailure.of("read", file, e);
        }
    }

    /** Whether a file is there; what is none would be waited for, as a pipe is, or lead elsewhere, as a link does. */
    private static boolean there(Path file) throws IOException {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return false;
        }
        if (!found.isRegularFile()) {
            throw new SharedPlaceException(Kind.DAMAGED, file + " is no file");
        }
        return true;
    }

    @Override
    public boolean fetch(String name, Path into) {
        Path file = file(name);
        try {
            if (!there(file)) {
                return false;
            }
            try (InputStream in = Files.newInputStream(file)) {
                Bodies.file(in, into, file.toString());
                return true;
            }
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw FolderFailure.of("read", file, e);
        }
    }

    @Override
    public void put(String name, byte[] bytes) {
        putNew(name, bytes);
    }

    @Override
    public void put(String name, Path source) {
        Path file = file(name);
        long length = Bodies.length(source);
        try {
            OptionalLong found = size(name);
            if (found.isEmpty()) {
                link(file, out -> Files.copy(source, out));
            } else if (found.getAsLong() != length) {
                // Half a film, which no program of ours leaves.
                replace(file, out -> Files.copy(source, out));
            }
        } catch (IOException e) {
            throw FolderFailure.of("written", file, e);
        }
    }

    @Override
    public boolean putNew(String name, byte[] bytes) {
        Path file = file(name);
        try {
            return link(file, out -> out.write(bytes));
        } catch (IOException e) {
            throw FolderFailure.of("written", file, e);
        }
    }

    /** How an unfinished file gets its bytes. */
    private interface Filling {
        void into(OutputStream out) throws IOException;
    }

    private boolean link(Path file, Filling filling) throws IOException {
        if (there(file)) {
            return false;
        }
        Path written = write(file, filling);
        try {
            try {
                Files.createLink(file, written);
            } catch (UnsupportedOperationException e) {
                throw new IOException("this file system has no hard links", e);
            } catch (IOException e) {
                // A network disk may make the link and lose the answer: then it refuses its own second try.
                if (!Unfinished.linked(written)) {
                    throw e;
                }
            }
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.deleteIfExists(written);
        }
        Unfinished.sync(folder(file));
        return true;
    }

    private void replace(Path file, Filling filling) throws IOException {
        Path written = write(file, filling);
        try {
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
        Unfinished.sync(folder(file));
    }

    private Path write(Path file, Filling filling) throws IOException {
        Path above = base.getParent();
        if (above != null && !Files.isDirectory(above)) {
            throw new NoSuchFileException(above + " is not there; is its disk mounted?");
        }
        Files.createDirectories(folder(file));
        Path written = unfinished.name(UUID.randomUUID().toString());
        boolean whole = false;
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            filling.into(Channels.newOutputStream(channel));
            channel.force(true);
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(written);
            }
        }
        return written;
    }

    @Override
    public List<String> list(String folder) {
        Path from = file(folder);
        try (Stream<Path> files = Files.walk(from)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            IOException cause = e.getCause();
            throw FolderFailure.of("listed", from, cause == null ? new IOException(e) : cause);
        } catch (IOException e) {
            throw FolderFailure.of("listed", from, e);
        }
    }

    @Override
    public Optional<Duration> age(String name) {
        Path file = file(name);
        try {
            if (!there(file)) {
                return Optional.empty();
            }
            Instant then = Files.getLastModifiedTime(file).toInstant();
            Duration age = Duration.between(then, unfinished.now());
            return Optional.of(age.isNegative() ? Duration.ZERO : age);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FolderFailure.of("read", file, e);
        }
    }

    @Override
    public void erase(String name) {
        Path file = file(name);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw FolderFailure.of("taken away", file, e);
        }
    }

    private Path file(String name) {
        return root.resolve(Names.checked(name));
    }

    private static Path folder(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " is no name of a thing");
        }
        return parent;
    }

    @Override
    public void close() {
        // Nothing is kept open.
    }
}
