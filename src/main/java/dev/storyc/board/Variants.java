package dev.storyc.board;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which films a storyboard makes: rows × matrix, less {@code exclude}, plus {@code include}, altered by
 * {@code overrides}.
 *
 * @param rows the path of a row file from the storyboard, or null
 * @param matrix axes with their values, in the order written
 * @param exclude each entry removes every combination it matches
 * @param include each entry is one complete variant
 * @param overrides applied in order, the last match winning
 * @param name a template for the variant's name, or null
 */
public record Variants(
        @Nullable String rows,
        Map<String, List<Value.Scalar>> matrix,
        List<Condition> exclude,
        List<Map<String, Value>> include,
        List<OverrideEntry> overrides,
        @Nullable String name) {
    public Variants {
        matrix = Collections.unmodifiableMap(new LinkedHashMap<>(matrix));
        exclude = List.copyOf(exclude);
        include = List.copyOf(include);
        overrides = List.copyOf(overrides);
    }

    /**
     * Values for the variants that match.
     *
     * @param when which variants
     * @param variables the values, which may be templates
     */
    public record OverrideEntry(Condition when, Map<String, Value> variables) {
        public OverrideEntry {
            variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        }
    }
}
