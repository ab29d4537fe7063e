package dev.storyc.board;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Arguments of the model by its own names; values may be templates.
 *
 * @param values in the order written
 */
public record Settings(Map<String, Value.Scalar> values) {
    public static final Settings NONE = new Settings(Map.of());

    public Settings {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
