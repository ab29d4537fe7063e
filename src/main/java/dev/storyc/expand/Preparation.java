package dev.storyc.expand;

import dev.storyc.board.Condition;
import dev.storyc.board.Scene;
import dev.storyc.board.Settings;
import dev.storyc.board.Shot;
import dev.storyc.board.Storyboard;
import dev.storyc.board.Value;
import dev.storyc.board.Variants;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.NearestName;
import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Sources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks all names and templates of a storyboard once, before any variant is rendered. */
final class Preparation {
    private static final FieldPath VARIANTS = FieldPath.ROOT.child("variants");

    /** Where names are declared: if one of these was refused as a whole, nobody knows which names there are. */
    private static final List<FieldPath> UNDER_NAMES = List.of(
            FieldPath.ROOT.child("uses"),
            FieldPath.ROOT.child("inputs"),
            FieldPath.ROOT.child("variables"),
            VARIANTS,
            VARIANTS.child("rows"),
            VARIANTS.child("matrix"),
            VARIANTS.child("include"));

    private final Located<Storyboard> located;
    private final Storyboard storyboard;
    private final boolean namesAreKnown;
    private final List<Diagnostic> diagnostics;
    private final TemplateCompiler compiler;
    private final References references;
    private final SceneCuts cuts;

    /**
     * @param columns the columns of the row file, in its order
     * @param columnsAreKnown false if there is a row file that could not be read
     */
    Preparation(
            Located<Storyboard> located,
            List<String> columns,
            boolean columnsAreKnown,
            Sources sources,
            List<Diagnostic> diagnostics) {
        this.located = located;
        this.storyboard = located.value();
        this.diagnostics = diagnostics;
        this.references = new References(located, columns, diagnostics);
        this.cuts = new SceneCuts(located);
        this.namesAreKnown = UNDER_NAMES.stream().noneMatch(located.broken()::contains) && columnsAreKnown;
        this.compiler = new TemplateCompiler(sources, namesAreKnown, diagnostics);
    }

    PreparedStoryboard prepare() {
        Set<String> axes = references.axes();
        Set<String> names = new LinkedHashSet<>(axes);
        names.addAll(storyboard.inputs().keySet());
        names.addAll(storyboard.variables().keySet());
        names.addAll(located.brokenNames(FieldPath.ROOT.child("inputs")));
        names.addAll(located.brokenNames(FieldPath.ROOT.child("variables")));
        names.addAll(located.brokenNames(VARIANTS.child("matrix")));
        references.clashes();
        Map<String, Binding> variables =
                bindings(storyboard.variables(), FieldPath.ROOT.child("variables"), names, "variable ", List.of());
        Map<String, Binding> fallbacks = fallbacks(names);
        Map<String, Template> settings = settings(storyboard.settings(), FieldPath.ROOT, names, List.of());
        Variants variants = storyboard.variants();
        List<PreparedOverride> overrides = variants == null ? List.of() : overrides(variants, names);
        String naming = variants == null ? null : variants.name();
        Template name = naming == null
                ? null
                : template(naming, FieldPath.ROOT.child("variants").child("name"), names, List.of("variants.name"));
        List<PreparedScene> scenes = new ArrayList<>();
        for (int i = 0; i < storyboard.scenes().size(); i++) {
            scenes.add(scene(storyboard.scenes().get(i), i, names, settings));
        }
        template(storyboard.notes(), FieldPath.ROOT.child("notes"), names, List.of("notes"));
        Set<Condition> unjudged = references.unjudged(axes, namesAreKnown);
        references.pickedClips(scenes);
        compiler.finish();
        references.unused();
        cuts.idle(diagnostics);
        return new PreparedStoryboard(axes, variables, fallbacks, overrides, name, scenes, unjudged);
    }

    private Map<String, Binding> fallbacks(Set<String> names) {
        Map<String, Binding> fallbacks = new LinkedHashMap<>();
        storyboard.inputs().forEach((name, input) -> {
            Value fallback = input.fallback();
            FieldPath path = FieldPath.ROOT.child("inputs").at(name).child("default");
            if (located.broken().contains(path)) {
                fallbacks.put(name, refused(name, path));
            } else if (fallback != null) {
                Binding bound = binding(name, fallback, path, names, List.of("default of input " + name));
                fallbacks.put(name, bound.declared(input));
            }
        });
        for (String name : located.brokenNames(FieldPath.ROOT.child("inputs"))) {
            fallbacks.putIfAbsent(
                    name, refused(name, FieldPath.ROOT.child("inputs").at(name)));
        }
        return fallbacks;
    }

