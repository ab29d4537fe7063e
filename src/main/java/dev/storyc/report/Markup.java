package dev.storyc.report;

/** Text as it may stand in markup: whatever it holds, it stays text. */
final class Markup {
    private Markup() {}

    /** For the content of an element and for an attribute in quotes. What steers or turns text around is shown by its number. */
    static String text(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append((char) point);
                default -> {
                    if (hidden(point)) {
                        out.append(String.format("U+%04X", point));
                    } else {
                        out.appendCodePoint(point);
                    }
                }
            }
        });
        return out.toString();
    }

    private static boolean hidden(int point) {
        return Character.isISOControl(point)
                || (point >= 0x202a && point <= 0x202e)
                || (point >= 0x2066 && point <= 0x2069)
                || point == 0x61c
                || point == 0x2028
                || point == 0x2029
                || point == 0xfeff
                || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    /** A file beside the page, as an address: no scheme, host, query or fragment can come of a name. */
    static String address(String name) {
        StringBuilder out = new StringBuilder("./");
        for (byte one : name.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            char c = (char) (one & 0xff);
            boolean plain = c < 0x80
                    && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.' || c == '/' || c == '~');
            if (plain) {
                out.append(c);
            } else {
                out.append(String.format("%%%02X", (int) c));
            }
        }
        return out.toString();
    }
}
