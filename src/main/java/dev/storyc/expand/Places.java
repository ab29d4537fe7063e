package dev.storyc.expand;

import dev.storyc.board.Variants;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where all that variants may have in common is remembered: each text, value and scene by the axes it depends on, so that
 * variants that differ in other axes alone share it. Worked out once, from what the texts use.
 */
final class Places {
    /** Combinations that are told apart for one text; one that depends on more is made for each variant. */
    private static final int MOST_SLOTS = 4096;

    /** The same for all texts of a storyboard together. */
    private static final int MOST_IN_ALL = 1 << 14;

    private final List<Integer> sizes = new ArrayList<>();
    private final Reach reach;
    // Of templates and bindings; each stands in one scope.
    private final IdentityHashMap<Object, Place> parts = new IdentityHashMap<>();
    // By the scene's number.
    private final @Nullable Place[] scenes;
    private final @Nullable Place[] settings;
    private final @Nullable Place inputs;
    private int count;
    private int slots;

    /**
     * @param declared the names of the inputs
     * @param columns the columns of the row file
     * @param variants the axes of the matrix
     * @param sets the values of {@code --set}
     */
    Places(
            PreparedStoryboard prepared,
            Set<String> declared,
            Set<String> columns,
            @Nullable Variants variants,
            Map<String, Binding> sets) {
        Map<String, Integer> axes = new HashMap<>();
        if (variants != null) {
            variants.matrix().forEach((axis, values) -> {
                axes.put(axis, sizes.size());
                sizes.add(values.size());
            });
        }
        List<Map<String, Binding>> bindings = new ArrayList<>();
        bindings.add(sets);
        prepared.overrides().forEach(override -> bindings.add(override.values()));
        bindings.add(prepared.variables());
        bindings.add(prepared.fallbacks());
        this.reach = new Reach(axes, columns, bindings);
        this.inputs = place(reach.of(declared, List.of()));
        for (Map<String, Binding> some : bindings) {
            for (Binding binding : some.values()) {
                if (!binding.uses().isEmpty()) {
                    put(binding, reach.of(binding.uses(), List.of()));
                }
            }
        }
        this.scenes = new Place[prepared.scenes().size() + 1];
        this.settings = new Place[scenes.length];
        IdentityHashMap<Map<String, Template>, Place> shared = new IdentityHashMap<>();
        for (PreparedScene scene : prepared.scenes()) {
            placeSettings(scene, shared);
            placeTexts(scene);
        }
    }

    /** A memory for the variants of one row. */
    RowMemory ofRow() {
        return sizes.isEmpty() ? RowMemory.OF_ONE : new RowMemory(count);
    }

    /** A memory for what doesn't depend on the row. */
    RowMemory ofStoryboard() {
        return new RowMemory(count);
    }

    /** The place of a template or of a binding; null if it has none. */
    @Nullable
    Place of(Object part) {
        return parts.get(part);
    }

    /** The place of a scene without its settings; null if it has none. */
    @Nullable
    Place ofScene(PreparedScene scene) {
        return scenes[scene.number()];
    }

    /** The place of a scene's settings, which scenes may share. */
    @Nullable
    Place ofSettings(PreparedScene scene) {
        return settings[scene.number()];
    }

    /** The place of all inputs together, to remember that their values are sound. */
    @Nullable
    Place ofInputs() {
        return inputs;
    }

    private void placeSettings(PreparedScene scene, Map<Map<String, Template>, Place> shared) {
        Place known = shared.get(scene.settings());
        if (scene.settings().isEmpty()) {
            return;
        }
        if (known != null && scene.with().isEmpty()) {
            settings[scene.number()] = known;
            return;
        }
        Reach.Extent extent = reach.of(names(scene.settings().values().stream()), List.of(scene.with()));
        Place place = place(extent);
        settings[scene.number()] = place;
        // With values of its own, the same words may come to something else.
        if (place != null && scene.with().isEmpty()) {
            shared.put(scene.settings(), place);
        }
    }

    private void placeTexts(PreparedScene scene) {
        List<Template> own = templates(scene.duration(), scene.prompt(), scene.caption(), scene.notes());
        List<Template> all = new ArrayList<>(own);
        List<Map<String, Binding>> with = new ArrayList<>(List.of(scene.with()));
        boolean whole = true;
        for (PreparedShot shot : scene.shots()) {
            all.addAll(templates(shot));
            with.add(shot.with());
            // What is wrong with the names of a condition is found by asking it, so it is asked of every variant.
            whole &= shot.when() == null && shot.unless() == null;
        }
        Reach.Extent ofScene = reach.of(names(all.stream()), with);
        if (whole) {
            scenes[scene.number()] = place(ofScene);
        }
        placeTexts(own, List.of(scene.with()), whole, ofScene);
        for (PreparedShot shot : scene.shots()) {
            placeTexts(templates(shot), List.of(scene.with(), shot.with()), whole, ofScene);
        }
    }

    private void placeTexts(
            List<Template> texts, List<Map<String, Binding>> with, boolean whole, Reach.Extent ofScene) {
        for (Template text : texts) {
            Reach.Extent extent = reach.of(text.uses().keySet(), with);
            // One that turns with its scene is never asked for but with the whole of it.
            if (!text.isConstant() && !(whole && extent.equals(ofScene))) {
                put(text, extent);
            }
        }
    }

    private static List<Template> templates(PreparedShot shot) {
        return templates(shot.duration(), shot.prompt(), shot.caption(), shot.notes());
    }

    private static List<Template> templates(@Nullable Template... some) {
        return Stream.of(some).flatMap(Stream::ofNullable).toList();
    }

    private static Collection<String> names(Stream<Template> templates) {
        Set<String> names = new HashSet<>();
        templates.forEach(template -> names.addAll(template.uses().keySet()));
        return names;
    }

    private void put(Object part, Reach.Extent extent) {
        Place place = place(extent);
        if (place != null) {
            parts.put(part, place);
        }
    }

    /** A new place, or null if there would be too many slots. */
    private @Nullable Place place(Reach.Extent extent) {
        int[] axes = new TreeSet<>(extent.axes())
                .stream().mapToInt(Integer::intValue).toArray();
        int[] strides = new int[axes.length];
        long size = 1;
        for (int i = 0; i < axes.length; i++) {
            strides[i] = (int) size;
            size *= sizes.get(axes[i]);
            if (size > MOST_SLOTS) {
                return null;
            }
        }
        if (slots + size > MOST_IN_ALL) {
            return null;
        }
        slots += (int) size;
        return new Place(count++, extent.row(), axes, strides, (int) size);
    }
}
