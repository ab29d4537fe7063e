package dev.storyc.expand;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Sources;
import dev.storyc.diagnostic.Span;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives findings about a row the line they are about. Rows are never held, so the file is read again, once from its
 * start to its end for all findings in order, and only if there are any.
 */
final class RowExcerpts implements Closeable {
    private static final int LONGEST = 4096;
    private static final int KEPT = 64;
    private static final int MOST_LINES = KEPT - 1;
    private static final Pattern JSON = Pattern.compile("(?i)\\.(json|jsonl|ndjson)$");

    private final Sources.Rows rows;
    private @Nullable BufferedReader reader;
    private final ArrayDeque<String> recent = new ArrayDeque<>();
    private int line;
    // Whether the end of that line was not read yet.
    private boolean within;

    RowExcerpts(Sources.Rows rows) {
        this.rows = rows;
    }

    /** The finding with its line, if it is about a row that can be read again. */
    Diagnostic shown(Diagnostic diagnostic) {
        Span shown = shown(diagnostic.span());
        return shown.equals(diagnostic.span())
                ? diagnostic
                : new Diagnostic(
                        diagnostic.rule(),
                        diagnostic.severity(),
                        shown,
                        diagnostic.message(),
                        diagnostic.hint(),
                        diagnostic.trace());
    }

    /** The place with its line, if it is in these rows and they can be read again. */
    synchronized Span shown(Span span) {
        if (!span.file().equals(rows.name()) || !span.excerpt().isEmpty()) {
            return span;
        }
        try {
            if (span.column() == 0) {
                return cell(span);
            }
            String excerpt = line(span.line());
            // A place without a length is that of a whole row, or in JSON of a token.
            boolean whole = span.column() == 1 && span.endColumn() == 1;
            if (whole) {
                return new Span(span.file(), span.line(), 1, span.line(), columns(excerpt, excerpt.length()), excerpt);
            }
            return JSON.matcher(span.file()).find() ? token(span, excerpt) : withLine(span, excerpt);
        } catch (IOException e) {
            // The finding stands without its line, and what is wrong with the file is a finding of its own.
            return span;
        }
    }

    private static Span withLine(Span span, String excerpt) {
        return new Span(span.file(), span.line(), span.column(), span.endLine(), span.endColumn(), excerpt);
    }

    /**
     * The place of a cell, to be found out when it is shown: that of hardly any cell ever is.
     *
     * @param row the place of its row
     * @param number its number in the row, from 1
     */
    static Span cell(Span row, int number) {
        return new Span(row.file(), row.line(), 0, row.line(), number, "");
    }

    /** Goes through a record as its reader does: a quote counts only where a cell begins. */
    private Span cell(Span at) throws IOException {
        char separator = at.file().toLowerCase(Locale.ROOT).endsWith(".tsv") ? '\t' : ',';
        int number = at.line();
        String written = line(number);
        int end = 0;
        for (int cell = 1; ; cell++) {
            int start = end;
            int startLine = number;
            String startText = written;
            boolean quoted = written.startsWith("\"", start);
            end += quoted ? 1 : 0;
            while (quoted) {
                int quote = written.indexOf('"', end);
                if (quote < 0 && number - at.line() >= MOST_LINES) {
                    return withLine(new Span(at.file(), at.line(), 1, at.line(), 2, ""), line(at.line()));
                } else if (quote < 0) {
                    written = line(++number);
                    end = 0;
                } else {
                    quoted = written.startsWith("\"", quote + 1);
                    end = quote + (quoted ? 2 : 1);
                }
            }
            int next = written.indexOf(separator, end);
            end = next < 0 ? written.length() : next;
            if (cell == at.endColumn() || next < 0) {
                int from = cell == at.endColumn() ? start : end;
                return new Span(
                        at.file(), startLine, columns(startText, from), number, columns(written, end), startText);
            }
            end++;
        }
    }

    /** A token of JSON whose start is known in UTF-16 units. */
    private static Span token(Span at, String line) {
        int start = Math.min(at.column() - 1, line.length());
        int end = start;
        int depth = 0;
        boolean text = false;
        while (end < line.length()) {
            char c = line.charAt(end++);
            if (text) {
                end += c == '\\' && end < line.length() ? 1 : 0;
                text = c != '"';
            } else {
                text = c == '"';
                depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            }
            boolean word = Character.isLetterOrDigit(c) || "+-._".indexOf(c) >= 0;
            boolean more =
                    end < line.length() && (Character.isLetterOrDigit(line.charAt(end)) || line.charAt(end) == '.');
            if (!text && depth <= 0 && !(word && more)) {
                break;
            }
        }
        return new Span(at.file(), at.line(), columns(line, start), at.line(), columns(line, end), line);
    }

    private static int columns(String line, int offset) {
        return line.codePointCount(0, Math.min(offset, line.length())) + 1;
    }

    // The last lines are kept, for a cell with line ends in it has neighbours that begin on the line before.
    private String line(int wanted) throws IOException {
        BufferedReader from = reader;
        if (from == null || wanted <= line - recent.size()) {
            close();
            from = new BufferedReader(rows.open());
            reader = from;
            line = 0;
            within = false;
            recent.clear();
        }
        while (line < wanted) {
            if (within) {
                within = false;
                beginning(from, RowReader.MOST_OF_A_ROW);
            }
            if (within) {
                throw new IOException("line " + line + " is too long to be read over");
            }
            recent.addLast(beginning(from, LONGEST));
            line++;
            if (recent.size() > KEPT) {
                recent.removeFirst();
            }
        }
        int back = line - wanted;
        return recent.stream().skip(recent.size() - 1L - back).findFirst().orElse("");
    }

    /** What is left of a line up to some length. A line may be all of a gibibyte, so the rest is read only if needed. */
    private String beginning(BufferedReader from, int most) throws IOException {
        StringBuilder kept = new StringBuilder();
        int c = from.read();
        while (c >= 0 && c != '\n' && c != '\r') {
            if (kept.length() < LONGEST) {
                kept.append((char) c);
            }
            if (--most == 0) {
                within = true;
                return kept.toString();
            }
            c = from.read();
        }
        if (c == '\r') {
            from.mark(1);
            if (from.read() != '\n') {
                from.reset();
            }
        }
        return kept.toString();
    }

    @Override
    public synchronized void close() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
