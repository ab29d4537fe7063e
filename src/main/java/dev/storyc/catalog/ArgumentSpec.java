package dev.storyc.catalog;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One argument a model documents.
 *
 * @param name its wire name
 * @param type its JSON type on the wire
 * @param setBy whether an author's {@code settings} or the form of a scene decides it
 * @param stated whether storyc sends it even where the author set nothing
 * @param unset what is sent then, as text; null where nothing is
 * @param fallback what the far end is known to take when it isn't sent, as text; null where unknown
 * @param allowed the only values taken, as text; empty where any value of the type is
 * @param min the least number taken, or null
 * @param max the greatest number taken, or null
 * @param maxCharacters the most Unicode code points taken, or 0 where no limit is known
 * @param description what it does, for the people who set it, in Markdown; empty if scenes decide it
 * @param example a value, as text; empty if scenes decide it
 * @param source where this is stated
 */
public record ArgumentSpec(
        String name,
        WireType type,
        SetBy setBy,
        boolean stated,
        @Nullable String unset,
        @Nullable String fallback,
        List<String> allowed,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        int maxCharacters,
        String description,
        String example,
        String source) {
    public ArgumentSpec {
        allowed = List.copyOf(allowed);
    }

    /** Who decides an argument's value. */
    public enum SetBy {
        SETTINGS,
        SCENE
    }
}
