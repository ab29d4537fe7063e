package dev.storyc.parse;

import dev.storyc.board.Condition;
import dev.storyc.board.Pick;
import dev.storyc.board.Scene;
import dev.storyc.board.Settings;
import dev.storyc.board.Shot;
import dev.storyc.board.Slugs;
import dev.storyc.board.Storyboard;
import dev.storyc.board.Value;
import dev.storyc.board.Variants;
import dev.storyc.diagnostic.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Binds a storyboard's mapping to its record, key by key. */
final class StoryboardBinder {
    private final Reading reading;
    private final Shared shared;
    private final String defaultModel;

    StoryboardBinder(Reading reading, Shared shared, String defaultModel) {
        this.reading = reading;
        this.shared = shared;
        this.defaultModel = defaultModel;
    }

    Storyboard bind(Fields fields) {
        String model = fields.text("model");
        if (model == null) {
            model = shared.model() == null ? defaultModel : shared.model();
        }
        String name = fields.text("name");
        Storyboard storyboard = new Storyboard(
                fields.text("version"),
                name == null ? fileSlug() : name,
                fields.text("title"),
                model,
                merged(settings(fields)),
                merged(shared.inputs(), InputBinder.inputs(fields)),
                merged(shared.variables(), fields.values("variables")),
                variants(fields.nested("variants")),
                fields.decimal("budget", "60.00"),
                picks(fields),
                CutBinder.cut(fields).over(shared.cut()),
                scenes(fields),
                fields.text("notes"));
        fields.finish(key -> key.startsWith("x-"));
        return storyboard;
    }

    private Settings settings(Fields fields) {
        return new Settings(scalarsOnly(fields, reading, "settings"));
    }

    /** Names with scalars; a list where one value is wanted is a finding. */
    static Map<String, Value.Scalar> scalarsOnly(Fields fields, Reading reading, String key) {
        Map<String, Value.Scalar> scalars = new LinkedHashMap<>();
        fields.values(key).forEach((name, value) -> {
            if (value instanceof Value.Scalar scalar) {
                scalars.put(name, scalar);
            } else {
                reading.breaks(fields.path().child(key).at(name));
                reading.report(
                        Rule.WRONG_TYPE,
                        reading.span(fields.path().child(key).at(name)),
                        "`" + name + "` must be one value, and here stands a list",
                        "write one value after the colon");
            }
        });
        return scalars;
    }

    private Settings merged(Settings ours) {
        return new Settings(merged(shared.settings().values(), ours.values()));
    }

    private static <T> Map<String, T> merged(Map<String, T> theirs, Map<String, T> ours) {
        Map<String, T> all = new LinkedHashMap<>(theirs);
        all.putAll(ours);
        return all;
    }

    private @Nullable Variants variants(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        List<Variants.OverrideEntry> overrides = new ArrayList<>();
        for (Fields entry : fields.entriesOf("overrides", "each override")) {
            Condition when = entry.condition("when");
            Map<String, Value> values = entry.values("variables");
            entry.finish();
            if (when != null) {
                overrides.add(new Variants.OverrideEntry(when, values));
            } else if (!reading.broken().contains(entry.path().child("when"))) {
                reading.report(
                        Rule.MISSING_KEY,
                        reading.span(entry.path()),
                        "this override does not say which variants it is for",
                        "add `when:` with an axis and a value, or move the values to `variables`");
            }
        }
        Variants variants = new Variants(
                fields.text("rows"),
                fields.lists("matrix"),
                fields.conditions("exclude"),
                fields.entriesOf("include", "each entry of `include`").stream()
                        .map(entry -> entry.free(true))
                        .toList(),
                overrides,
                fields.text("name"));
        fields.finish();
        return variants;
    }

    private static List<Pick> picks(Fields fields) {
        List<Pick> picks = new ArrayList<>();
        for (Fields entry : fields.entriesOf("picks", "each pick")) {
            picks.add(new Pick(entry.text("clip"), entry.condition("when"), entry.integer("take")));
            entry.finish();
        }
        return picks;
    }

    private List<Scene> scenes(Fields fields) {
        List<Scene> scenes = new ArrayList<>();
        for (Fields entry : fields.entriesOf("scenes", "each scene")) {
            scenes.add(scene(entry));
            entry.finish();
        }
        return scenes;
    }

    private Scene scene(Fields fields) {
        Node shots = fields.take("shots");
        boolean auto = shots instanceof ScalarNode scalar && scalar.getValue().equals("auto");
        List<Shot> list = null;
        if (shots instanceof ScalarNode && !auto) {
            reading.report(
                    Rule.WRONG_TYPE,
                    shots,
                    "`shots` must be a list of shots or the word `auto`, and here stands " + Scalars.nameOf(shots),
                    "write `shots: auto`, or begin each shot with `- `");
            list = List.of();
        } else if (shots != null && !auto) {
            list = new ArrayList<>();
            for (Fields entry : fields.entriesOf("shots", "each shot")) {
                list.add(shot(entry));
                entry.finish();
            }
        }
        return new Scene(
                fields.text("id"),
                auto,
                list,
                fields.text("duration"),
                fields.text("prompt"),
                settings(fields),
                fields.values("with"),
                fields.condition("when"),
                fields.condition("unless"),
                fields.flag("split", false),
                fields.integer("takes"),
                fields.integer("pick"),
                CutBinder.cut(fields),
                fields.text("caption"),
                fields.text("notes"));
    }

    private static Shot shot(Fields fields) {
        return new Shot(
                fields.text("duration"),
                fields.text("prompt"),
                fields.values("with"),
                fields.condition("when"),
                fields.condition("unless"),
                fields.flag("starts_clip", false),
                fields.text("caption"),
                fields.text("notes"));
    }

    private String fileSlug() {
        String path = reading.text().source().name();
        String file = path.substring(path.lastIndexOf('/') + 1);
        String slug = Slugs.of(file.replaceFirst("\\.ya?ml$", ""));
        return slug.isEmpty() ? "storyboard" : slug;
    }
}