    /** Stands for a value that was reported before. */
    private Binding refused(String name, FieldPath path) {
        Origin origin = new Origin(located.span(path), List.of());
        return new Binding(name, null, absent(origin), List.of(), false, origin);
    }

    private List<PreparedOverride> overrides(Variants variants, Set<String> names) {
        List<PreparedOverride> overrides = new ArrayList<>();
        Set<String> declared = new LinkedHashSet<>(storyboard.inputs().keySet());
        declared.addAll(storyboard.variables().keySet());
        declared.addAll(located.brokenNames(FieldPath.ROOT.child("inputs")));
        declared.addAll(located.brokenNames(FieldPath.ROOT.child("variables")));
        for (int i = 0; i < variants.overrides().size(); i++) {
            Variants.OverrideEntry entry = variants.overrides().get(i);
            FieldPath path =
                    FieldPath.ROOT.child("variants").child("overrides").at(i).child("variables");
            for (String name : entry.variables().keySet()) {
                if (variants.matrix().containsKey(name)) {
                    report(
                            Rule.UNKNOWN_NAME,
                            path.at(name),
                            "`" + name + "` is an axis, and an override sets none",
                            "use a variable that the prompts name instead");
                } else if (!declared.contains(name) && namesAreKnown) {
                    report(
                            Rule.UNKNOWN_NAME,
                            path.at(name),
                            "no input or variable is called `" + name + "`",
                            NearestName.hint(name, declared));
                }
            }
            Map<String, Binding> bound = new LinkedHashMap<>();
            bindings(entry.variables(), path, names, "override " + (i + 1) + ", ", List.of())
                    .forEach((name, value) ->
                            bound.put(name, value.declared(storyboard.inputs().get(name))));
            overrides.add(new PreparedOverride(entry.when(), bound));
        }
        return overrides;
    }

    private PreparedScene scene(Scene scene, int index, Set<String> names, Map<String, Template> shared) {
        FieldPath path = FieldPath.ROOT.child("scenes").at(index);
        String id = scene.id() == null ? "scene-" + (index + 1) : scene.id();
        List<String> way = List.of("scene " + id);
        Set<String> inScene = wider(names, scene.with(), path);
        Map<String, Template> own = settings(scene.settings(), path, inScene, way);
        // One map for all scenes without settings of their own: theirs are rendered once.
        Map<String, Template> settings = shared;
        if (!own.isEmpty()) {
            settings = new LinkedHashMap<>(shared);
            settings.putAll(own);
        }
        FilmScene.Form form = scene.auto()
                ? FilmScene.Form.AUTO
                : scene.shots() == null ? FilmScene.Form.ONE_SHOT : FilmScene.Form.LIST;
        List<PreparedShot> shots = new ArrayList<>();
        List<Shot> written = scene.shots() == null ? List.of() : scene.shots();
        for (int i = 0; i < written.size(); i++) {
            shots.add(shot(written.get(i), i, path.child("shots").at(i), inScene, way));
        }
        Origin origin = new Origin(located.span(path), way);
        if (!located.brokenNames(path.child("shots")).isEmpty()) {
            // A shot was refused: the sum of those that are left means nothing.
            shots.add(new PreparedShot(
                    shots.size() + 1, absent(origin), absent(origin), Map.of(), null, null, false, null, null, origin));
        }
        boolean whole = form != FilmScene.Form.LIST;
        Template duration = template(scene.duration(), path.child("duration"), inScene, way);
        Template prompt = template(scene.prompt(), path.child("prompt"), inScene, way);
        boolean unsized = located.broken().contains(path.child("duration"));
        Map<String, Binding> with = bindings(scene.with(), path.child("with"), inScene, "with ", way);
        return new PreparedScene(
                id,
                index + 1,
                form,
                duration == null && (whole || unsized) ? absent(origin) : duration,
                prompt == null && whole ? absent(origin) : prompt,
                settings,
                with,
                scene.when(),
                scene.unless(),
                scene.split() || located.broken().contains(path.child("split")),
                scene.takes() == null ? 1 : scene.takes(),
                scene.pick() == null ? 0 : scene.pick(),
                cuts.of(scene, path, origin),
                template(scene.caption(), path.child("caption"), inScene, way),
                template(scene.notes(), path.child("notes"), inScene, way),
                shots,
                origin);
    }

