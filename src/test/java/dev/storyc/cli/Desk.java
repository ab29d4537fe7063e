package dev.storyc.cli;

import dev.storyc.JavaProcess;
import dev.storyc.console.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A workspace with a person before it: runs commands in this process and keeps what they say. */
final class Desk {
    static final String KEY = "ak-desk-0123456789abcdef";

    final Path folder;
    final Map<String, String> environment = new HashMap<>();
    boolean terminal;
    boolean live;
    String typed = "";
    String out = "";
    String err = "";
    /** All that any command said. */
    final StringBuilder everything = new StringBuilder();

    Desk(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.resolve("workspace")).toRealPath();
        Files.writeString(this.folder.resolve("storyc.yaml"), """
                api:
                  first_query: 20ms
                  query_every: 50ms
                  query_at_most: 200ms
                """);
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("STORYC_HOME", folder.resolve("store").toString());
        environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        environment.put("SHORTAPI_KEY", KEY);
    }

    /** Another person before the same workspace. */
    Desk again() throws IOException {
        Desk other = new Desk(folder.resolve(".."));
        other.environment.putAll(environment);
        return other;
    }

    int run(String... args) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        ByteArrayOutputStream talk = new ByteArrayOutputStream();
        InputStream in = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
        Console console = new Console(stream(result), stream(talk), in, environment, terminal, live);
        int code = new Storyc(console, folder).run(args);
        out = result.toString(StandardCharsets.UTF_8);
        err = talk.toString(StandardCharsets.UTF_8);
        everything.append(out).append(err);
        return code;
    }

    /** The same command in a process of its own, to be killed or signalled; not started yet. */
    ProcessBuilder process(List<String> flags, String... args) {
        ProcessBuilder builder =
                JavaProcess.of(Main.class.getName(), flags, args).directory(folder.toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    /** Starts a command in a process of its own, whatever it says. */
    Process start(String... args) throws IOException {
        return process(List.of(), args)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    Path write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
