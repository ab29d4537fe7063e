package dev.storyc.workspace;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Span;
import dev.storyc.diagnostic.UserError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the storyboards that paths mean: files as they are, folders with their sub-folders. */
public final class StoryboardFiles {
    private static final Pattern SCENES = Pattern.compile("^(scenes|\"scenes\"|'scenes')\\s*:", Pattern.MULTILINE);

    private final Workspace workspace;
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final List<Found> found = new ArrayList<>();
    private final List<Path> links = new ArrayList<>();

    /**
     * A storyboard's file.
     *
     * @param path absolute
     * @param source its text
     */
    public record Found(Path path, Source source) {}

    public StoryboardFiles(Workspace workspace) {
        this.workspace = workspace;
    }

    public List<Found> found() {
        return found;
    }

    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** Reads what one path means. */
    public void add(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new UserError(Exit.USAGE, "there is no file or folder " + workspace.shown(path));
        }
        if (!Files.isDirectory(path)) {
            read(path, true);
            return;
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(path)) {
            files = walk.filter(file -> isYaml(file) && !isHidden(path.relativize(file)))
                    .sorted()
                    .toList();
        }
        // Files before the links to them: a manifest lies beside its storyboard.
        Map<Boolean, List<Path>> parts = files.stream().collect(Collectors.partitioningBy(Files::isSymbolicLink));
        for (Path file : parts.getOrDefault(false, List.of())) {
            read(file, false);
        }
        for (Path file : parts.getOrDefault(true, List.of())) {
            read(file, false);
        }
    }

    private void read(Path path, boolean named) {
        String shown = workspace.shown(path);
        try {
            Source source = WorkspaceSources.read(path, shown);
            if (named || isStoryboard(source.text())) {
                Optional<Path> before = sameAs(path);
                if (before.isPresent()) {
                    // One file by two names is one storyboard, with one manifest and one folder of films.
                    diagnostics.add(Diagnostic.of(
                            Rule.NOT_A_STORYBOARD,
                            Span.ofFile(shown),
                            "this is " + workspace.shown(before.get()) + " by another name, and is read once",
                            ""));
                    return;
                }
                found.add(new Found(path.toAbsolutePath().normalize(), source));
            } else if (!path.getFileName().toString().equals(WorkspaceSettings.FILE)) {
                diagnostics.add(Diagnostic.of(
                        Rule.NOT_A_STORYBOARD,
                        Span.ofFile(shown),
                        "this file has no `scenes` and is not read as a storyboard",
                        ""));
            }
        } catch (IOException e) {
            diagnostics.add(unreadable(shown, e));
        }
    }

    /** A storyboard that was found already and is this very file; only links are ever looked into. */
    private Optional<Path> sameAs(Path path) throws IOException {
        boolean link = Files.isSymbolicLink(path);
        if (!link && links.isEmpty()) {
            return Optional.empty();
        }
        for (Path other : link ? found.stream().map(Found::path).toList() : links) {
            if (!other.equals(path.toAbsolutePath().normalize()) && Files.isSameFile(other, path)) {
                return Optional.of(other);
            }
        }
        if (link) {
            links.add(path.toAbsolutePath().normalize());
        }
        return Optional.empty();
    }

    private static Diagnostic unreadable(String shown, IOException e) {
        return Diagnostic.of(
                e instanceof UnreadableFile file ? file.rule() : Rule.FILE_UNREADABLE,
                Span.ofFile(shown),
                "this file can't be read: "
                        + (e instanceof AccessDeniedException ? "its rights don't allow it" : e.getMessage()),
                e instanceof UnreadableFile file ? file.hint() : "see to its rights, and to the disk it is on");
    }

    /** Whether a text has a top-level {@code scenes} key, without reading it as YAML. */
    public static boolean isStoryboard(String text) {
        return SCENES.matcher(text).find();
    }

    public static boolean isYaml(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.isRegularFile(file);
    }

    private static boolean isHidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")
                    || part.toString().equals("out")
                    || part.toString().equals("target")) {
                return true;
            }
        }
        return false;
    }
}
