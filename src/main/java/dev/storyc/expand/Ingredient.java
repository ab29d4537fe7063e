package dev.storyc.expand;

import dev.storyc.diagnostic.Origin;
import java.util.List;

/**
 * A value or a partial that went into a text.
 *
 * @param tag how the text names it, such as {@code {{city}}} or {@code {{> look/night-rain}}}
 * @param value the text it stands for here; of a partial, nothing
 * @param origin where that was written, the last step of the way saying as what: {@code axis city}
 * @param from what it is made of in turn
 */
public record Ingredient(String tag, String value, Origin origin, List<Ingredient> from) {
    public Ingredient {
        from = List.copyOf(from);
    }
}
