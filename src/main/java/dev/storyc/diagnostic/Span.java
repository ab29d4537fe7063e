package dev.storyc.diagnostic;

/**
 * A place a person can go to: lines and columns from 1, columns in code points, the end exclusive.
 *
 * @param file the path as it is shown to people
 * @param line the first line
 * @param column the first column
 * @param endLine the line of the end
 * @param endColumn the column after the last one
 * @param excerpt the text of the first line, without its line end; empty where it isn't known
 */
public record Span(String file, int line, int column, int endLine, int endColumn, String excerpt) {
    /** A whole file, where no place in it is meant. */
    public static Span ofFile(String file) {
        return new Span(file, 1, 1, 1, 1, "");
    }

    /** {@code file:line:column}, as editors and terminals make links of; a flag of the command line as it is. */
    public String address() {
        return file.startsWith("--") ? file : file + ":" + line + ":" + column;
    }
}
