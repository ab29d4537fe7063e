package dev.storyc.cli;

import dev.storyc.console.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where the program starts: the world is gathered here and handed on. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        quietLibraries();
        String training = System.getProperty("storyc.training");
        if (training != null) {
            new Training(Path.of(training).toAbsolutePath()).run();
            return;
        }
        Storyc.begin(args);
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        // Java can't tell on all its versions whether a person watches; the launcher can, and says so.
        boolean terminal = Boolean.getBoolean("storyc.terminal");
        boolean live = Boolean.getBoolean("storyc.live");
        Console console = new Console(out, err, System.in, System.getenv(), terminal, live);
        int code = new Storyc(console, Path.of("").toAbsolutePath()).run(args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** By name, for most commands never need the class: Java makes one when something is first logged. */
    static void quietLibraries() {
        String setting = "java.util.logging.config.class";
        if (System.getProperty(setting) == null && System.getProperty("java.util.logging.config.file") == null) {
            System.setProperty(setting, "dev.storyc.cli.LibraryLog");
        }
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
