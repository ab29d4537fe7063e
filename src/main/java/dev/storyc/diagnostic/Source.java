package dev.storyc.diagnostic;

import java.util.Arrays;

/**
 * A named text an author wrote: a storyboard, a partial, a row file.
 *
 * <p>Offsets are in UTF-16 units of {@link #text()}; lines and columns, as people count them, start at 1, and a column
 * counts Unicode code points. Line ends are {@code \n}, {@code \r\n} and {@code \r}.
 */
public final class Source {
    private static final int EXCERPT_LIMIT = 4096;

    private final String name;
    private final String text;
    private volatile int[] lineStarts = {};
    private Counted counted = new Counted(0, 0, 1);
    private Shown shown = new Shown(-1, "");

    /** A column that was counted before: findings come in order, and the next is counted from there. */
    private record Counted(int line, int offset, int column) {}

    /** The last excerpt, which all findings of a line share. */
    private record Shown(int line, String text) {}

    /**
     * @param name the path as it is shown to people, with {@code /}
     * @param text the whole decoded text, without a byte-order mark
     */
    public Source(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** The path as it is shown to people. */
    public String name() {
        return name;
    }

    /** The whole text. */
    public String text() {
        return text;
    }

    /** The place from {@code start} to {@code end} (exclusive); offsets beyond the text are drawn in. */
    public Span span(int start, int end) {
        int from = Math.max(0, Math.min(start, text.length()));
        int to = Math.max(from, Math.min(end, text.length()));
        int startLine = lineAt(from);
        int endLine = lineAt(to);
        return new Span(
                name, startLine + 1, column(startLine, from), endLine + 1, column(endLine, to), excerpt(startLine));
    }

    /** The offset at which a line starts, counted from 0; past the last line it is the text's length. */
    public int lineStart(int line) {
        int[] starts = lineStarts();
        return line < starts.length ? starts[line] : text.length();
    }

    /** The first line, counted from 0, of more than this many UTF-16 units, its end included; -1 if there is none. */
    public int lineOver(int most) {
        int[] starts = lineStarts();
        for (int i = 0; i < starts.length; i++) {
            if (lineStart(i + 1) - starts[i] > most) {
                return i;
            }
        }
        return -1;
    }

    /** The line, counted from 0, that holds this offset. */
    public int lineAt(int offset) {
        int found = Arrays.binarySearch(lineStarts(), offset);
        return found >= 0 ? found : -found - 2;
    }

    // A line may be all of the file, and hold a finding at every tenth character.
    private int column(int line, int offset) {
        Counted near = counted;
        int start = lineStarts()[line];
        int column;
        if (near.line() != line || Math.abs(offset - near.offset()) > offset - start) {
            column = text.codePointCount(start, offset) + 1;
        } else if (offset >= near.offset()) {
            column = near.column() + text.codePointCount(near.offset(), offset);
        } else {
            column = near.column() - text.codePointCount(offset, near.offset());
        }
        boolean withinPair = offset > 0
                && offset < text.length()
                && Character.isSurrogatePair(text.charAt(offset - 1), text.charAt(offset));
        if (!withinPair) {
            counted = new Counted(line, offset, column);
        }
        return column;
    }

    private String excerpt(int line) {
        Shown last = shown;
        if (last.line() != line) {
            last = new Shown(line, cutOut(line));
            shown = last;
        }
        return last.text();
    }

    private String cutOut(int line) {
        int start = lineStarts()[line];
        int end = start;
        while (end < text.length()
                && text.charAt(end) != '\n'
                && text.charAt(end) != '\r'
                && end - start < EXCERPT_LIMIT) {
            end++;
        }
        return text.substring(start, end);
    }

    // Most sources are never asked for a line, so the table is made at the first question.
    private int[] lineStarts() {
        int[] known = lineStarts;
        if (known.length == 0) {
            int[] starts = new int[16];
            int count = 1;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean breaks = c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
                if (breaks) {
                    if (count == starts.length) {
                        starts = Arrays.copyOf(starts, count * 2);
                    }
                    starts[count++] = i + 1;
                }
            }
            known = Arrays.copyOf(starts, count);
            lineStarts = known;
        }
        return known;
    }
}
