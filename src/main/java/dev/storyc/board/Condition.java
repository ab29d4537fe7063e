package dev.storyc.board;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code when}, {@code unless}, {@code exclude}, {@code overrides} and {@code picks} ask of a variant.
 *
 * @param wanted by name, the values of which one must agree; all names must
 */
public record Condition(Map<String, List<Value.Scalar>> wanted) {
    public Condition {
        wanted = Collections.unmodifiableMap(new LinkedHashMap<>(wanted));
    }
}
