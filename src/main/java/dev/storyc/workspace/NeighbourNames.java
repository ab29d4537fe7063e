package dev.storyc.workspace;

import dev.storyc.board.Slugs;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of all storyboards in a workspace, also of those a command doesn't read: two of one name would write over
 * each other's films.
 *
 * <p>Names are read from the text alone, for a neighbour that doesn't parse is no reason to stop.
 */
public final class NeighbourNames {
    private static final Set<String> PASSED_OVER = Set.of("out", "target", "node_modules");
    private static final Pattern NAME = Pattern.compile("(?m)^name:[ \t]*[\"']?([^\"'#\\s]+)");

    private NeighbourNames() {}

    /** The files by name, of the first that has it. A folder that can't be read is passed over. */
    static Map<String, Path> in(Path root, Set<Path> except) throws IOException {
        Map<String, Path> names = new LinkedHashMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = String.valueOf(folder.getFileName());
                boolean skipped = !folder.equals(root) && (name.startsWith(".") || PASSED_OVER.contains(name));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (StoryboardFiles.isYaml(file) && !except.contains(file) && !linkTo(file, except)) {
                    note(file, names);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return names;
    }

    /** A link to a storyboard that is read is no other one. */
    private static boolean linkTo(Path file, Set<Path> read) {
        try {
            return Files.isSymbolicLink(file) && read.contains(file.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private static void note(Path file, Map<String, Path> names) {
        String text;
        try {
            text = WorkspaceSources.read(file, file.toString()).text();
        } catch (IOException e) {
            return; // Nobody asked for this file, and what can't be read can't be built either.
        }
        if (StoryboardFiles.isStoryboard(text)) {
            Matcher written = NAME.matcher(text);
            String name = written.find()
                    ? written.group(1)
                    : Slugs.of(file.getFileName().toString().replaceFirst("\\.ya?ml$", ""));
            names.putIfAbsent(name, file);
        }
    }
}
