package dev.storyc.diagnostic;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where each character of a decoded scalar stands in its source, although quotes, escapes, folding and indentation lie
 * between them.
 *
 * <p>The table is made at the first question for a part, for most scalars are never asked.
 */
public final class SourceMap {
    private static final int LONGEST_ESCAPE = 10;

    private final Source source;
    private final int start;
    private final int end;
    private final Supplier<int[]> align;
    private volatile int @Nullable [] offsets;

    /**
     * @param source the text the scalar was read from
     * @param start the offset of its first character, quotes and block header included
     * @param end the offset after its last one
     * @param align gives for each UTF-16 unit of the decoded text, and for its end, the offset in the source
     */
    public SourceMap(Source source, int start, int end, Supplier<int[]> align) {
        this.source = source;
        this.start = start;
        this.end = end;
        this.align = align;
    }

    /** A text that stands in its source just as it is. */
    public static SourceMap identity(Source source) {
        return new SourceMap(source, 0, source.text().length(), () -> {
            int[] same = new int[source.text().length() + 1];
            for (int i = 0; i < same.length; i++) {
                same[i] = i;
            }
            return same;
        });
    }

    /** The text this leads into. */
    public Source source() {
        return source;
    }

    /** The whole value, drawn in to its first line if it has several. */
    public Span span() {
        int firstLineEnd = source.lineStart(source.lineAt(start) + 1);
        int to = Math.min(end, firstLineEnd);
        while (to > start && isLineEnd(source.text().charAt(to - 1))) {
            to--;
        }
        return source.span(start, to);
    }

    /** The part from one decoded offset to another; where the scalar could not be aligned, the whole value. */
    public Span span(int from, int to) {
        int[] table = offsets;
        if (table == null) {
            table = align.get();
            offsets = table;
        }
        if (table.length == 0) {
            return span();
        }
        int first = table[Math.min(from, table.length - 1)];
        int last = table[Math.min(Math.max(to - 1, from), table.length - 1)];
        if (to <= from) {
            return source.span(first, last);
        }
        // An escape, or a quote written twice, is one character in several.
        boolean written = last < end && "\\'".indexOf(source.text().charAt(last)) >= 0;
        int next = table[Math.min(to, table.length - 1)];
        return source.span(first, written && next - last <= LONGEST_ESCAPE ? Math.max(next, last + 1) : last + 1);
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
