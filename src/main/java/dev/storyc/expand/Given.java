package dev.storyc.expand;

import dev.storyc.board.Input;
import dev.storyc.board.Value;
import dev.storyc.diagnostic.Origin;
import org.jspecify.annotations.Nullable;

/**
 * A value that an axis, a column or an include gives to a name. One serves every variant that has it.
 *
 * @param text as conditions and names of variants see it
 * @param binding as templates see it
 */
record Given(String text, Binding binding) {
    static Given of(String name, @Nullable Input input, Value value, Origin origin) {
        return new Given(
                value instanceof Value.Scalar scalar ? scalar.text() : value.shown(),
                Binding.data(name, input, value, origin));
    }
}
