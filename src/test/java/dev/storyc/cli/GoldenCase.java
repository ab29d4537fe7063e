package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.workspace.WorkspaceSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder under {@code golden}: a workspace in small, and what storyc says about it.
 *
 * <p>{@code args.txt}, if there is one, holds an argument a line; the storyboard is {@code storyboard.yaml} unless one of
 * them names another path.
 *
 * @param folder where the case is kept
 */
record GoldenCase(Path folder) {
    static final Path ROOT = Path.of("src/test/resources/golden");
    static final String STORYBOARD = "storyboard.yaml";
    /** What each finding marks: a line a finding, its rule and the marked text. */
    static final String MARKS = "marks.txt";

    private static final String ARGUMENTS = "args.txt";
    private static final Set<String> NOT_COPIED = Set.of("clips.jsonl", "diagnostics.txt", MARKS, ARGUMENTS);

    /** What a command answered. */
    record Answer(int exit, String out, String err) {}

    /** How a copied file is altered on its way. */
    interface Disguise {
        String of(String file, String text);
    }

    /** All cases of one kind, by name. */
    static List<GoldenCase> all(String kind) throws IOException {
        try (Stream<Path> folders = Files.list(ROOT.resolve(kind))) {
            return folders.filter(Files::isDirectory)
                    .sorted()
                    .map(GoldenCase::new)
                    .toList();
        }
    }

    String name() {
        return folder.getFileName().toString();
    }

    /** The arguments after the command's name. */
    List<String> arguments() throws IOException {
        Path file = folder.resolve(ARGUMENTS);
        List<String> arguments = new ArrayList<>(Files.exists(file) ? Files.readAllLines(file) : List.of());
        if (arguments.stream().allMatch(argument -> argument.startsWith("-"))) {
            arguments.add(STORYBOARD);
        }
        return arguments;
    }

    /** An expectation's text, empty if there is no such file. */
    String expected(String file) throws IOException {
        Path path = folder.resolve(file);
        return Files.exists(path) ? Files.readString(path) : "";
    }

    void expect(String file, String text) throws IOException {
        if (text.isEmpty()) {
            Files.deleteIfExists(folder.resolve(file));
        } else {
            Files.writeString(folder.resolve(file), text);
        }
    }

    /** Copies the case's own files into an empty folder and makes that a workspace. */
    void copy(Path into, Disguise disguise) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            if (!NOT_COPIED.contains(name)) {
                Path target = into.resolve(name);
                Files.createDirectories(target.getParent() == null ? into : target.getParent());
                // Bytes that are no UTF-8 are part of some cases, and go through Latin-1 unharmed.
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                Files.writeString(target, disguise.of(name, text), StandardCharsets.ISO_8859_1);
            }
        }
        if (!Files.exists(into.resolve(WorkspaceSettings.FILE))) {
            Files.createFile(into.resolve(WorkspaceSettings.FILE));
        }
    }

    /** Runs the program on a copy, as from a terminal of 80 columns without colour. */
    static Answer run(Path workspace, String command, List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(print(out), print(err), Map.of("COLUMNS", "80", "NO_COLOR", "1"), false);
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(arguments);
        int exit = new Storyc(console, workspace).run(line.toArray(String[]::new));
        return new Answer(exit, words(out, workspace), words(err, workspace));
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static String words(ByteArrayOutputStream bytes, Path workspace) {
        try {
            return bytes.toString(StandardCharsets.UTF_8)
                    .replace(workspace.toRealPath().toString(), "WORKSPACE");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
