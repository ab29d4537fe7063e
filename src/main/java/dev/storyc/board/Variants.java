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
        @Key(
                value = "A file with a row for each film: CSV, TSV, JSON, JSON Lines or YAML. The path counts "
                        + "from the storyboard.",
                examples = "../data/products.csv")
        @Nullable
        String rows,

        @Key(
                value = "Axes with their values. Every combination is a variant, and of every row.",
                examples = "{ city: [Lisbon, Osaka], ratio: [16:9, 9:16] }")
        Map<String, List<Value.Scalar>> matrix,

        @Key(
                value = "Each entry removes every combination of rows and axes that it matches.",
                examples = "[ { city: Osaka, ratio: 16:9 } ]")
        List<Condition> exclude,

        @Key(
                value = "Each entry is one more variant, complete in itself: it takes nothing from a row and is "
                        + "never excluded.",
                examples = "[ { city: Paris, ratio: 1:1 } ]")
        List<Map<String, Value>> include,

        @Key(
                value = "Other values for the variants that match. Later ones win.",
                examples = "[ { when: { city: Osaka }, variables: { tagline: 部屋を聴く。 } } ]")
        List<OverrideEntry> overrides,

        @Key(
                value = "A template for the variants' names. Without it, the first column and the axes' values.",
                examples = "\"{{sku}}-{{ratio}}\"")
        @Nullable
        String name) {
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
    public record OverrideEntry(
            @Key(
                    value = "The variants that get these values. All keys must agree; a list means any of these.",
                    required = true,
                    examples = "{ city: Osaka }")
            Condition when,

            @Key(
                    value = "Values for declared inputs and variables, never for an axis or a column. Templates.",
                    examples = "{ tagline: 部屋を聴く。 }")
            Map<String, Value> variables) {
        public OverrideEntry {
            variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        }
    }
}
