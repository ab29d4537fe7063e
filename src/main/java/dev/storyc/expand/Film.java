package dev.storyc.expand;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One variant of a storyboard, rendered: everything its clips are made of. What it is made of is handed over, not copied.
 *
 * @param storyboard the storyboard's name
 * @param title the title, or the name
 * @param model the model's id
 * @param variant the variant's name
 * @param values the values of axes, columns and includes, as text, in order
 * @param budget US dollars this storyboard's clips may newly cost in one build, or null
 * @param scenes the scenes that remain
 * @param picks picked takes by clip id; they win over a scene's own
 * @param cut whether its clips are to be made one film
 */
public record Film(
        String storyboard,
        String title,
        String model,
        String variant,
        Map<String, String> values,
        @Nullable BigDecimal budget,
        List<FilmScene> scenes,
        Map<String, Integer> picks,
        boolean cut) {
    public Film {
        values = Collections.unmodifiableMap(values);
        scenes = Collections.unmodifiableList(scenes);
        picks = Map.copyOf(picks);
    }

    /** The same film of another model. */
    public Film of(String otherModel) {
        return new Film(storyboard, title, otherModel, variant, values, budget, scenes, picks, cut);
    }

    /** The same film with other scenes. */
    public Film withScenes(List<FilmScene> others) {
        return new Film(storyboard, title, model, variant, values, budget, others, picks, cut);
    }
}
