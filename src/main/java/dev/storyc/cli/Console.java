package dev.storyc.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * Where words go: results to {@code out}, progress and diagnostics to {@code err}.
 *
 * @param out standard output, UTF-8
 * @param err standard error, UTF-8
 * @param in standard input, for a person's answers
 * @param environment the environment's variables
 * @param terminal whether a person watches
 */
record Console(PrintStream out, PrintStream err, InputStream in, Map<String, String> environment, boolean terminal) {
    private static final int DEFAULT_WIDTH = 100;

    /** A console nobody types at. */
    Console(PrintStream out, PrintStream err, Map<String, String> environment, boolean terminal) {
        this(out, err, InputStream.nullInputStream(), environment, terminal);
    }

    /** The columns there are. */
    int width() {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[0-9]{2,4}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
    }

    /**
     * Whether to use colours.
     *
     * @param wish {@code always}, {@code never} or {@code auto}
     */
    boolean colour(String wish) {
        return switch (wish) {
            case "always" -> true;
            case "never" -> false;
            default ->
                terminal
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !environment.getOrDefault("TERM", "").equals("dumb");
        };
    }

    /** An environment variable, or empty text. */
    String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    /** What a person answers, without blanks around it; empty if nobody does. */
    String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        // Byte by byte: whatever comes after the line end is not ours to take.
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString().strip();
    }
}
