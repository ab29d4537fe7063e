package dev.storyc.expand;

import dev.storyc.board.Value;
import dev.storyc.diagnostic.Span;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a file, one at a time. */
interface RowTable extends Closeable {
    /** The columns, in the file's order. */
    List<String> columns();

    /**
     * The next row, or null after the last.
     *
     * @throws IOException if the file can't be read on
     * @throws RowProblem if a row is malformed
     */
    @Nullable
    Row next() throws IOException, RowProblem;

    /**
     * Where a column's cell stands in a row.
     *
     * @param row the row's place
     */
    default Span cell(Span row, String column) {
        return row;
    }

    /**
     * One row.
     *
     * @param cells the values there are; an empty cell is none
     * @param places where values were written, as far as that is known before it is asked for
     * @param span where the row begins
     */
    record Row(Map<String, Value> cells, Map<String, Span> places, Span span) {}

    /** What is wrong with a row file, in words for its author. */
    final class RowProblem extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Span span;
        private final String hint;
        private final boolean ends;

        RowProblem(Span span, String message, String hint) {
            this(span, message, hint, true);
        }

        private RowProblem(Span span, String message, String hint, boolean ends) {
            super(message);
            this.span = span;
            this.hint = hint;
            this.ends = ends;
        }

        /** A problem of one row, after which the next can be read. */
        static RowProblem ofOne(Span span, String message, String hint) {
            return new RowProblem(span, message, hint, false);
        }

        /** Whether nothing can be read after it. */
        boolean ends() {
            return ends;
        }

        Span span() {
            return span;
        }

        String hint() {
            return hint;
        }
    }
}
