package dev.storyc.board;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole storyboard as its author wrote it, shared parts of {@code uses} merged in.
 *
 * @param version the language's version
 * @param name a slug; outputs and the manifest carry it
 * @param title for people
 * @param model the model's id
 * @param settings arguments of the model for every scene
 * @param inputs what comes from outside, by name
 * @param variables constants, by name; values may be templates
 * @param variants which films it makes, or null for one
 * @param budget US dollars its clips may newly cost in one build, or null
 * @param picks which takes go into the cut
 * @param cut what is wanted of the cut
 * @param scenes in order
 * @param notes for people, never sent; a template
 */
@UniqueSceneIds
@KnownModel
public record Storyboard(
        @Key(value = "The version of the language. Always `1`.", examples = "1")
        @NotNull(
                message =
                        "missing-key | this storyboard does not say its language version | add `version: 1` as its first line")
        @Pattern(
                regexp = "1",
                message = "unsupported-version | this storyc reads language version 1, and the storyboard says `%s`"
                        + " | write `version: 1`, or use a newer storyc")
        @Nullable
        String version,

        @Key(
                value = "A slug that outputs and the manifest carry. Without it, the slug of the file's name. "
                        + "Renaming changes where films go, never what is paid.",
                examples = "aurora-launch")
        @Pattern(regexp = Slugs.PATTERN, message = "not-a-slug | `%s` is no slug | " + Slugs.HINT)
        String name,

        @Key(value = "A title for people. No template; never sent.", examples = "Aurora headphones, autumn launch")
        @Nullable
        String title,

        @Key(
                value = "The id of the model that renders the clips. Without it, and without one in the file of "
                        + "`uses`, `kwaivgi/kling-3.0/text-to-video`.",
                examples = "kwaivgi/kling-3.0/text-to-video")
        String model,

        @Key(
                value = "Arguments of the model for every scene, by the model's own names; a scene's own win, "
                        + "name by name. Values are templates.",
                examples = "{ mode: std, aspect_ratio: \"{{ratio}}\", generate_audio: true }")
        Settings settings,

        @Key(
                value = "What comes from outside, by name: an axis, a column of the rows, an `include`, or "
                        + "`--set`. Declaring one says what its value must be.",
                examples = "{ city: { type: string }, ratio: { enum: [16:9, 9:16], default: 16:9 } }")
        Map<String, @Valid Input> inputs,

        @Key(
                value = "Constants, by name. Values are templates, and may use inputs and other variables.",
                examples = "{ product: Aurora, tagline: \"{{product}}. Hear the room.\" }")
        Map<String, Value> variables,

        @Key(
                value = "Which films to make: rows × matrix, less `exclude`, plus `include`, altered by "
                        + "`overrides`. Without it one, named `default`.",
                examples = "{ matrix: { city: [Lisbon, Osaka], ratio: [16:9, 9:16] } }")
        @Nullable
        Variants variants,

        @Key(value = "US dollars that the clips of this storyboard may newly cost in one build.", examples = "60.00")
        @PositiveOrZero(
                message =
                        "number-out-of-range | `budget` is %s, and a budget is not negative | write it in US dollars, such as `budget: 60.00`")
        @Nullable
        BigDecimal budget,

        @Key(
                value = "Which takes go into the cut. The last pick that matches wins, also over a scene's own "
                        + "`pick`.",
                examples = "[ { clip: endcard, when: { city: Paris }, take: 2 } ]")
        List<@Valid Pick> picks,

        @Key(
                value = "The cut: a variant's picked clips as one film, free of cost. A scene's own `cut` wins, key by "
                        + "key.",
                examples = "{ transition: crossfade, seconds: 0.5, captions: sidecar }")
        @Valid
        Cut cut,

        @Key(
                value = "The scenes of the film, in order.",
                examples = "[ { id: harbour, duration: 5, prompt: Dawn over a fishing harbour } ]")
        @NotEmpty(message = "missing-key | this storyboard has no scenes | add `scenes:` with at least one scene")
        List<@Valid Scene> scenes,

        @Key(
                value = "Notes for people. A template; never sent.",
                examples = "For the shop screens; the music comes later.")
        @Nullable
        String notes) {
    public Storyboard {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        picks = List.copyOf(picks);
        scenes = List.copyOf(scenes);
    }
}
