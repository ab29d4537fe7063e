package dev.storyc.lsp;

import org.jspecify.annotations.Nullable;

/**
 * The Mustache tag somebody types in or looks at, finished or not.
 *
 * @param sigil what follows the braces, such as `>` or `#`; a blank for a mere value
 *
 * @param nameStart where the name begins
 * @param nameEnd where it ends
 * @param start the tag's first brace
 * @param end after the tag's last brace, or after the name if it has none yet
 * @param closed whether its closing braces are there
 */
record TagCursor(char sigil, String name, int nameStart, int nameEnd, int start, int end, boolean closed) {
    /** A name of this length is none. */
    private static final int FAR = 300;

    /** The tag around an offset, or null. */
    static @Nullable TagCursor at(String text, int offset) {
        int open = text.lastIndexOf("{{", Math.min(offset, text.length()) - 1);
        if (open < 0 || offset - open > FAR) {
            return null;
        }
        if (open > 0 && text.charAt(open - 1) == '{') {
            open--;
        }
        int p = open + 2;
        char sigil = ' ';
        if (p < text.length() && "{>#^/&!".indexOf(text.charAt(p)) >= 0) {
            sigil = text.charAt(p);
            p++;
        }
        while (p < text.length() && text.charAt(p) == ' ') {
            p++;
        }
        int nameStart = p;
        while (p < text.length() && isName(text.codePointAt(p))) {
            p += Character.charCount(text.codePointAt(p));
        }
        int nameEnd = p;
        while (p < text.length() && text.charAt(p) == ' ') {
            p++;
        }
        String close = sigil == '{' ? "}}}" : "}}";
        boolean closed = text.startsWith(close, p);
        int end = closed ? p + close.length() : nameEnd;
        boolean inside = closed ? offset <= end : offset <= p;
        if (!inside) {
            return null;
        }
        return new TagCursor(sigil, text.substring(nameStart, nameEnd), nameStart, nameEnd, open, end, closed);
    }

    /** Whether what stands in it is the name of a partial. */
    boolean partial() {
        return sigil == '>';
    }

    boolean comment() {
        return sigil == '!';
    }

    private static boolean isName(int point) {
        int type = Character.getType(point);
        return Character.isLetterOrDigit(point)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || point == '_'
                || point == '-'
                || point == '.'
                || point == '/';
    }
}
