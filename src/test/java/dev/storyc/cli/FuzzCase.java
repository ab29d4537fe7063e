package dev.storyc.cli;

import dev.storyc.workspace.WorkspaceSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A small workspace as bytes, and the arguments it is checked with.
 *
 * @param files by path in the workspace, with {@code /}
 * @param arguments after the command's name, the storyboard's path last
 */
record FuzzCase(Map<String, byte[]> files, List<String> arguments) {
    static final Path KEPT = Path.of("src/test/resources/fuzz");
    private static final String ARGUMENTS = "args.txt";
    private static final List<String> ANSWERS = List.of("clips.jsonl", "diagnostics.txt");

    FuzzCase {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        arguments = List.copyOf(arguments);
    }

    /** What is kept of earlier findings, by folder. */
    static List<Path> kept() throws IOException {
        try (Stream<Path> folders = Files.list(KEPT)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** The golden cases and what is kept: where mutation starts. */
    static List<FuzzCase> seeds() throws IOException {
        List<FuzzCase> seeds = new ArrayList<>();
        for (String kind : List.of("accepted", "rejected")) {
            for (GoldenCase golden : GoldenCase.all(kind)) {
                seeds.add(read(golden.folder()));
            }
        }
        for (Path folder : kept()) {
            seeds.add(read(folder));
        }
        return seeds;
    }

    static FuzzCase read(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (!ANSWERS.contains(name) && !name.equals(ARGUMENTS)) {
                    files.put(name, Files.readAllBytes(file));
                }
            }
        }
        return new FuzzCase(files, new GoldenCase(folder).arguments());
    }

    FuzzCase with(String file, byte[] bytes) {
        Map<String, byte[]> all = new TreeMap<>(files);
        all.put(file, bytes);
        return new FuzzCase(all, arguments);
    }

    FuzzCase with(List<String> others) {
        return new FuzzCase(files, others);
    }

    /** Writes the workspace into an empty folder. */
    void write(Path into) {
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = into.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            if (!files.containsKey(WorkspaceSettings.FILE)) {
                Files.createFile(into.resolve(WorkspaceSettings.FILE));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the workspace as a case to be kept. */
    void keep(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        Files.write(folder.resolve(ARGUMENTS), arguments, StandardCharsets.UTF_8);
    }
}
