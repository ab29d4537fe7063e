package dev.storyc.cli;

import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Sources;
import dev.storyc.diagnostic.UserError;
import dev.storyc.expand.RowColumns;
import dev.storyc.lsp.Surroundings;
import dev.storyc.workspace.StoryboardFiles;
import dev.storyc.workspace.WatchScope;
import dev.storyc.workspace.Workspace;
import dev.storyc.workspace.WorkspaceSettings;
import dev.storyc.workspace.WorkspaceSources;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The workspaces of an editor's documents: the files on the disk, and over them what is open and unsaved. */
final class EditorFiles implements Surroundings {
    private final Path folder;
    private final Map<String, Columns> columns = new ConcurrentHashMap<>();

    /** What the columns of a row file were when it stood so. */
    private record Columns(WatchScope.Stamp stamp, List<String> names) {}

    /** @param folder where documents count as lying that are in no file yet */
    EditorFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public String canonical(String uri) {
        Path path = path(uri);
        return path == null ? uri : address(path);
    }

    /** The file of an address; null for what is in no file. */
    private static @Nullable Path path(String uri) {
        try {
            URI parsed = new URI(uri);
            return "file".equals(parsed.getScheme()) ? Path.of(parsed) : null;
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            // Editors have documents that are no files, and addresses no file can have.
            return null;
        }
    }

    private static String address(Path path) {
        return real(path).toUri().toString();
    }

    /** Links resolved as far as the file is there: a file that was never saved has a folder at least. */
    private static Path real(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        Path parent = whole.getParent();
        try {
            if (Files.exists(whole)) {
                return whole.toRealPath();
            }
            return parent == null || !Files.exists(parent)
                    ? whole
                    : parent.toRealPath().resolve(whole.getFileName());
        } catch (IOException e) {
            // Then it can't be read either, and the check says so.
            return whole;
        }
    }

    @Override
    public boolean isStoryboard(String address, String text) {
        Path file = path(address);
        String name = file == null ? "" : String.valueOf(file.getFileName());
        if (name.equals(WorkspaceSettings.FILE) || (file != null && !name.matches("(?i).*\\.ya?ml"))) {
            return false;
        }
        if (StoryboardFiles.isStoryboard(text)) {
            return true;
        }
        // One that is only being begun is known by its folder.
        return file != null && file.startsWith(workspace(file).storyboards());
    }

    @Override
    public List<String> storyboards(String address) {
        Path file = path(address);
        if (file == null) {
            return List.of();
        }
        Workspace workspace = workspace(file);
        StoryboardFiles files = new StoryboardFiles(workspace);
        try {
            if (Files.isDirectory(workspace.storyboards())) {
                files.add(workspace.storyboards());
            }
        } catch (IOException e) {
            // A folder that can't be read has no storyboards to offer.
            return List.of();
        }
        return files.found().stream().map(found -> address(found.path())).toList();
    }

    private Workspace workspace(Path storyboard) {
        try {
            Path parent = storyboard.getParent();
            Path root = Workspace.rootOf(parent == null ? storyboard : parent, folder);
            WorkspaceSettings settings;
            try {
                settings = WorkspaceSettings.read(root, WorkspaceSettings.FILE);
            } catch (UserError e) {
                // Every command refuses a broken storyc.yaml in words; here the rest is still worth checking.
                settings = WorkspaceSettings.none();
            }
            return new Workspace(root, settings, root);
        } catch (IOException e) {
            return new Workspace(folder, WorkspaceSettings.none(), folder);
        }
    }

    @Override
    public View around(String address, Map<String, String> open) {
        Path file = path(address);
        Path storyboard = file == null ? folder.resolve("untitled.yaml") : file;
        return new Look(workspace(storyboard), storyboard, address, open, columns);
    }

    /** One look: what the disk has, unless it is open in the editor. */
    private static final class Look implements View {
        private final Workspace workspace;
        private final String address;
        private final Map<String, String> open;
        private final WorkspaceSources disk;
        private final Source storyboard;
        private final Map<String, Source> texts = new HashMap<>();
        private final Set<String> asked = new HashSet<>();
        private final Map<String, Columns> columns;

