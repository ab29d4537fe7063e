package dev.storyc.run;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes what the far end says fit to be shown and kept: without keys, even where it echoes ours, without characters that
 * a terminal would obey or that turn text round, and not endless.
 */
final class Redaction {
    private static final Pattern KEY = Pattern.compile("(?<![A-Za-z0-9])ak-[A-Za-z0-9_.~+/=-]+");
    private static final Pattern ESCAPED = Pattern.compile("(?:\\\\u00|%)([2-7][0-9A-Fa-f])");
    private static final String HIDDEN = "ak-…";
    private static final int SENTENCE = 300;
    private static final int RAW = 4000;

    private final List<String> secrets = new ArrayList<>();

    Redaction(@Nullable ApiKey key) {
        this(key, List.of());
    }

    /** @param more secrets beside the key, such as a proxy's password */
    Redaction(@Nullable ApiKey key, List<String> more) {
        if (key != null) {
            secrets.add(key.value());
        }
        secrets.addAll(more);
    }

    /** For messages and reasons. */
    String words(@Nullable String text) {
        return clean(text, SENTENCE);
    }

    /** For an answer that is kept because it could not be understood. */
    String raw(@Nullable String text) {
        return clean(text, RAW);
    }

    /** Whether a text holds one of ours, be it written with the escapes of JSON or of an address. */
    boolean holdsSecret(String text) {
        return holds(text) || holds(unescaped(text));
    }

    private boolean holds(String text) {
        return secrets.stream().anyMatch(text::contains);
    }

    private String clean(@Nullable String text, int most) {
        if (text == null) {
            return "";
        }
        // First the whole text's keys, then the cut: half a key at the end would be no match any more.
        String shown = text;
        for (String secret : secrets) {
            shown = shown.replace(secret, HIDDEN);
        }
        shown = KEY.matcher(shown).replaceAll(HIDDEN);
        if (holds(unescaped(shown))) {
            return "(" + text.length() + " characters that held a key in disguise)";
        }
        return printable(shown, most);
    }

    private static String unescaped(String text) {
        return text.indexOf('\\') < 0 && text.indexOf('%') < 0
                ? text
                : ESCAPED.matcher(text)
                        .replaceAll(hit ->
                                Matcher.quoteReplacement(Character.toString(Integer.parseInt(hit.group(1), 16))));
    }

    /** A short text on one line, with what can't be seen in it written out. */
    static String printable(String text) {
        return printable(text, SENTENCE);
    }

    private static String printable(String text, int most) {
        StringBuilder out = new StringBuilder();
        boolean blank = true;
        int count = 0;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (point == '\t' || point == '\n' || point == '\r' || Character.isSpaceChar(point)) {
                // Lines and runs of blanks become one blank, none at the ends.
                count += blank ? 0 : 1;
                out.append(blank ? "" : " ");
                blank = true;
            } else {
                out.append(visible(point));
                count++;
                blank = false;
            }
            if (count > most) {
                return out.substring(0, out.offsetByCodePoints(0, most)) + "…";
            }
        }
        return out.toString().strip();
    }

    private static String visible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE ->
                String.format("\\u%04x", point);
            default -> Character.toString(point);
        };
    }
}
