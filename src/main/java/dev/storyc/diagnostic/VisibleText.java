package dev.storyc.diagnostic;

/**
 * Text made safe to show: what a terminal obeys, or what hides or turns round the text about it, is written out as an
 * escape such as {@code \}{@code u202e}, as YAML and JSON write it too.
 */
public final class VisibleText {
    private VisibleText() {}

    /** The text with every unsafe character escaped but line ends. */
    public static String of(String text) {
        return escaped(text, true);
    }

    /** The text on one line: its line ends are escaped too. */
    public static String line(String text) {
        return escaped(text, false);
    }

    /** A name on one line: whatever can't be seen in it is escaped, such as a zero-width joiner. */
    public static String name(String name) {
        StringBuilder out = new StringBuilder(name.length());
        name.codePoints()
                .forEach(point -> out.append(
                        Character.getType(point) == Character.FORMAT ? String.format("\\u%04x", point) : of(point)));
        return out.toString();
    }

    /** Whether a code point steers a terminal, turns text round, or is half a character. */
    public static boolean isUnsafe(int point) {
        return Character.isISOControl(point)
                || isBidi(point)
                || point == 0x2028
                || point == 0x2029
                || point == 0xFEFF
                || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    /** Whether a code point changes the direction in which the text around it is shown. */
    public static boolean isBidi(int point) {
        return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    }

    /** One code point as it is shown. */
    public static String of(int point) {
        return isUnsafe(point) ? String.format("\\u%04x", point) : Character.toString(point);
    }

    private static String escaped(String text, boolean lineEnds) {
        int safe = 0;
        while (safe < text.length()) {
            int point = text.codePointAt(safe);
            if (isUnsafe(point) && !(lineEnds && point == '\n')) {
                break;
            }
            safe += Character.charCount(point);
        }
        if (safe == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, safe);
        text.substring(safe).codePoints().forEach(point -> out.append(lineEnds && point == '\n' ? "\n" : of(point)));
        return out.toString();
    }
}
