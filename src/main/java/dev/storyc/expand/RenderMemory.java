package dev.storyc.expand;

import org.jspecify.annotations.Nullable;

/**
 * What one variant has in common with those before it: a text, value or scene whose axes stand as they stood there, in the
 * same row and under the same overrides, is the same, and is not rendered again. Where anything was found to be wrong,
 * nothing is remembered, for that must be said of every variant.
 */
final class RenderMemory {
    /** Remembers nothing. */
    static final RenderMemory NONE = new RenderMemory(null, null, null, new int[0]);

    /** Stands in the place of inputs whose values are sound. */
    private static final Object SOUND = new Object();

    private final @Nullable Places places;
    private final @Nullable Shelves row;
    private final @Nullable Shelves storyboard;
    private final int[] turns;

    /**
     * @param row what the variants of its row came to, or null
     * @param storyboard what all variants came to where no row matters, or null
     * @param turns which of its values each axis has
     */
    RenderMemory(@Nullable Places places, @Nullable Shelves row, @Nullable Shelves storyboard, int[] turns) {
        this.places = places;
        this.row = row;
        this.storyboard = storyboard;
        this.turns = turns;
    }

    /** The text of a template, as {@link Template#render} gives it. */
    Rendered render(Template template, Names names) {
        Place place = places == null || template.isConstant() ? null : places.of(template);
        Rendered known = (Rendered) get(place);
        if (known == null) {
            known = template.render(names);
            if (place != null && !known.standIn()) {
                keep(place, known, known.text().length());
            }
        }
        return known;
    }

    /** The value of a binding, as {@link Binding#evaluate} gives it. */
    Plain evaluate(Binding binding, Names names, InputReader reader) {
        Place place = places == null ? null : places.of(binding);
        Plain known = (Plain) get(place);
        if (known == null) {
            known = binding.evaluate(names, reader);
            if (place != null && known != Plain.STAND_IN) {
                keep(place, known, known.toString().length());
            }
        }
        return known;
    }

    /** A scene without its settings, if it was rendered before and nothing was wrong with it. */
    @Nullable
    RememberedScene scene(PreparedScene scene) {
        return places == null ? null : (RememberedScene) get(places.ofScene(scene));
    }

    void keep(PreparedScene scene, RememberedScene rendered) {
        Place place = places == null ? null : places.ofScene(scene);
        if (place != null) {
            keep(place, rendered, rendered.characters());
        }
    }

    /** The settings of a scene, if they were rendered before and nothing was wrong with them. */
    @Nullable
    RenderedSettings settings(PreparedScene scene) {
        return places == null ? null : (RenderedSettings) get(places.ofSettings(scene));
    }

    void keep(PreparedScene scene, RenderedSettings settings) {
        Place place = places == null ? null : places.ofSettings(scene);
        if (place != null) {
            keep(place, settings, settings.characters());
        }
    }

    /** Whether the values of all inputs were found to be sound. */
    boolean areInputsSound() {
        return places != null && get(places.ofInputs()) != null;
    }

    void keepInputsSound() {
        Place place = places == null ? null : places.ofInputs();
        if (place != null) {
            keep(place, SOUND, 0);
        }
    }

    private @Nullable Object get(@Nullable Place place) {
        Shelves shelves = place == null ? null : place.isOfRow() ? row : storyboard;
        return place == null || shelves == null ? null : shelves.get(place, place.slot(turns));
    }

    private void keep(Place place, Object made, int characters) {
        Shelves shelves = place.isOfRow() ? row : storyboard;
        if (shelves != null) {
            shelves.keep(place, place.slot(turns), made, characters);
        }
    }
}
