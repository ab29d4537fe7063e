package dev.storyc.parse;

import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/**
 * Walks a decoded scalar and the text it was decoded from side by side, and notes where each character came from.
 *
 * <p>White space is aligned run by run, everything else character by character. If the two ever disagree the answer is
 * an empty table, and the finding points at the whole scalar: a wrong place is worse than a wide one.
 */
final class ScalarAlignment {
    private final String text;
    private final int end;
    private final ScalarStyle style;
    private final String decoded;
    private final int[] table;
    private int from;
    private int to;

    ScalarAlignment(String text, int start, int end, ScalarStyle style, String decoded) {
        this.text = text;
        this.end = end;
        this.style = style;
        this.decoded = decoded;
        this.table = new int[decoded.length() + 1];
        this.from = start;
    }

    int[] offsets() {
        boolean quoted = style == ScalarStyle.SINGLE_QUOTED || style == ScalarStyle.DOUBLE_QUOTED;
        boolean block = style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
        if (quoted) {
            from++;
        } else if (block) {
            skipHeader();
        }
        while (to < decoded.length()) {
            if (from >= end) {
                if (!restIsSpace()) {
                    return new int[0];
                }
                table[to++] = end;
            } else if (!step(block)) {
                return new int[0];
            }
        }
        table[to] = Math.min(from, end);
        return table;
    }

    private boolean step(boolean block) {
        char c = text.charAt(from);
        if (style == ScalarStyle.DOUBLE_QUOTED && c == '\\') {
            return escape();
        }
        if (style == ScalarStyle.SINGLE_QUOTED && c == '\'') {
            note(1);
            from += 2;
            return true;
        }
        if (isSpace(c)) {
            return block ? blockRun() : foldedRun();
        }
        if (block && isSpace(decoded.charAt(to))) {
            table[to++] = from;
            return true;
        }
        if (decoded.charAt(to) != c) {
            return false;
        }
        note(1);
        from++;
        return true;
    }

    private void note(int units) {
        for (int i = 0; i < units && to < decoded.length(); i++) {
            table[to++] = from;
        }
    }

    private boolean escape() {
        char kind = from + 1 < end ? text.charAt(from + 1) : '\\';
        if (kind == '\n' || kind == '\r') {
            from++;
            while (from < end && isSpace(text.charAt(from))) {
                from++;
            }
            return true;
        }
        int length = kind == 'x' ? 4 : kind == 'u' ? 6 : kind == 'U' ? 10 : 2;
        note(Character.isHighSurrogate(decoded.charAt(to)) && kind == 'U' ? 2 : 1);
        from += length;
        return true;
    }

    /** Plain and quoted text: one line break is a space, n are n - 1, and spaces without a break stand for themselves. */
    private boolean foldedRun() {
        int run = from;
        int breaks = 0;
        boolean separator = false;
        while (run < end && isSpace(text.charAt(run))) {
            boolean second = text.charAt(run) == '\n' && run > from && text.charAt(run - 1) == '\r';
            // SnakeYAML keeps a line or paragraph separator where it folds any other first break away.
            separator |= breaks == 0 && (text.charAt(run) == '\u2028' || text.charAt(run) == '\u2029');
            breaks += isBreak(text.charAt(run)) && !second ? 1 : 0;
            run++;
        }
        int length = breaks == 0 ? run - from : separator ? breaks : Math.max(1, breaks - 1);
        for (int i = 0; i < length; i++) {
            if (to >= decoded.length() || !isSpace(decoded.charAt(to))) {
                return false;
            }
            table[to++] = Math.min(from + i, run);
        }
        from = run;
        return true;
    }

    /** Block text: indentation and folding make the runs differ in length, so the longest runs meet as wholes. */
    private boolean blockRun() {
        int run = from;
        while (run < end && isSpace(text.charAt(run))) {
            run++;
        }
        int first = from;
        while (to < decoded.length() && isSpace(decoded.charAt(to))) {
            table[to++] = Math.min(first++, run);
        }
        from = run;
        return true;
    }

    private void skipHeader() {
        while (from < end && !isBreak(text.charAt(from))) {
            from++;
        }
        boolean leading = !decoded.isEmpty() && isSpace(decoded.charAt(0));
        while (!leading && from < end && isSpace(text.charAt(from))) {
            from++;
        }
    }

    private boolean restIsSpace() {
        return decoded.substring(to).isBlank();
    }

    private static boolean isBreak(char c) {
        return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || isBreak(c);
    }
}
