package dev.storyc.run;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes what the far end says fit to be shown and kept: without keys, even where it echoes ours, without control
 * characters that a terminal would obey, and not endless.
 */
final class Redaction {
    private static final Pattern KEY = Pattern.compile("ak-[A-Za-z0-9_.~+/=-]+");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\u2028\\u2029]+");
    private static final int SENTENCE = 300;
    private static final int RAW = 4000;

    private final @Nullable ApiKey key;

    Redaction(@Nullable ApiKey key) {
        this.key = key;
    }

    /** For messages and reasons. */
    String words(@Nullable String text) {
        return clean(text, SENTENCE);
    }

    /** For an answer that is kept because it could not be understood. */
    String raw(@Nullable String text) {
        return clean(text, RAW);
    }

    private String clean(@Nullable String text, int most) {
        if (text == null) {
            return "";
        }
        // First the whole text's keys, then the cut: half a key at the end would be no match any more.
        String shown = key == null ? text : text.replace(key.value(), "ak-…");
        shown = KEY.matcher(shown).replaceAll("ak-…");
        shown = UNPRINTABLE.matcher(shown).replaceAll(" ").strip();
        return shown.codePointCount(0, shown.length()) <= most
                ? shown
                : shown.substring(0, shown.offsetByCodePoints(0, most)) + "…";
    }
}
