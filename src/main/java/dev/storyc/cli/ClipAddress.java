package dev.storyc.cli;

import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How people name a clip: {@code storyboard/variant/clip}, with {@code #n} for one of its takes.
 *
 * @param storyboard the storyboard's name
 * @param variant the variant's name; empty if only a storyboard is named
 * @param clip the clip's id; empty if only a variant is named
 * @param take the take, or 0 if none is named
 */
record ClipAddress(String storyboard, String variant, String clip, int take) {
    private static final Pattern FORM = Pattern.compile("([^/#]+)(?:/([^/#]+)(?:/([^/#]+)(?:#([0-9]{1,6}))?)?)?/?");

    /** Whether a text can be the address of a clip at all. */
    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    static ClipAddress of(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new UserError(
                    Exit.USAGE,
                    "`" + text + "` is no clip's address; write STORYBOARD/VARIANT/CLIP, as `storyc compile` names"
                            + " them, with #2 behind it for take 2");
        }
        String take = parts.group(4);
        return new ClipAddress(
                parts.group(1), word(parts.group(2)), word(parts.group(3)), take == null ? 0 : Integer.parseInt(take));
    }

    private static String word(@Nullable String text) {
        return text == null ? "" : text;
    }
}
