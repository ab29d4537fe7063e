package dev.storyc.shared;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder that several machines see. A thing is written beside its name, synced, and gets its name by a hard link, which
 * refuses one that is taken: of several that race, one wins, on network disks too.
 */
public final class SharedFolder implements SharedPlace {
    private static final String UNFINISHED = ".unfinished-";

    private final Path root;

    /** @param root is made where it isn't there */
    public SharedFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public String name() {
        return root.toString();
    }

    @Override
    public boolean conditional() {
        return true;
    }

    @Override
    public Optional<byte[]> read(String name, int most) {
        Path file = file(name);
        try {
            if (Files.size(file) > most) {
                throw new SharedPlaceException(
                        SharedPlaceException.Kind.DAMAGED, file + " is larger than anything storyc puts there");
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    @Override
    public OptionalLong size(String name) {
        Path file = file(name);
        try {
            return OptionalLong.of(Files.size(file));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    @Override
    public boolean fetch(String name, Path into) {
        Path file = file(name);
        try {
            Files.copy(file, into);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    @Override
    public void put(String name, byte[] bytes) {
        putNew(name, bytes);
    }

    @Override
    public void put(String name, Path file) {
        if (size(name).isPresent()) {
            return;
        }
        link(name, unfinished -> Files.copy(file, unfinished, StandardCopyOption.REPLACE_EXISTING));
    }

    @Override
    public boolean putNew(String name, byte[] bytes) {
        return link(name, unfinished -> Files.write(unfinished, bytes));
    }

    /** How an unfinished file gets its bytes. */
    private interface Filling {
        void into(Path unfinished) throws IOException;
    }

    private boolean link(String name, Filling filling) {
        Path file = file(name);
        Path folder = folder(file);
        Path unfinished = folder.resolve(UNFINISHED + UUID.randomUUID());
        try {
            Files.createDirectories(folder);
            try {
                filling.into(unfinished);
                sync(unfinished, StandardOpenOption.WRITE);
                Files.createLink(file, unfinished);
            } finally {
                Files.deleteIfExists(unfinished);
            }
            sync(folder, StandardOpenOption.READ);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw failed("written", file, e);
        }
    }

    private static void sync(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    @Override
    public List<String> list(String folder) {
        Path from = file(folder);
        try (Stream<Path> files = Files.walk(from)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !String.valueOf(file.getFileName()).startsWith(UNFINISHED))
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw failed("listed", from, e);
        }
    }

    private Path file(String name) {
        return root.resolve(name);
    }

    private static Path folder(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " is no name of a thing");
        }
        return parent;
    }

    private static SharedPlaceException failed(String done, Path file, IOException e) {
        return new SharedPlaceException(
                SharedPlaceException.Kind.OTHER, "the shared " + file + " can't be " + done + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        // Nothing is kept open.
    }
}
