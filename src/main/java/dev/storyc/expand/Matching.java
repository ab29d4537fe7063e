package dev.storyc.expand;

import dev.storyc.board.Condition;
import dev.storyc.board.Input;
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
        return condition.wanted().entrySet().stream().allMatch(entry -> {
            Input input = inputs.get(entry.getKey());
            String value = values.apply(entry.getKey());
            return value != null
                    && entry.getValue().stream()
                            .anyMatch(wanted ->
                                    InputReader.normal(input, wanted.text()).equals(InputReader.normal(input, value)));
        });
    }
}
