package dev.storyc.lower;

import dev.storyc.catalog.ArgumentSpec;
import dev.storyc.catalog.FrameSizes;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.catalog.VideoModel;
import dev.storyc.catalog.WireType;
import dev.storyc.expand.Film;
import dev.storyc.expand.FilmScene;
import dev.storyc.expand.Rendered;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From a film that fits its model to the clips that are asked for: payload, key and price. */
public final class FilmLowerer {
    private final ModelCatalog catalog;

    public FilmLowerer(ModelCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * The clips of a film, in order, each with its wanted takes.
     *
     * @param film a film without errors, of a known model
     */
    public List<Clip> lower(Film film) {
        VideoModel model = catalog.find(film.model()).orElseThrow();
        List<Clip> clips = new ArrayList<>();
        for (FilmScene scene : film.scenes()) {
            Map<String, Object> args = arguments(scene, model);
            Payload payload = new Payload(model.id(), args);
            int seconds = scene.clipSeconds();
            BigDecimal price = model.prices().price(args, seconds).orElse(null);
            Expectation expected = expectation(model, args, seconds);
            int pick = pick(film, scene);
            int first = pick == 0 ? 1 : pick;
            int last = pick == 0 ? scene.takes() : pick;
            for (int take = first; take <= last; take++) {
                clips.add(new Clip(
                        film.storyboard(),
                        film.variant(),
                        scene.id(),
                        scene.number(),
                        take,
                        take == first,
                        RequestKey.of(payload, take),
                        payload,
                        seconds,
                        price,
                        expected));
            }
        }
        return clips;
    }

    /** The take picked for a clip: by its own id, by its scene's, or on the scene itself; 0 if none is. */
    private static int pick(Film film, FilmScene scene) {
        Integer own = film.picks().get(scene.id());
        Integer whole = film.picks().get(scene.id().replaceFirst("\\.[0-9]+$", ""));
        return own != null ? own : whole != null ? whole : scene.pick();
    }

    private static Map<String, Object> arguments(FilmScene scene, VideoModel model) {
        Map<String, Object> args = new LinkedHashMap<>();
        for (ArgumentSpec spec : model.arguments()) {
            Object value = spec.setBy() == ArgumentSpec.SetBy.SCENE ? ofScene(spec, scene) : ofSettings(spec, scene);
            if (value != null) {
                args.put(spec.name(), value);
            }
        }
        return args;
    }

    private static @Nullable Object ofScene(ArgumentSpec spec, FilmScene scene) {
        boolean multiShot = scene.form() != FilmScene.Form.ONE_SHOT;
        boolean list = scene.form() == FilmScene.Form.LIST;
        Rendered prompt = scene.prompt();
        return switch (spec.name()) {
            case "duration" -> wire(spec.type(), String.valueOf(scene.clipSeconds()));
            case "multi_shot" -> multiShot;
            case "shot_type" -> multiShot ? (list ? "customize" : "intelligence") : null;
            case "prompt" -> list || prompt == null ? null : prompt.text();
            case "multi_prompt" -> list ? shots(scene) : null;
            default -> throw new IllegalStateException("no scene makes the argument " + spec.name());
        };
    }

    private static List<Map<String, Object>> shots(FilmScene scene) {
        List<Map<String, Object>> shots = new ArrayList<>();
        scene.shots().forEach(shot -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("duration", shot.seconds());
            one.put("prompt", shot.prompt().text());
            shots.add(one);
        });
        return shots;
    }

    private static @Nullable Object ofSettings(ArgumentSpec spec, FilmScene scene) {
        Rendered set = scene.settings().get(spec.name());
        String text = set == null || set.isBlank() ? null : set.text();
        if (text == null && spec.stated()) {
            text = spec.unset();
        }
        return text == null ? null : wire(spec.type(), text);
    }

    private static Object wire(WireType type, String text) {
        return switch (type) {
            case STRING, SHOTS -> text;
            case BOOLEAN -> Boolean.valueOf(text);
            case INTEGER -> Integer.valueOf(text);
            // 0.50 and 0.5 are one number, and one key.
            case NUMBER -> new BigDecimal(text).stripTrailingZeros();
        };
    }

    private static Expectation expectation(VideoModel model, Map<String, Object> args, int seconds) {
        FrameSizes frames = model.frames();
        Object ratio = args.get("aspect_ratio");
        String shape = ratio != null
                ? ratio.toString()
                : model.argument("aspect_ratio").map(ArgumentSpec::fallback).orElse("16:9");
        List<Integer> size = frames.size(String.valueOf(args.get(frames.argument())), shape);
        return new Expectation(seconds, size.get(0), size.get(1), Boolean.TRUE.equals(args.get("generate_audio")));
    }
}
