package dev.storyc.board;

import jakarta.validation.constraints.NotNull;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One shot of a list.
 *
 * @param duration whole seconds; may be a template
 * @param prompt what is seen; a template
 * @param with values for this shot alone
 * @param when which variants have it, or null
 * @param unless which variants lack it, or null
 * @param startsClip whether a scene that is split must begin a clip here
 * @param caption a subtitle, never sent; a template
 * @param notes for people, never sent; a template
 */
public record Shot(
        @NotNull(
                message =
                        "missing-key | this shot has no `duration` | add its length in whole seconds, such as `duration: 4`")
        @Nullable
        String duration,

        @NotNull(
                message =
                        "missing-key | this shot has no `prompt` | add what is seen, such as `prompt: Close-up of a hand`")
        @Nullable
        String prompt,

        Map<String, Value> with,
        @Nullable Condition when,
        @Nullable Condition unless,
        boolean startsClip,
        @Nullable String caption,
        @Nullable String notes) {
    public Shot {
        with = Collections.unmodifiableMap(new LinkedHashMap<>(with));
    }
}
