package dev.storyc.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Where words go: results to {@code out}, progress and diagnostics to {@code err}.
 *
 * @param out standard output, UTF-8
 * @param err standard error, UTF-8
 * @param in standard input, for a person's answers
 * @param environment the environment's variables
 * @param terminal whether a person watches standard output
 * @param live whether a person watches standard error, on a terminal that lines can be drawn on
 */
public record Console(
        PrintStream out,
        PrintStream err,
        InputStream in,
        Map<String, String> environment,
        boolean terminal,
        boolean live) {
    private static final int DEFAULT_WIDTH = 100;

    /** A console on which nothing is drawn. */
    public Console(
            PrintStream out, PrintStream err, InputStream in, Map<String, String> environment, boolean terminal) {
        this(out, err, in, environment, terminal, false);
    }

    /** A console nobody types at. */
    public Console(PrintStream out, PrintStream err, Map<String, String> environment, boolean terminal) {
        this(out, err, InputStream.nullInputStream(), environment, terminal);
    }

    /** The same; on a terminal that lines can be drawn on, with a standard error that lines may be drawn below. */
    public Console drawn() {
        return live && !variable("TERM").equals("dumb")
                ? new Console(out, new LiveScreen.Stream(new LiveScreen(err)), in, environment, terminal, live)
                : this;
    }

    /** The columns there are, or were when the program began. */
    public int width() {
        return wishedWidth().orElse(columns("STORYC_COLUMNS").orElse(DEFAULT_WIDTH));
    }

    /** The columns that somebody wishes, whatever there are. */
    OptionalInt wishedWidth() {
        return columns("COLUMNS");
    }

    private OptionalInt columns(String variable) {
        String columns = variable(variable);
        return columns.matches("[0-9]{2,4}") ? OptionalInt.of(Integer.parseInt(columns)) : OptionalInt.empty();
    }

    /**
     * Whether to use colours.
     *
     * @param wish {@code always}, {@code never} or {@code auto}
     */
    public boolean colour(String wish) {
        return switch (wish) {
            case "always" -> true;
            case "never" -> false;
            default ->
                terminal && variable("NO_COLOR").isEmpty() && !variable("TERM").equals("dumb");
        };
    }

    /** An environment variable, or empty text. */
    public String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    /** What a person answers, without blanks around it; empty if nobody does. */
    public String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        // Byte by byte: whatever comes after the line end is not ours to take.
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString().strip();
    }
}
