package dev.storyc.parse;

import dev.storyc.diagnostic.Source;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The line of a plain text as it should have been written, to be pasted over what is there. */
final class QuotedText {
    private static final String PLAIN = "put the whole text in double quotes";
    private static final Pattern LINE = Pattern.compile("\\s*(?:- )?([\\p{L}\\p{N}_-]+: )?([^\\s\"'|>&*\\[].*)");
    private static final int LONGEST = 90;

    private QuotedText() {}

    /** How to mend a text that stands in the line of this offset. In brackets nobody can tell where it was to end. */
    static String hint(Source source, int offset) {
        int line = source.lineAt(Math.min(offset, Math.max(0, source.text().length() - 1)));
        String written = source.text().substring(source.lineStart(line), source.lineStart(line + 1));
        Matcher plain = LINE.matcher(written.stripTrailing());
        boolean braces = plain.matches()
                && plain.group(2).startsWith("{")
                && !plain.group(2).startsWith("{{");
        if (!plain.matches() || braces || written.length() > LONGEST || plain.group(1) == null) {
            return PLAIN;
        }
        String text = plain.group(2).replace("\\", "\\\\").replace("\"", "\\\"");
        return PLAIN + ": `" + plain.group(1) + "\"" + text + "\"`";
    }
}
