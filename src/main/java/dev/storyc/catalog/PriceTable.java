package dev.storyc.catalog;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * US dollars a second, by arguments.
 *
 * @param rows the first row whose conditions all hold gives the price
 * @param source where the prices are stated
 */
public record PriceTable(List<Row> rows, String source) {
    public PriceTable {
        rows = List.copyOf(rows);
    }

    /**
     * @param when argument names and the values, as text, they must have
     * @param usdPerSecond the price of one second
     */
    public record Row(Map<String, String> when, BigDecimal usdPerSecond) {
        public Row {
            when = Map.copyOf(when);
        }

        boolean holds(Map<String, Object> args) {
            return when.entrySet().stream().allMatch(e -> e.getValue().equals(String.valueOf(args.get(e.getKey()))));
        }
    }

    /** The price of a clip with these arguments; empty where the table says nothing of them. */
    public Optional<BigDecimal> price(Map<String, Object> args, int seconds) {
        return rows.stream()
                .filter(row -> row.holds(args))
                .findFirst()
                .map(row -> row.usdPerSecond().multiply(BigDecimal.valueOf(seconds)));
    }
}
