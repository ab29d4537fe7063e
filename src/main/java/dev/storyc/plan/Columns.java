package dev.storyc.plan;

import java.util.ArrayList;
import java.util.List;

/** Text cut and padded to columns of a terminal, where a Chinese, Japanese or Korean character takes two. */
public final class Columns {
    private Columns() {}

    /** How many columns a text takes. */
    public static int width(String text) {
        return text.codePoints().map(Columns::width).sum();
    }

    /** The text with blanks up to this width; a longer one is cut, with an ellipsis. */
    public static String pad(String text, int width) {
        String cut = cut(text, width);
        return cut + " ".repeat(width - width(cut));
    }

    /** The text with blanks before it up to this width. */
    public static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - width(text))) + text;
    }

    /** The text, cut to this width with an ellipsis where it is wider. */
    public static String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int used = 1;
        for (int c : text.codePoints().toArray()) {
            used += width(c);
            if (used > width) {
                break;
            }
            cut.appendCodePoint(c);
        }
        return cut.append('…').toString();
    }

    /** The text in at most this many lines, broken between words where there are any; the last is cut. */
    static List<String> wrap(String text, int width, int mostLines) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (width(rest) > width && lines.size() < mostLines - 1) {
            int at = fitting(rest, width);
            int blank = rest.lastIndexOf(' ', at);
            int end = blank > at / 2 ? blank : at;
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        lines.add(cut(rest, width));
        return lines;
    }

    /** How many UTF-16 units of the text go into the width. */
    private static int fitting(String text, int width) {
        int used = 0;
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            used += width(c);
            if (used > width) {
                break;
            }
            at += Character.charCount(c);
        }
        return at;
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = (c >= 0x1100 && c <= 0x115f)
                || (c >= 0x2e80 && c <= 0xa4cf)
                || (c >= 0xac00 && c <= 0xd7a3)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe6f)
                || (c >= 0xff00 && c <= 0xff60)
                || (c >= 0x1f300 && c <= 0x1faff)
                || c >= 0x20000;
        return wide ? 2 : 1;
    }
}
