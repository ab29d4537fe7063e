package dev.storyc.expand;

import dev.storyc.board.Condition;
import dev.storyc.board.Scene;
import dev.storyc.board.Shot;
import dev.storyc.board.Slugs;
import dev.storyc.board.Storyboard;
import dev.storyc.board.Value;
import dev.storyc.board.Variants;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.NearestName;
import dev.storyc.diagnostic.Rule;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of a storyboard: which are declared, which are asked for, and which of both have no counterpart. */
final class References {
    private static final Pattern PART = Pattern.compile("\\.[0-9]+$");
    // Nobody reads more, and looking for the nearest name takes its time.
    private static final int MOST_FINDINGS = 2000;

    private final Located<Storyboard> located;
    private final Storyboard storyboard;
    private final List<String> columns;
    private final List<Diagnostic> diagnostics;
    private final Set<String> used = new HashSet<>();
    private final Set<String> refused = new HashSet<>();

    /** @param columns the columns of the row file, in its order */
    References(Located<Storyboard> located, List<String> columns, List<Diagnostic> diagnostics) {
        this.located = located;
        this.storyboard = located.value();
        this.columns = columns;
        this.diagnostics = diagnostics;
    }

    /** Notes that a template uses these names. */
    void use(Collection<String> names) {
        used.addAll(names);
    }

    /** The names of axes, columns and include values; an include's name that nobody knows is reported. */
    Set<String> axes() {
        Set<String> axes = new LinkedHashSet<>(columns);
        Variants variants = storyboard.variants();
        if (variants != null) {
            axes.addAll(variants.matrix().keySet());
            boolean free = axes.isEmpty();
            for (int i = 0; i < variants.include().size(); i++) {
                for (String name : variants.include().get(i).keySet()) {
                    if (!free && !axes.contains(name) && !storyboard.inputs().containsKey(name)) {
                        Set<String> known = new LinkedHashSet<>(axes);
                        known.addAll(storyboard.inputs().keySet());
                        report(
                                Rule.UNKNOWN_CONDITION,
                                FieldPath.ROOT
                                        .child("variants")
                                        .child("include")
                                        .at(i)
                                        .at(name),
                                "`" + name + "` is no axis, column or input",
                                NearestName.hint(name, known));
                    }
                    used.add(name);
                }
            }
            variants.include().forEach(entry -> axes.addAll(entry.keySet()));
        }
        return axes;
    }

    /** Reports names that are declared twice, and axes without values. */
    void clashes() {
        for (String name : storyboard.variables().keySet()) {
            if (storyboard.inputs().containsKey(name)) {
                report(
                        Rule.NAME_CLASH,
                        FieldPath.ROOT.child("variables").at(name),
                        "`" + name + "` is both an input and a variable",
                        "rename one of the two, or give the input this value as its `default`");
            }
        }
        Variants variants = storyboard.variants();
        if (variants == null) {
            return;
        }
        for (Map.Entry<String, List<Value.Scalar>> axis : variants.matrix().entrySet()) {
            FieldPath path = FieldPath.ROOT.child("variants").child("matrix").at(axis.getKey());
            if (columns.contains(axis.getKey())) {
                report(
                        Rule.NAME_CLASH,
                        path,
                        "`" + axis.getKey() + "` is both an axis and a column of the rows",
                        "rename one of the two");
            }
            if (axis.getValue().isEmpty()) {
                report(
                        Rule.EMPTY_AXIS,
                        path,
                        "the axis `" + axis.getKey() + "` has no values, so there is no variant",
                        "give it at least one value, or remove it");
            }
        }
    }

    /** Reports picks of clips that no scene makes; how many parts a scene is cut into is known only later. */
    void pickedClips(List<PreparedScene> scenes) {
        FieldPath all = FieldPath.ROOT.child("scenes");
        if (located.broken().contains(all) || !located.brokenNames(all).isEmpty()) {
            return;
        }
        Map<String, PreparedScene> ids = new LinkedHashMap<>();
        for (PreparedScene scene : scenes) {
            // Where an id is missing, misspelt or there twice, that was said, and the pick may well mean that scene.
            boolean sound = scene.id().matches(Slugs.PATTERN) && ids.putIfAbsent(scene.id(), scene) == null;
            FieldPath path = all.at(scene.number() - 1);
            if (!sound
                    || storyboard.scenes().get(scene.number() - 1).id() == null
                    || located.brokenWithin(path.child("id"))) {
                return;
            }
        }
        for (int i = 0; i < storyboard.picks().size() && diagnostics.size() < MOST_FINDINGS; i++) {
            String clip = storyboard.picks().get(i).clip();
            if (clip == null || ids.containsKey(clip)) {
                continue;
            }
            String id = PART.matcher(clip).replaceFirst("");
            PreparedScene scene = ids.get(id);
            if (scene == null || !scene.split()) {
                diagnostics.add(Diagnostic.of(
                        Rule.UNKNOWN_CLIP,
                        located.span(FieldPath.ROOT.child("picks").at(i).child("clip")),
                        scene == null
                                ? "no scene has the id `" + clip + "`"
                                : "the scene `" + id + "` is not cut into parts, so no clip is called `" + clip + "`",
                        scene == null ? NearestName.hint(clip, ids.keySet()) : "write `clip: " + id + "`"));
            }
        }
    }

