package dev.storyc.outputs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which files lie under a storyboard's output folder. Each folder in it is listed once, when it is first asked about. */
final class PlacedFiles {
    private final Path folder;
    private final Map<String, Set<String>> listed = new HashMap<>();

    private PlacedFiles(Path folder) {
        this.folder = folder;
    }

    static PlacedFiles in(Path folder) {
        return new PlacedFiles(folder);
    }

    /** Whether this file is there; relative to the folder, with {@code /}. */
    boolean has(String file) {
        int slash = file.lastIndexOf('/');
        return listed.computeIfAbsent(slash < 0 ? "" : file.substring(0, slash), this::list)
                .contains(file.substring(slash + 1));
    }

    /** The file of the same name with another ending, or null where it isn't there. */
    @Nullable
    String beside(String file, String ending) {
        String other = file.substring(0, file.lastIndexOf('.')) + ending;
        return has(other) ? other : null;
    }

    private Set<String> list(String within) {
        Set<String> names = new HashSet<>();
        try (Stream<Path> entries = Files.list(folder.resolve(within))) {
            entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Set.of();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder.resolve(within) + " can't be read", e);
        }
        return names;
    }
}
