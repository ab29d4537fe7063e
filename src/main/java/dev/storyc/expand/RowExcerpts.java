package dev.storyc.expand;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Sources;
import dev.storyc.diagnostic.Span;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Gives findings about a row the line they are about. Rows are never held, so the file is read again, once from its
 * start to its end for all findings in order, and only if there are any.
 */
final class RowExcerpts implements Closeable {
    private static final int LONGEST = 4096;

    private final Sources.Rows rows;
    private @Nullable BufferedReader reader;
    private String text = "";
    private int line;

    RowExcerpts(Sources.Rows rows) {
        this.rows = rows;
    }

    /** The finding with its line, if it is about a row that can be read again. */
    Diagnostic shown(Diagnostic diagnostic) {
        Span span = diagnostic.span();
        if (!span.file().equals(rows.name()) || !span.excerpt().isEmpty()) {
            return diagnostic;
        }
        try {
            String excerpt = line(span.line());
            // A place without a length is that of a whole row.
            boolean whole = span.column() == 1 && span.endColumn() == 1;
            int end = whole ? excerpt.codePointCount(0, excerpt.length()) + 1 : span.endColumn();
            Span shown = new Span(span.file(), span.line(), span.column(), span.endLine(), end, excerpt);
            return new Diagnostic(
                    diagnostic.rule(),
                    diagnostic.severity(),
                    shown,
                    diagnostic.message(),
                    diagnostic.hint(),
                    diagnostic.trace());
        } catch (IOException e) {
            // The finding stands without its line, and what is wrong with the file is a finding of its own.
            return diagnostic;
        }
    }

    private String line(int wanted) throws IOException {
        BufferedReader from = reader;
        if (from == null || wanted < line) {
            close();
            from = new BufferedReader(rows.open());
            reader = from;
            line = 0;
        }
        while (line < wanted) {
            String next = from.readLine();
            text = next == null ? "" : next.substring(0, Math.min(next.length(), LONGEST));
            line++;
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
