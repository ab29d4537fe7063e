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
    /** Characters of one cell: an unclosed quote makes one cell of all that follows it. */
    int MOST_CHARACTERS = 1 << 20;

    /** Columns of one file. */
    int MOST_COLUMNS = 10_000;

    /** Entries of one cell's list. */
    int MOST_ITEMS = 100_000;

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

    /** Says that there are more columns than there may be. */
    static RowProblem tooWide(Span at) {
        return new RowProblem(
                at,
                "there are more than " + TemplateLimits.inWords(MOST_COLUMNS) + " columns",
                "leave out what no prompt uses, or look for a separator that is not one");
    }

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
