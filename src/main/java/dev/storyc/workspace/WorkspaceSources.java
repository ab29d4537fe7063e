package dev.storyc.workspace;

import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Sources;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The files of a workspace, as one storyboard names them. Nothing outside the workspace is read, links resolved. */
public final class WorkspaceSources implements Sources {
    private static final String PARTIAL_ENDING = ".mustache";
    private static final long MAX_ROWS = 1L << 30;

    private final Workspace workspace;
    private final Path folder;
    private final List<Path> templates;
    private final Consumer<Path> asked;
    private final Set<Path> read = new HashSet<>();

    /** @param storyboard the storyboard's file */
    public WorkspaceSources(Workspace workspace, Path storyboard) {
        this(workspace, storyboard, file -> {});
    }

    /**
     * @param storyboard the storyboard's file
     * @param asked told of every file that is looked for, whether it is there or not
     */
    public WorkspaceSources(Workspace workspace, Path storyboard, Consumer<Path> asked) {
        this.asked = asked;
        this.workspace = workspace;
        Path parent = storyboard.toAbsolutePath().getParent();
        this.folder = parent == null ? workspace.folder() : parent;
        this.templates = workspace.settings().paths("templates", List.of("templates")).stream()
                .map(workspace.root()::resolve)
                .toList();
    }

    /**
     * Reads a text strictly as UTF-8, without its byte-order mark.
     *
     * @throws IOException with words for people, if it can't be read
     */
    public static Source read(Path file, String shown) throws IOException {
        return TextFile.read(file, shown, TextFile.WRITTEN);
    }

    /** Where a file that a storyboard names by its path may lie: one place, or none if that is no path. */
    public List<Path> places(String path) {
        try {
            return List.of(folder.resolve(path).normalize());
        } catch (InvalidPathException e) {
            return List.of();
        }
    }

    /** Where a partial may lie, in the order they are looked in. */
    public List<Path> partialPlaces(String name) {
        try {
            return templates.stream()
                    .map(templateFolder -> templateFolder.resolve(name + PARTIAL_ENDING))
                    .toList();
        } catch (InvalidPathException e) {
            return List.of();
        }
    }

    @Override
    public Answer<Source> shared(String path) {
        return text(path, "`uses` names `" + path + "`");
    }

    private Answer<Source> text(String path, String what) {
        Answer<Path> file = inside(path, what);
        Path found = file.found();
        if (found == null) {
            return Answer.missing(file.problem(), file.hint());
        }
        try {
            return Answer.found(read(found, workspace.shown(found)));
        } catch (IOException e) {
            return Answer.missing(
                    what + ", and that can't be read: " + e.getMessage(),
                    "correct the path; it counts from the storyboard's folder");
        }
    }

    @Override
    public Answer<Source> partial(String name) {
        for (Path templateFolder : templates) {
            try {
                Path file = templateFolder.resolve(name + PARTIAL_ENDING);
                asked.accept(file);
                if (Files.exists(file)) {
                    read.add(file);
                    boolean within = file.toRealPath().startsWith(templateFolder.toRealPath());
                    return within
                            ? Answer.found(read(file, workspace.shown(file)))
                            : Answer.missing(
                                    "the partial `" + name + "` is a link that leaves its folder",
                                    "put the file itself into " + workspace.shown(templateFolder));
                }
            } catch (IOException e) {
                return Answer.missing(
                        "the partial `" + name + "` can't be read: " + e.getMessage(),
                        "see to the file's rights and encoding");
            } catch (InvalidPathException e) {
                return Answer.missing("`" + name + "` can be no file's name", "rename the partial");
            }
        }
        String folders =
                String.join(", ", templates.stream().map(workspace::shown).toList());
        return Answer.missing(
                "there is no partial `" + name + "`", "looked for " + name + PARTIAL_ENDING + " in " + folders);
    }

    /** The files of the partials that were asked for. */
    public Set<Path> partialsRead() {
        return read;
    }

    @Override
    public Iterable<String> partialNames() {
        return partials().values();
    }

    /** All partials by their files, the names in the order of the folders. */
    public Map<Path, String> partials() {
        Map<Path, String> names = new LinkedHashMap<>();
        for (Path templateFolder : templates) {
            try (Stream<Path> files = Files.walk(templateFolder, 6)) {
                files.forEach(file -> {
                    String name = templateFolder.relativize(file).toString().replace('\\', '/');
                    if (name.endsWith(PARTIAL_ENDING)) {
                        names.put(file, name.substring(0, name.length() - PARTIAL_ENDING.length()));
                    }
                });
            } catch (IOException | UncheckedIOException e) {
                // Only suggestions and warnings are made of this, and a folder that can't be listed gives none.
            }
        }
        return names;
    }

    @Override
    public Answer<Rows> rows(String path) {
        Answer<Path> file = inside(path, "`rows` names `" + path + "`");
        Path found = file.found();
        if (found == null) {
            return Answer.missing(file.problem(), file.hint());
        }
        try {
            long size = Files.size(found);
            return size <= MAX_ROWS
                    ? Answer.found(new RowFile(found))
                    : Answer.missing(
                            "`rows` names `" + path + "`, which has " + size + " bytes, and " + MAX_ROWS
                                    + " are allowed",
                            "divide the rows over several files and storyboards");
        } catch (IOException e) {
            return Answer.missing("`rows` names `" + path + "`, and that can't be read: " + e.getMessage(), "");
        }
    }

    private Answer<Path> inside(String path, String what) {
        String hint = "paths count from the storyboard's folder and use `/`";
        try {
            Path file = folder.resolve(path);
            asked.accept(file);
            if (!Files.exists(file)) {
                return Answer.missing(what + ", and there is no such file", hint);
            }
            if (!file.toRealPath().startsWith(workspace.root())) {
                return Answer.missing(
                        what + ", and that lies outside the workspace " + workspace.root(),
                        "move the file into the workspace");
            }
            if (!Files.isRegularFile(file)) {
                return Answer.missing(what + ", and that is no regular file", hint);
            }
            return Answer.found(file.normalize());
        } catch (IOException e) {
            return Answer.missing(what + ", and that can't be read: " + e.getMessage(), hint);
        } catch (InvalidPathException e) {
            return Answer.missing(what + ", and that can be no file's name", hint);
        }
    }

    private final class RowFile implements Rows {
        private final Path file;

        private RowFile(Path file) {
            this.file = file;
        }

        @Override
        public String name() {
            return workspace.shown(file);
        }

        @Override
        public Reader open() throws IOException {
            PushbackInputStream in =
                    new PushbackInputStream(new java.io.BufferedInputStream(Files.newInputStream(file), 1 << 16), 4);
            skipMark(in);
            return new InputStreamReader(
                    in,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT));
        }

        private static void skipMark(PushbackInputStream in) throws IOException {
            byte[] head = in.readNBytes(4);
            String other = TextFile.otherEncoding(head);
            if (!other.isEmpty()) {
                throw new IOException("it is " + other + ", and not UTF-8");
            }
            boolean isMark =
                    head.length >= 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB && head[2] == (byte) 0xBF;
            int skipped = isMark ? 3 : 0;
            in.unread(head, skipped, head.length - skipped);
        }
    }
}
