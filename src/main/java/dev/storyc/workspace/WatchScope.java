package dev.storyc.workspace;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files that a check depends on, and how they stand.
 *
 * @param named the storyboards and folders that the command was given
 * @param templates the folders of partials
 * @param single further files, there or not: what storyboards name, and {@code storyc.yaml}
 */
public record WatchScope(List<Path> named, List<Path> templates, Set<Path> single) {
    private static final int DEEP = 16;

    /** How a file stands: a save that changes neither of these changes nothing. */
    public record Stamp(
            long size, FileTime modified, @Nullable Object file) {}

    public WatchScope {
        named = List.copyOf(named);
        templates = List.copyOf(templates);
        single = Set.copyOf(single);
    }

    /** How all of its files stand now; one that isn't there is absent. */
    public Map<Path, Stamp> stamps() {
        Map<Path, Stamp> stamps = new HashMap<>();
        walk(stamps, new HashSet<>());
        return stamps;
    }

    /** The folders whose entries have to be watched for it. */
    Set<Path> folders() {
        Set<Path> folders = new HashSet<>();
        walk(new HashMap<>(), folders);
        return folders;
    }

    private void walk(Map<Path, Stamp> stamps, Set<Path> folders) {
        named.forEach(path -> walk(path, ".yaml .yml", stamps, folders));
        templates.forEach(path -> walk(path, ".mustache", stamps, folders));
        for (Path file : single) {
            Path folder = file.getParent();
            if (folder != null) {
                folders.add(folder);
            }
            stamp(file, stamps);
        }
    }

    private static void walk(Path start, String endings, Map<Path, Stamp> stamps, Set<Path> folders) {
        Path parent = start.toAbsolutePath().getParent();
        if (parent != null) {
            // Where the thing itself would appear again, were it removed.
            folders.add(parent);
        }
        if (!Files.isDirectory(start)) {
            stamp(start, stamps);
            return;
        }
        try {
            Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEP, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean hidden = !folder.equals(start)
                            && String.valueOf(folder.getFileName()).startsWith(".");
                    if (hidden) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    folders.add(folder);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
                    int dot = name.lastIndexOf('.');
                    if (dot >= 0 && List.of(endings.split(" ", -1)).contains(name.substring(dot))) {
                        stamps.put(file, stamp(attributes));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    // It went away in this very moment, or can't be read: then the check says so.
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // The folder itself went away; its parent is watched, and the check says what is missing.
            folders.remove(start);
        }
    }

    private static void stamp(Path file, Map<Path, Stamp> stamps) {
        Stamp stamp = stamp(file);
        if (stamp != null) {
            stamps.put(file, stamp);
        }
    }

    /** How a file stands; null if it isn't there. */
    public static @Nullable Stamp stamp(Path file) {
        try {
            return stamp(Files.readAttributes(file, BasicFileAttributes.class));
        } catch (IOException e) {
            return null;
        }
    }

    private static Stamp stamp(BasicFileAttributes attributes) {
        return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    }
}
