package dev.storyc.expand;

import dev.storyc.board.Condition;
import dev.storyc.board.Input;
import dev.storyc.board.Value;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The one way conditions match: all names must agree, each with any of its values, read as the input's type. */
final class Matching {
    private final Map<String, Input> inputs;

    Matching(Map<String, Input> inputs) {
        this.inputs = inputs;
    }

    /** @param values the text of a name, or null if it has no value here */
    boolean matches(Condition condition, Function<String, @Nullable String> values) {
        for (Map.Entry<String, List<Value.Scalar>> entry : condition.wanted().entrySet()) {
            String value = values.apply(entry.getKey());
            if (value == null || !isAmong(inputs.get(entry.getKey()), value, entry.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAmong(@Nullable Input input, String value, List<Value.Scalar> wanted) {
        String normal = InputReader.normal(input, value);
        for (Value.Scalar one : wanted) {
            if (InputReader.normal(input, one.text()).equals(normal)) {
                return true;
            }
        }
        return false;
    }
}
