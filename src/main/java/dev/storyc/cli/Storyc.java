package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.job.LedgerException;
import dev.storyc.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** The program {@code storyc}: runs the command that is asked for, and is the one place that turns exceptions into words. */
final class Storyc {
    /** Commands that read storyboards, but for the one that has no use for a rehearsal. */
    private static final Set<String> COMPILING = Set.of("check", "plan", "build", "export");

    private final Console console;
    private final Path folder;

    /** @param folder the working folder, absolute */
    Storyc(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    /** Begins what takes longest, on a thread of its own, if these arguments are of a command that will need it. */
    static void begin(String[] args) {
        if (args.length > 0 && args[0].equals("compile")) {
            EarlyStart.withoutRehearsal();
        } else if (args.length > 0 && COMPILING.contains(args[0])) {
            EarlyStart.validators();
        }
    }

    int run(String[] args) {
        Optional<Callable<Integer>> plain = plain(args);
        return plain.isPresent()
                ? run(plain.get())
                : CommandTree.of(console, folder, args, (e, command, parsed) -> explain(e, EndJson.asked(args)))
                        .execute(args);
    }

    /** What is typed plainly, and goes without all that picocli has to find out first. */
    private Optional<Callable<Integer>> plain(String[] args) {
        Optional<Callable<Integer>> check =
                PlainCheck.read(args).map(asked -> new CheckCommand(console, folder, asked));
        return check.isPresent()
                ? check
                : PlainCompile.read(args).map(asked -> new CompileCommand(console, folder, asked));
    }

    private int run(Callable<Integer> command) {
        try {
            return command.call();
        } catch (Exception e) {
            return explain(e);
        }
    }

    /** @param json whether programs read the result, and want its end too */
    private int explain(Exception e, boolean json) {
        int exit = explain(e);
        if (json) {
            console.out().println(EndJson.line(exit, VisibleText.of(String.valueOf(e.getMessage()))));
        }
        return exit;
    }

    private int explain(Exception e) {
        if (e instanceof UserError known) {
            console.err().println("storyc: " + VisibleText.of(String.valueOf(known.getMessage())));
            return known.exit();
        }
        if (e instanceof LedgerException || e instanceof StoreException) {
            console.err().println("storyc: " + e.getMessage());
            for (Throwable also : e.getSuppressed()) {
                console.err().println("storyc: and: " + also.getMessage());
            }
            return Exit.STORE;
        }
        if (e instanceof IOException || e instanceof UncheckedIOException) {
            console.err()
                    .println("storyc: a file can't be read or written: "
                            + VisibleText.of(String.valueOf(e.getMessage())));
            return Exit.STORE;
        }
        console.err().println("storyc: this is a bug in storyc, and nothing you did: " + e);
        for (StackTraceElement line : e.getStackTrace()) {
            console.err().println("    at " + line);
        }
        return Exit.BUG;
    }

    /** The version this was built as. */
    static String version() {
        String version = Storyc.class.getPackage().getImplementationVersion();
        return version == null ? "0 (from source)" : version;
    }
}
