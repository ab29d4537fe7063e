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
        @Key(value = "What the value is read as. If unsaid, `string`.", examples = "integer")
        Type type,

        @Key(value = "What the input is, for people.", examples = "Where the film is set") @Nullable
        String description,

        @Key(
                name = "default",
                value = "The value where there is none. A template.",
                examples = {"16:9", "[basil, anchovies]"})
        @Nullable
        Value fallback,

        @Key(
                value = "`false`: the input may be without a value, and is empty text then. If unsaid, `true`.",
                examples = "false")
        boolean required,

        @Key(name = "enum", value = "The only values there are.", examples = "[16:9, 9:16, 1:1]")
        List<Value.Scalar> allowed,

        @Key(
                value = "A regular expression (Java's) that the whole text must match. For a `string`.",
                examples = "\"[A-Z]{2}-[0-9]+\"")
        @Nullable
        String pattern,

        @Key(value = "The least value. For an `integer` or a `number`.", examples = "0.50") @Nullable
        BigDecimal min,

        @Key(value = "The greatest value. For an `integer` or a `number`.", examples = "60") @Nullable
        BigDecimal max,

        @Key(
                value = "The fewest characters of a `string` (Unicode code points), or entries of a `list`.",
                examples = "1")
        @Nullable
        Integer minLength,

        @Key(
                value = "The most characters of a `string` (Unicode code points), or entries of a `list`.",
                examples = "40")
        @Nullable
        Integer maxLength) {
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
