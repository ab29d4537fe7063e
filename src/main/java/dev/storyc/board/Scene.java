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
 * @param cut how it goes into the cut; it wins over the storyboard's, key by key
 * @param caption a subtitle, never sent; a template
 * @param notes for people, never sent; a template
 */
@OneForm
public record Scene(
        @Key(value = "A slug, unique in the storyboard. Clips and files are named after it.", examples = "night-market")
        @NotNull(message = "missing-key | this scene has no `id` | add a short name for it, such as `id: arrival`")
        @Pattern(regexp = Slugs.PATTERN, message = "not-a-slug | `%s` is no slug | " + Slugs.HINT)
        @Nullable
        String id,

        boolean auto,

        @Key(
                value = "`auto`, and the model cuts `prompt` into shots by itself; or a list of shots, which you "
                        + "cut. Without it the scene is one shot.",
                examples = "auto")
        @Nullable
        List<@Valid Shot> shots,

        @Key(
                value = "The length in whole seconds. Required but for a list of shots, whose sum it must be. A "
                        + "template, if it renders to plain digits.",
                examples = {"5", "\"{{seconds}}\""})
        @Nullable
        String duration,

        @Key(
                value = "What is seen. A template. Required but for a list of shots, beside which it is not sent.",
                examples = {
                    "A wooden pier in fog, 35mm, slow push-in to its empty end.",
                    "\"{{> look/night-rain}} Wide shot of {{city}} at night.\""
                })
        @Nullable
        String prompt,

        @Key(
                value = "Arguments of the model for this scene alone; they win over the storyboard's, name by "
                        + "name.",
                examples = "{ generate_audio: false }")
        Settings settings,

        @Key(
                value = "Values for the templates of this scene alone. May name anything, declared or not.",
                examples = "{ lens: 24mm }")
        Map<String, Value> with,

        @Key(
                value = "The variants that have this scene. All keys must agree; a list means any of these.",
                examples = "{ ratio: 16:9, city: [Lisbon, Paris] }")
        @Nullable
        Condition when,

        @Key(
                value = "The variants that lack this scene. All keys must agree; a list means any of these.",
                examples = "{ city: Osaka }")
        @Nullable
        Condition unless,

        @Key(
                value = "`true` lets a list of shots that one clip can't hold become several clips, cut between "
                        + "shots.",
                examples = "true")
        boolean split,

        @Key(
                value = "How many takes are rendered until one is picked. The same request never gives the same "
                        + "film twice.",
                examples = "2")
        @Min(
                value = 1,
                message =
                        "number-out-of-range | `takes` is %s, and a scene has at least one take | write `takes: 1` or more")
        @Nullable
        Integer takes,

        @Key(value = "The take that goes into the cut. From then on only this one is wanted.", examples = "2")
        @Min(
                value = 1,
                message = "number-out-of-range | `pick` is %s, and takes count from 1 | write `pick: 1` or more")
        @Nullable
        Integer pick,

        @Key(
                value = "How the scene goes into the cut; its keys win over those of `cut` at the top. `transition` is "
                        + "the way into this scene.",
                examples = "{ transition: crossfade, seconds: 1 }")
        @Valid
        Cut cut,

        @Key(value = "A subtitle for the whole scene. A template; never sent.", examples = "Last boat tonight.")
        @Nullable
        String caption,

        @Key(value = "Notes for people. A template; never sent.", examples = "Hands tell it; the face comes last.")
        @Nullable
        String notes) {
    public Scene {
        shots = shots == null ? null : List.copyOf(shots);
        with = Collections.unmodifiableMap(new LinkedHashMap<>(with));
    }
}