        Look(
                Workspace workspace,
                Path storyboard,
                String address,
                Map<String, String> open,
                Map<String, Columns> columns) {
            this.columns = columns;
            this.workspace = workspace;
            this.address = address;
            this.open = open;
            this.disk = new WorkspaceSources(workspace, storyboard, file -> asked.add(EditorFiles.address(file)));
            String unsaved = open.get(address);
            this.storyboard = unsaved == null ? saved(storyboard) : new Source(workspace.shown(storyboard), unsaved);
            texts.put(this.storyboard.name(), this.storyboard);
        }

        private Source saved(Path file) {
            try {
                return WorkspaceSources.read(file, workspace.shown(file));
            } catch (IOException e) {
                // It went away since it was found; then it is as good as empty.
                return new Source(workspace.shown(file), "");
            }
        }

        @Override
        public Source storyboard() {
            return storyboard;
        }

        @Override
        public String name(String other) {
            Path file = other.equals(address) ? null : path(other);
            return file == null ? storyboard.name() : workspace.shown(file);
        }

        @Override
        public String address(String file) {
            return file.equals(storyboard.name()) ? address : EditorFiles.address(path(workspace, file));
        }

        private static Path path(Workspace workspace, String shown) {
            return workspace.folder().resolve(shown);
        }

        private static @Nullable Path path(String address) {
            return EditorFiles.path(address);
        }

        @Override
        public @Nullable Source text(String file) {
            return texts.get(file);
        }

        @Override
        public Set<String> asked() {
            return asked;
        }

        @Override
        public Answer<Source> shared(String path) {
            return over(disk.shared(path), disk.places(path));
        }

        @Override
        public Answer<Source> partial(String name) {
            return over(disk.partial(name), disk.partialPlaces(name));
        }

        /** The text as it is in the editor, also of a file that was never saved. */
        private Answer<Source> over(Answer<Source> answer, Iterable<Path> places) {
            Source found = answer.found();
            for (Path place : places) {
                String text = open.get(EditorFiles.address(place));
                boolean here = found == null || found.name().equals(workspace.shown(place));
                if (text != null && here) {
                    Source unsaved = new Source(workspace.shown(place), text);
                    texts.put(unsaved.name(), unsaved);
                    return Answer.found(unsaved);
                }
            }
            if (found != null) {
                texts.put(found.name(), found);
            }
            return answer;
        }

        @Override
        public Iterable<String> partialNames() {
            return disk.partialNames();
        }

        @Override
        public Answer<Rows> rows(String path) {
            Answer<Rows> answer = disk.rows(path);
            for (Path place : disk.places(path)) {
                String text = open.get(EditorFiles.address(place));
                if (text != null) {
                    return Answer.found(new OpenRows(workspace.shown(place), text));
                }
            }
            Rows found = answer.found();
            return found == null ? answer : Answer.found(new KnownRows(found, address(found.name()), columns));
        }
    }

    /** Rows on the disk, whose columns are read once: at each keystroke would be too often for a large file. */
    private record KnownRows(Sources.Rows rows, String address, Map<String, Columns> known) implements Sources.Rows {
        @Override
        public String name() {
            return rows.name();
        }

        @Override
        public Reader open() throws IOException {
            return rows.open();
        }

        @Override
        public @Nullable List<String> columns() {
            Path file = path(address);
            WatchScope.Stamp stamp = file == null ? null : WatchScope.stamp(file);
            Columns before = known.get(address);
            if (stamp == null || (before != null && before.stamp().equals(stamp))) {
                return before == null ? null : before.names();
            }
            List<String> names = RowColumns.of(rows);
            if (names != null) {
                known.put(address, new Columns(stamp, names));
            }
            return names;
        }
    }

    /** Rows that somebody is editing. */
    private record OpenRows(String name, String text) implements Sources.Rows {
        @Override
        public Reader open() {
            return new StringReader(text);
        }
    }
}
