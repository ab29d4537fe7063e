package dev.storyc.board;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an author thinks in: one shot, a list of shots, or a stretch the model cuts by itself.
 *
 * @param id a slug, unique in the storyboard
 * @param auto whether it says {@code shots: auto}
 * @param shots the list of shots, or null where there is none
 * @param duration whole seconds; may be a template
 * @param prompt what is seen; a template
 * @param settings arguments of the model for this scene
 * @param with values for this scene alone
 * @param when which variants have it, or null
 * @param unless which variants lack it, or null
 * @param split whether it may be cut into several clips
 * @param takes how many takes are rendered until one is picked, or null for one
 * @param pick the picked take, or null
 * @param caption a subtitle, never sent; a template
 * @param notes for people, never sent; a template
 */
@OneForm
public record Scene(
        @NotNull(message = "missing-key | this scene has no `id` | add a short name for it, such as `id: arrival`")
        @Pattern(regexp = Slugs.PATTERN, message = "not-a-slug | `%s` is no slug | " + Slugs.HINT)
        @Nullable
        String id,

        boolean auto,
        @Nullable List<@Valid Shot> shots,
        @Nullable String duration,
        @Nullable String prompt,
        Settings settings,
        Map<String, Value> with,
        @Nullable Condition when,
        @Nullable Condition unless,
        boolean split,

        @Min(
                value = 1,
                message =
                        "number-out-of-range | `takes` is %s, and a scene has at least one take | write `takes: 1` or more")
        @Nullable
        Integer takes,

        @Min(
                value = 1,
                message = "number-out-of-range | `pick` is %s, and takes count from 1 | write `pick: 1` or more")
        @Nullable
        Integer pick,

        @Nullable String caption,
        @Nullable String notes) {
    public Scene {
        shots = shots == null ? null : List.copyOf(shots);
        with = Collections.unmodifiableMap(new LinkedHashMap<>(with));
    }
}
