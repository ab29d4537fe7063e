package dev.storyc.emulator;

import dev.storyc.catalog.ArgumentSpec;
import dev.storyc.catalog.VideoModel;
import dev.storyc.lower.Payload;
import dev.storyc.media.Animatic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From a request to the animatic that stands for its film. */
final class RequestAnimatic {
    private RequestAnimatic() {}

    /** @param width as in {@link EmulatorSettings} */
    static Animatic of(VideoModel model, Payload payload, int seconds, @Nullable Integer width) {
        Map<String, Object> args = payload.args();
        boolean sound = Boolean.TRUE.equals(args.get("generate_audio"));
        List<Integer> size = model.frames().size(text(args, model.frames().argument(), ""), ratio(args));
        double area = (double) size.get(0) * size.get(1);
        // Of the same area, all shapes cost the same to draw.
        double scale = width == null ? 1 : Math.sqrt((double) width * width * 9 / 16 / area);
        boolean multiShot = Boolean.TRUE.equals(args.get("multi_shot"));
        Object avoid = args.get("negative_prompt");
        return new Animatic(
                even(size.get(0) * scale),
                even(size.get(1) * scale),
                sound,
                "Animatic of " + model.id(),
                labels(model, args),
                avoid == null ? null : avoid.toString(),
                multiShot && args.get("multi_prompt") == null,
                cards(args, seconds));
    }

    private static String ratio(Map<String, Object> args) {
        String ratio = text(args, "aspect_ratio", "16:9");
        return ratio.matches("[1-9][0-9]*:[1-9][0-9]*") ? ratio : "16:9";
    }

    private static int even(double length) {
        return (int) Math.round(length / 2) * 2;
    }

    private static String text(Map<String, Object> args, String name, String otherwise) {
        Object value = args.get(name);
        return value == null ? otherwise : value.toString();
    }

    /** What the author's settings decide, in the order the model lists them; sound last, in a word. */
    private static List<String> labels(VideoModel model, Map<String, Object> args) {
        List<String> labels = new ArrayList<>();
        for (ArgumentSpec spec : model.arguments()) {
            Object value = args.get(spec.name());
            boolean shownElsewhere =
                    List.of("prompt", "negative_prompt", "generate_audio").contains(spec.name());
            if (value != null && spec.setBy() == ArgumentSpec.SetBy.SETTINGS && !shownElsewhere) {
                labels.add(spec.allowed().isEmpty() ? spec.name() + " " + value : value.toString());
            }
        }
        labels.add(Boolean.TRUE.equals(args.get("generate_audio")) ? "sound" : "no sound");
        return labels;
    }

    private static List<Animatic.Card> cards(Map<String, Object> args, int seconds) {
        if (!(args.get("multi_prompt") instanceof List<?> shots)) {
            return List.of(new Animatic.Card(seconds, text(args, "prompt", "")));
        }
        List<Animatic.Card> cards = new ArrayList<>();
        for (Object shot : shots) {
            if (shot instanceof Map<?, ?> fields && fields.get("duration") instanceof Number duration) {
                cards.add(new Animatic.Card(duration.intValue(), String.valueOf(fields.get("prompt"))));
            }
        }
        return cards;
    }
}