    private PreparedShot shot(Shot shot, int index, FieldPath path, Set<String> names, List<String> sceneWay) {
        List<String> way = new ArrayList<>(sceneWay);
        way.add("shot " + (index + 1));
        Set<String> inShot = wider(names, shot.with(), path);
        Origin origin = new Origin(located.span(path), way);
        Template duration = template(shot.duration(), path.child("duration"), inShot, way);
        Template prompt = template(shot.prompt(), path.child("prompt"), inShot, way);
        return new PreparedShot(
                index + 1,
                duration == null ? absent(origin) : duration,
                prompt == null ? absent(origin) : prompt,
                bindings(shot.with(), path.child("with"), inShot, "with ", way),
                shot.when(),
                shot.unless(),
                shot.startsClip(),
                template(shot.caption(), path.child("caption"), inShot, way),
                template(shot.notes(), path.child("notes"), inShot, way),
                origin);
    }

    /** Stands for what is missing, which was reported before. */
    private static Template absent(Origin origin) {
        return new Template(null, null, Map.of(), Map.of(), Map.of(), List.of(), true, origin);
    }

    private Set<String> wider(Set<String> names, Map<String, Value> with, FieldPath around) {
        List<String> refused = located.brokenNames(around.child("with"));
        if (with.isEmpty() && refused.isEmpty()) {
            return names;
        }
        Set<String> all = new LinkedHashSet<>(with.keySet());
        all.addAll(refused);
        all.addAll(names);
        return all;
    }

    private Map<String, Template> settings(Settings settings, FieldPath around, Set<String> names, List<String> way) {
        Map<String, Template> templates = new LinkedHashMap<>();
        settings.values().forEach((name, value) -> {
            List<String> there = new ArrayList<>(way);
            there.add("setting " + name);
            FieldPath path = around.child("settings").at(name);
            Template template = template(value.text(), path, names, there);
            if (template != null) {
                templates.put(name, template);
            }
        });
        return templates;
    }

    private Map<String, Binding> bindings(
            Map<String, Value> values, FieldPath around, Set<String> names, String what, List<String> way) {
        Map<String, Binding> bindings = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            List<String> there = new ArrayList<>(way);
            there.add(what + name);
            bindings.put(name, binding(name, value, around.at(name), names, there));
        });
        located.brokenNames(around).forEach(name -> bindings.putIfAbsent(name, refused(name, around.at(name))));
        return bindings;
    }

    private Binding binding(String name, Value value, FieldPath path, Set<String> names, List<String> way) {
        Origin origin = new Origin(located.span(path), way);
        if (value instanceof Value.Listing list) {
            List<Template> items = new ArrayList<>();
            for (int i = 0; i < list.items().size(); i++) {
                items.add(compile(list.items().get(i).text(), path.at(i), names, way));
            }
            return new Binding(name, null, null, items, false, origin);
        }
        Value.Scalar scalar = (Value.Scalar) value;
        boolean flag = scalar.kind() == Value.Kind.BOOLEAN;
        return new Binding(name, null, compile(scalar.text(), path, names, way), List.of(), flag, origin);
    }

    private @Nullable Template template(@Nullable String text, FieldPath path, Set<String> names, List<String> way) {
        return text == null ? null : compile(text, path, names, way);
    }

    private Template compile(String text, FieldPath path, Set<String> names, List<String> way) {
        Origin origin = new Origin(located.span(path), way);
        Template template = compiler.compile(text, located.place(path).value(), origin, names);
        references.use(template.uses().keySet());
        return template;
    }

    private void report(Rule rule, FieldPath path, String message, String hint) {
        diagnostics.add(Diagnostic.of(rule, located.keySpan(path), message, hint));
    }
}
