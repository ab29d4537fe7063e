package dev.storyc.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a compile typed the plain way asks for: {@code compile}, paths, and at most one {@code -o FILE}. As with {@link
 * PlainCheck}, anything else is left to picocli.
 *
 * @param paths as written
 * @param file what to write to, or null for standard output
 */
record PlainCompile(List<String> paths, @Nullable Path file) {
    PlainCompile {
        paths = List.copyOf(paths);
    }

    /** Reads the program's arguments; empty if they are not of this plain form. */
    static Optional<PlainCompile> read(String[] args) {
        if (args.length == 0 || !args[0].equals("compile")) {
            return Optional.empty();
        }
        List<String> paths = new ArrayList<>();
        Path file = null;
        try {
            for (int i = 1; i < args.length; i++) {
                boolean output = args[i].equals("-o") || args[i].equals("--output");
                if (output && file == null && i + 1 < args.length && PlainCheck.isWord(args[i + 1])) {
                    file = Path.of(args[++i]);
                } else if (PlainCheck.isWord(args[i])) {
                    paths.add(args[i]);
                } else {
                    return Optional.empty();
                }
            }
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        return Optional.of(new PlainCompile(paths, file));
    }
}
