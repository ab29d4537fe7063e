package dev.storyc.board;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that comes from outside: a variant, a row or {@code --set}.
 *
 * @param type what it is read as
 * @param description for people
 * @param fallback the {@code default}; may be a template; null if there is none
 * @param required whether a variant must have a value
 * @param allowed the {@code enum}; empty if any value will do
 * @param pattern a regular expression the whole text must match, or null
 * @param min the least number, or null
 * @param max the greatest number, or null
 * @param minLength the fewest code points, or entries of a list; or null
 * @param maxLength the most, or null
 */
@CoherentInput
public record Input(
        Type type,
        @Nullable String description,
        @Nullable Value fallback,
        boolean required,
        List<Value.Scalar> allowed,
        @Nullable String pattern,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        @Nullable Integer minLength,
        @Nullable Integer maxLength) {
    public Input {
        allowed = List.copyOf(allowed);
    }

    /** What an input's text is read as. */
    public enum Type {
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        LIST
    }
}
