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
 * @param scenes in order
 * @param notes for people, never sent; a template
 */
@UniqueSceneIds
@KnownModel
public record Storyboard(
        @NotNull(
                message =
                        "missing-key | this storyboard does not say its language version | add `version: 1` as its first line")
        @Pattern(
                regexp = "1",
                message = "unsupported-version | this storyc reads language version 1, and the storyboard says `%s`"
                        + " | write `version: 1`, or use a newer storyc")
        @Nullable
        String version,

        @Pattern(regexp = Slugs.PATTERN, message = "not-a-slug | `%s` is no slug | " + Slugs.HINT)
        String name,

        @Nullable String title,
        String model,
        Settings settings,
        Map<String, @Valid Input> inputs,
        Map<String, Value> variables,
        @Nullable Variants variants,

        @PositiveOrZero(
                message =
                        "number-out-of-range | `budget` is %s, and a budget is not negative | write it in US dollars, such as `budget: 60.00`")
        @Nullable
        BigDecimal budget,

        List<@Valid Pick> picks,

        @NotEmpty(message = "missing-key | this storyboard has no scenes | add `scenes:` with at least one scene")
        List<@Valid Scene> scenes,

        @Nullable String notes) {
    public Storyboard {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        picks = List.copyOf(picks);
        scenes = List.copyOf(scenes);
    }
}
