package dev.storyc.store;

import dev.storyc.lower.Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a shared place could not be told of this machine's own attempts, one small file each, for whoever comes by the place
 * next.
 */
final class OwedFacts {
    private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})-([0-9]{1,6})");

    private final Path folder;

    OwedFacts(StoreFiles files) {
        this.folder = files.owed();
    }

    /**
     * The end of an attempt that others don't know of.
     *
     * @param once which intent it is the end of: another's may have come under its name
     */
    record Owed(SharedAttempt attempt, String once, SharedFact end) {}

    /** Keeps it; on disk when this returns. */
    void keep(SharedAttempt attempt, String once, SharedFact end) {
        try {
            DurableFiles.privateFolder(folder);
            DurableFiles.writePrivate(file(attempt), once + "\n" + new String(end.bytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StoreException("what the shared store must be told can't be kept in " + folder, e);
        }
    }

    /** What is owed of one attempt. */
    Optional<Owed> of(SharedAttempt attempt) {
        return Files.exists(file(attempt)) ? read(file(attempt)) : Optional.empty();
    }

    List<Owed> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(this::read).flatMap(Optional::stream).toList();
        } catch (IOException | UncheckedIOException e) {
            throw new StoreException("what the shared store must be told can't be read in " + folder, e);
        }
    }

    /** It has been told. */
    void drop(SharedAttempt attempt) {
        // One that stays is told again, which changes nothing.
        file(attempt).toFile().delete();
    }

    private Optional<Owed> read(Path file) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (!name.matches()) {
            return Optional.empty();
        }
        try {
            String[] parts = Files.readString(file).split("\n", 2);
            SharedAttempt attempt = new SharedAttempt(
                    new Key(name.group(1)), Integer.parseInt(name.group(2)), Set.of(SharedAttempt.INTENT));
            return parts.length < 2
                    ? Optional.empty()
                    : Optional.of(
                            new Owed(attempt, parts[0], SharedFact.of(parts[1].getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchFileException e) {
            // Another process has told it meanwhile.
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreException("what the shared store must be told can't be read: " + file, e);
        }
    }

    private Path file(SharedAttempt attempt) {
        return folder.resolve(attempt.key().hex() + "-" + attempt.number());
    }
}
