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
        @Key(
                value = "The length in whole seconds. A template, if it renders to plain digits.",
                examples = {"4", "\"{{seconds}}\""})
        @NotNull(
                message =
                        "missing-key | this shot has no `duration` | add its length in whole seconds, such as `duration: 4`")
        @Nullable
        String duration,

        @Key(value = "What is seen. A template.", examples = "\"{{lens}} close-up: a hand lifts the {{product}}.\"")
        @NotNull(
                message =
                        "missing-key | this shot has no `prompt` | add what is seen, such as `prompt: Close-up of a hand`")
        @Nullable
        String prompt,

        @Key(
                value = "Values for the templates of this shot alone; they win over the scene's.",
                examples = "{ lens: 85mm }")
        Map<String, Value> with,

        @Key(
                value = "The variants that have this shot. All keys must agree; a list means any of these.",
                examples = "{ ratio: 16:9 }")
        @Nullable
        Condition when,

        @Key(
                value = "The variants that lack this shot. All keys must agree; a list means any of these.",
                examples = "{ city: Osaka }")
        @Nullable
        Condition unless,

        @Key(
                value = "`true` makes a scene with `split: true` begin a clip here, so that edits before it leave "
                        + "what comes after alone.",
                examples = "true")
        boolean startsClip,

        @Key(value = "A subtitle for this shot. A template; never sent.", examples = "Last boat tonight.") @Nullable
        String caption,

        @Key(value = "Notes for people. A template; never sent.", examples = "Rain is added in the mix.") @Nullable
        String notes) {
    public Shot {
        with = Collections.unmodifiableMap(new LinkedHashMap<>(with));
    }
}