    /** Conditions with a name that nobody knows, which is reported if it is known which names there are. */
    Set<Condition> unjudged(Set<String> axes, boolean namesAreKnown) {
        Set<Condition> unjudged = new HashSet<>();
        Set<String> withInputs = new LinkedHashSet<>(axes);
        withInputs.addAll(storyboard.inputs().keySet());
        refused.addAll(located.brokenNames(FieldPath.ROOT.child("inputs")));
        Variants variants = storyboard.variants();
        if (variants != null) {
            FieldPath path = FieldPath.ROOT.child("variants");
            for (int i = 0; i < variants.exclude().size(); i++) {
                keys(
                        unjudged,
                        namesAreKnown,
                        variants.exclude().get(i),
                        path.child("exclude").at(i),
                        axes);
            }
            for (int i = 0; i < variants.overrides().size(); i++) {
                keys(
                        unjudged,
                        namesAreKnown,
                        variants.overrides().get(i).when(),
                        path.child("overrides").at(i).child("when"),
                        axes);
            }
        }
        for (int i = 0; i < storyboard.picks().size(); i++) {
            keys(
                    unjudged,
                    namesAreKnown,
                    storyboard.picks().get(i).when(),
                    FieldPath.ROOT.child("picks").at(i).child("when"),
                    axes);
        }
        for (int i = 0; i < storyboard.scenes().size(); i++) {
            Scene scene = storyboard.scenes().get(i);
            FieldPath path = FieldPath.ROOT.child("scenes").at(i);
            keys(unjudged, namesAreKnown, scene.when(), path.child("when"), withInputs);
            keys(unjudged, namesAreKnown, scene.unless(), path.child("unless"), withInputs);
            List<Shot> shots = scene.shots() == null ? List.of() : scene.shots();
            for (int j = 0; j < shots.size(); j++) {
                keys(
                        unjudged,
                        namesAreKnown,
                        shots.get(j).when(),
                        path.child("shots").at(j).child("when"),
                        withInputs);
                keys(
                        unjudged,
                        namesAreKnown,
                        shots.get(j).unless(),
                        path.child("shots").at(j).child("unless"),
                        withInputs);
            }
        }
        return unjudged;
    }

    private void keys(
            Set<Condition> unjudged,
            boolean namesAreKnown,
            @Nullable Condition condition,
            FieldPath path,
            Set<String> known) {
        if (condition == null) {
            return;
        }
        if (!namesAreKnown) {
            unjudged.add(condition);
            return;
        }
        for (String name : condition.wanted().keySet()) {
            used.add(name);
            if (refused.contains(name)) {
                unjudged.add(condition);
            } else if (!known.contains(name)) {
                unjudged.add(condition);
                report(
                        Rule.UNKNOWN_CONDITION,
                        path.at(name),
                        "no variant has a value called `" + name + "` to match",
                        known.isEmpty()
                                ? "add an axis of this name under `variants`, or remove the condition"
                                : NearestName.hint(name, known));
            }
        }
    }

    /** Reports what nobody uses; not what other storyboards may use through the same shared file. */
    void unused() {
        // Where something was refused, the name may well stand in it.
        if (!located.broken().isEmpty() || diagnostics.stream().anyMatch(Diagnostic::isError)) {
            return;
        }
        for (String name : storyboard.variables().keySet()) {
            FieldPath path = FieldPath.ROOT.child("variables").at(name);
            if (!used.contains(name) && located.place(path).value().source() == located.source()) {
                report(
                        Rule.UNUSED_VARIABLE,
                        path,
                        "nothing uses the variable `" + name + "`",
                        "remove it, or write `{{" + name + "}}` where it is meant");
            }
        }
        for (String name : storyboard.inputs().keySet()) {
            FieldPath path = FieldPath.ROOT.child("inputs").at(name);
            if (!used.contains(name) && located.place(path).value().source() == located.source()) {
                report(
                        Rule.UNUSED_INPUT,
                        path,
                        "nothing uses the input `" + name + "`",
                        "remove it, or write `{{" + name + "}}` where it is meant");
            }
        }
    }

    private void report(Rule rule, FieldPath path, String message, String hint) {
        diagnostics.add(Diagnostic.of(rule, located.keySpan(path), message, hint));
    }
}
