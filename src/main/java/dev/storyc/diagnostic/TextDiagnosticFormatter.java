package dev.storyc.diagnostic;

/**
 * Findings as people read them in a terminal: the place, the line with a caret under it, the way there, and the hint.
 */
public final class TextDiagnosticFormatter implements DiagnosticFormatter {
    private static final int MARGIN = 8;
    private static final int JOINER = 0x200D;
    private static final int AS_PICTURE = 0xFE0F;

    private final int width;
    private final boolean colour;

    /**
     * @param width the columns of the terminal; source lines are cut to it around the caret
     * @param colour whether to use ANSI colours
     */
    public TextDiagnosticFormatter(int width, boolean colour) {
        this.width = Math.max(40, width);
        this.colour = colour;
    }

    @Override
    public String format(Diagnostic diagnostic) {
        StringBuilder out = new StringBuilder();
        String head = diagnostic.severity().word() + "[" + diagnostic.rule().id() + "]";
        out.append(paint(hue(diagnostic.severity()), head)).append(": ");
        wrap(out, diagnostic.message(), head.length() + 2, "    ");
        Span span = diagnostic.span();
        out.append("\n  --> ").append(VisibleText.line(span.address()));
        if (!span.excerpt().isBlank()) {
            appendExcerpt(out, diagnostic);
        }
        if (!diagnostic.trace().isEmpty()) {
            out.append("\n  ").append(paint("2", "via")).append(" ");
            wrap(out, String.join(" → ", diagnostic.trace()), 6, "      ");
        }
        if (!diagnostic.hint().isEmpty()) {
            out.append("\n  ").append(paint("32", "help")).append(": ");
            wrap(out, diagnostic.hint(), 8, "        ");
        }
        return out.toString();
    }

    private void appendExcerpt(StringBuilder out, Diagnostic diagnostic) {
        Span span = diagnostic.span();
        String written = span.excerpt();
        int points = written.codePointCount(0, written.length());
        int first = Math.min(span.column() - 1, points);
        int last = span.endLine() == span.line() ? Math.min(span.endColumn() - 1, points) : points;
        // What is escaped takes more room, so the columns count anew in the line as it is shown.
        String line = visible(written);
        int length = line.codePointCount(0, line.length());
        int start = shownPoints(written, first);
        int end = shownPoints(written, Math.max(first, last));
        int room = width - MARGIN - 2;
        int from = 0;
        int to = length;
        if (cells(line) > room) {
            int[] upTo = cellsUpTo(line, length);
            from = Math.max(0, Math.min(start - room / 3, start));
            while (from > 0 && upTo[start] - upTo[from] > room / 2) {
                from++;
            }
            while (to > from + 1 && upTo[to] - upTo[from] > room - 4) {
                to--;
            }
        }
        String lead = from > 0 ? "… " : "";
        String tail = to < length ? " …" : "";
        String number = String.valueOf(span.line());
        String gutter = " ".repeat(Math.max(0, 5 - number.length())) + number + " | ";
        String blank = " ".repeat(gutter.length() - 2) + "| ";
        String before = lead + cut(line, from, start);
        String marked = cut(line, start, Math.max(start, Math.min(end, to)));
        out.append('\n')
                .append(paint("2", gutter))
                .append(lead)
                .append(cut(line, from, to))
                .append(tail);
        out.append('\n')
                .append(paint("2", blank))
                .append(" ".repeat(cells(before)))
                .append(paint(hue(diagnostic.severity()), "^".repeat(Math.max(1, cells(marked)))));
    }

    // A word longer than the line stays whole: a path that can be copied is worth more than a straight edge.
    private void wrap(StringBuilder out, String text, int column, String indent) {
        int at = column;
        boolean first = true;
        for (String written : text.split(" ", -1)) {
            String word = visible(written);
            int size = cells(word);
            if (!first && at + 1 + size > width) {
                out.append('\n').append(indent);
                at = indent.length();
            } else if (!first) {
                out.append(' ');
                at++;
            }
            out.append(word);
            at += size;
            first = false;
        }
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    private static String hue(Severity severity) {
        return switch (severity) {
            case ERROR -> "1;31";
            case WARNING -> "1;33";
            case NOTE -> "1;36";
        };
    }

    private static int shownPoints(String written, int points) {
        String shown = visible(cut(written, 0, points));
        return shown.codePointCount(0, shown.length());
    }

    private static String cut(String text, int from, int to) {
        if (to <= from) {
            return "";
        }
        int start = text.offsetByCodePoints(0, from);
        return text.substring(start, text.offsetByCodePoints(start, to - from));
    }

    /** An author's text can't steer the terminal: see {@link VisibleText}. A tab is a blank, so that carets stay in line. */
    private static String visible(String text) {
        return VisibleText.line(text.replace('\t', ' ').replace('\n', '↵'));
    }

    private static int cells(String text) {
        int points = text.codePointCount(0, text.length());
        return cellsUpTo(text, points)[points];
    }

    /**
     * For each code point the cells of those before it, and last those of all.
     *
     * <p>East Asian wide characters and pictures take two cells, marks and joiners none, and what is joined to a picture is
     * drawn into it. Close enough by block, for a terminal decides it by its own font.
     */
    private static int[] cellsUpTo(String text, int points) {
        int[] sums = new int[points + 1];
        int before = 0;
        int at = 0;
        for (int i = 0; i < points; i++) {
            int point = text.codePointAt(at);
            boolean tone = point >= 0x1F3FB && point <= 0x1F3FF && cell(before) == 2;
            boolean joined = tone || (before == JOINER && cell(point) == 2);
            // A heart of text becomes a picture by the selector after it.
            boolean drawn = point == AS_PICTURE && cell(before) == 1;
            sums[i + 1] = sums[i] + (joined ? 0 : drawn ? 1 : cell(point));
            before = point;
            at += Character.charCount(point);
        }
        return sums;
    }

    private static int cell(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = (c >= 0x1100 && c <= 0x115F)
                || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF00 && c <= 0xFF60)
                || (c >= 0xFFE0 && c <= 0xFFE6)
                || (c >= 0x1F300 && c <= 0x1F64F)
                || (c >= 0x1F680 && c <= 0x1F6FF)
                || (c >= 0x1F900 && c <= 0x1FAFF)
                || (c >= 0x20000 && c <= 0x3FFFD);
        return wide ? 2 : 1;
    }
}
