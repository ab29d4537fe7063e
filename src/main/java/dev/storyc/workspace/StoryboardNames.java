package dev.storyc.workspace;

import dev.storyc.board.Slugs;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.DiagnosticLog;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which storyboard bears which name, and which two would write over each other's outputs or manifest. */
public final class StoryboardNames {
    private final Workspace workspace;
    private final DiagnosticLog log;
    private final Map<String, Path> names = new HashMap<>();

    public StoryboardNames(Workspace workspace, DiagnosticLog log) {
        this.workspace = workspace;
        this.log = log;
    }

    /** Takes the name of a storyboard; one that another file bears is reported. */
    public void give(String name, Path path) {
        Path other = names.putIfAbsent(Slugs.folded(name), path);
        if (other != null && !other.equals(path)) {
            duplicate(path, name, other);
        }
    }

    /**
     * Holds what was given against the storyboards of the workspace that weren't read.
     *
     * @param paths those that were
     * @return whether there are no others
     */
    public boolean besideOthers(List<Path> paths) {
        Map<String, Path> others = new HashMap<>();
        try {
            Set<Path> read = new HashSet<>();
            for (Path path : paths) {
                read.add(path.toRealPath());
            }
            for (Map.Entry<String, Path> other :
                    NeighbourNames.in(workspace.root(), read).entrySet()) {
                others.put(Slugs.folded(other.getKey()), other.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Map.Entry<String, Path> named : names.entrySet()) {
            Path other = others.get(named.getKey());
            if (other != null) {
                duplicate(named.getValue(), named.getKey(), other);
            }
        }
        for (Path path : paths) {
            sharedManifest(path);
        }
        return others.isEmpty();
    }

    /** A manifest bears the storyboard's file name without its ending, so two endings would write over each other. */
    private void sharedManifest(Path path) {
        String file = String.valueOf(path.getFileName());
        String stem = file.replaceFirst("\\.[^.]*$", "");
        for (String ending : List.of(".yaml", ".yml")) {
            Path other = path.resolveSibling(stem + ending);
            if (!file.equalsIgnoreCase(stem + ending) && storyboard(other)) {
                log.addAll(List.of(Diagnostic.of(
                        Rule.DUPLICATE_STORYBOARD,
                        Span.ofFile(workspace.shown(path)),
                        "the manifest of this storyboard would also be that of " + workspace.shown(other),
                        "rename one of the two files, for a manifest has its storyboard's file name")));
            }
        }
    }

    /** What can't be read is none: nobody asked for that file, and it can't be built either. */
    private static boolean storyboard(Path file) {
        try {
            return StoryboardFiles.isYaml(file)
                    && StoryboardFiles.isStoryboard(
                            WorkspaceSources.read(file, file.toString()).text());
        } catch (IOException e) {
            return false;
        }
    }

    private void duplicate(Path path, String name, Path other) {
        log.addAll(List.of(Diagnostic.of(
                Rule.DUPLICATE_STORYBOARD,
                Span.ofFile(workspace.shown(path)),
                "the storyboard's name `" + name + "` is also that of " + workspace.shown(other),
                "give one of the two another `name`, for outputs carry it")));
    }
}
