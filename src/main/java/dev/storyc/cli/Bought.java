package dev.storyc.cli;

import dev.storyc.catalog.ArgumentSpec;
import dev.storyc.catalog.ArgumentSpec.SetBy;
import dev.storyc.catalog.FrameSizes;
import dev.storyc.catalog.Limits;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.catalog.PriceTable;
import dev.storyc.catalog.VideoModel;
import dev.storyc.catalog.WireType;
import dev.storyc.expand.Film;
import dev.storyc.expand.FilmScene;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Payload;
import dev.storyc.manifest.Manifest;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.manifest.ManifestRow.Place;
import dev.storyc.plan.Planner;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What manifests tell of the requests that were sent, in place of a catalogue that may have changed since: how scenes were
 * cut, and which arguments a model took that is known no more.
 */
final class Bought {
    private static final Set<String> OF_SCENES =
            Set.of("duration", "multi_shot", "shot_type", "prompt", "multi_prompt");
    private static final int LONGEST = 3600;

    private final Map<Place, ManifestRow> rows = new HashMap<>();
    private final Map<String, VideoModel> models = new TreeMap<>();
    /** The arguments that every request to a model had which is known no more, set by an author or not. */
    private final Map<String, Set<String>> always = new HashMap<>();

    Bought(Collection<Manifest> manifests) {
        ModelCatalog known = new ModelCatalog();
        Map<String, List<Map<String, Object>>> requests = new LinkedHashMap<>();
        for (Manifest manifest : manifests) {
            for (ManifestRow row : manifest.rows()) {
                rows.put(row.place(), row);
                Payload payload = row.film().payload();
                if (known.find(payload.model()).isEmpty()) {
                    requests.computeIfAbsent(payload.model(), unused -> new ArrayList<>())
                            .add(payload.args());
                }
            }
        }
        requests.forEach((id, args) -> {
            models.put(id, model(id, args));
            Set<String> every = new HashSet<>(args.get(0).keySet());
            args.forEach(one -> every.retainAll(one.keySet()));
            always.put(id, every);
        });
    }

    /** The models that are in the catalogue no more, as far as requests to them tell. */
    Map<String, VideoModel> models() {
        return models;
    }

    /** What was bought at a place. */
    Optional<ManifestRow> row(Place place) {
        return Optional.ofNullable(rows.get(place));
    }

    /** How many shots each clip had that a scene was cut into. */
    Optional<List<Integer>> shots(Film film, FilmScene scene) {
        ManifestRow whole = any(film, scene.id());
        if (whole != null) {
            return shots(whole).map(List::of);
        }
        List<Integer> shots = new ArrayList<>();
        for (ManifestRow part = any(film, scene.id() + ".1"); part != null; ) {
            Optional<Integer> of = shots(part);
            if (of.isEmpty()) {
                return Optional.empty();
            }
            shots.add(of.get());
            part = any(film, scene.id() + "." + (shots.size() + 1));
        }
        return shots.isEmpty() ? Optional.empty() : Optional.of(shots);
    }

    private @Nullable ManifestRow any(Film film, String clip) {
        // A picked take may be all there is of a clip.
        return IntStream.rangeClosed(1, 99)
                .mapToObj(take -> rows.get(new Place(film.storyboard(), film.variant(), clip, take)))
                .filter(row -> row != null)
                .findFirst()
                .orElse(null);
    }

    private static Optional<Integer> shots(ManifestRow row) {
        return row.film().payload().args().get("multi_prompt") instanceof List<?> shots
                ? Optional.of(shots.size())
                : Optional.empty();
    }

    /**
     * A clip as it was sent: of a model that is known no more, what the storyboard leaves to the model is what it was then.
     */
    Clip asSent(Clip clip) {
        Set<String> wanted = always.get(clip.payload().model());
        ManifestRow row = rows.get(Planner.place(clip));
        if (wanted == null || row == null) {
            return clip;
        }
        Map<String, Object> args = new LinkedHashMap<>(clip.payload().args());
        row.film().payload().args().forEach((name, value) -> {
            if (wanted.contains(name)) {
                args.putIfAbsent(name, value);
            }
        });
        Payload payload = new Payload(clip.payload().model(), args);
        return new Clip(
                clip.storyboard(),
                clip.variant(),
                clip.id(),
                clip.number(),
                clip.take(),
                clip.cut(),
                payload,
                clip.seconds(),
                clip.price(),
                clip.expected());
    }

    private static VideoModel model(String id, List<Map<String, Object>> requests) {
        Map<String, WireType> types = new LinkedHashMap<>();
        requests.forEach(args -> args.forEach((name, value) -> types.merge(
                name, type(value), (a, b) -> a == WireType.NUMBER || b == WireType.NUMBER ? WireType.NUMBER : b)));
        List<ArgumentSpec> arguments = new ArrayList<>();
        types.forEach((name, type) -> arguments.add(new ArgumentSpec(
                name,
                type,
                OF_SCENES.contains(name) ? SetBy.SCENE : SetBy.SETTINGS,
                false,
                null,
                null,
                List.of(),
                null,
                null,
                0,
                "",
                "",
                "")));
        Limits limits = new Limits(
                IntStream.rangeClosed(1, LONGEST).boxed().toList(),
                true,
                1,
                Integer.MAX_VALUE,
                1,
                LONGEST,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                "",
                "",
                "",
                List.of());
        PriceTable prices = new PriceTable(List.of(), "");
        return new VideoModel(id, id, arguments, limits, prices, new FrameSizes("", Map.of("", 720), ""), "", "");
    }

    private static WireType type(Object value) {
        if (value instanceof Boolean) {
            return WireType.BOOLEAN;
        }
        if (value instanceof BigDecimal) {
            return WireType.NUMBER;
        }
        if (value instanceof Integer || value instanceof Long) {
            return WireType.INTEGER;
        }
        return value instanceof List<?> ? WireType.SHOTS : WireType.STRING;
    }
}
