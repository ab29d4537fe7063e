package dev.storyc.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder a storyboard belongs to, and where files lie in it. Holds no open file.
 *
 * @param root absolute, links resolved
 * @param settings what its {@code storyc.yaml} says
 * @param folder the working folder of the command, absolute
 */
public record Workspace(Path root, WorkspaceSettings settings, Path folder) {
    /** The nearest folder at or above that holds {@code storyc.yaml}, else {@code .git}, else the working folder. */
    public static Path rootOf(Path start, Path folder) throws IOException {
        Path from = Files.isDirectory(start) ? start : start.getParent();
        Path real = from == null || !Files.exists(from) ? folder.toRealPath() : from.toRealPath();
        for (String mark : new String[] {WorkspaceSettings.FILE, ".git"}) {
            for (Path at = real; at != null; at = at.getParent()) {
                if (Files.exists(at.resolve(mark))) {
                    return at;
                }
            }
        }
        return folder.toRealPath();
    }

    /** A path as it is shown: from the working folder, with {@code /}. */
    public String shown(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path base = folder.toAbsolutePath().normalize();
        // Where no relative path is nearer than the absolute one, say on another drive, that is shown.
        Path shown = absolute.getRoot() != null && absolute.getRoot().equals(base.getRoot())
                ? base.relativize(absolute)
                : absolute;
        return (shown.toString().isEmpty() ? absolute : shown).toString().replace('\\', '/');
    }

    /** Where storyboards lie when no path is named. */
    public Path storyboards() {
        return root.resolve("storyboards");
    }

    /** Where films, cuts and galleries are placed. */
    public Path out() {
        return root.resolve("out");
    }
}
