package dev.storyc.catalog;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
            // A tree where Map.copyOf would do: it is gone through for every clip.
            when = Collections.unmodifiableMap(new TreeMap<>(when));
        }

        boolean holds(Map<String, Object> args) {
            for (Map.Entry<String, String> wanted : when.entrySet()) {
                if (!wanted.getValue().equals(String.valueOf(args.get(wanted.getKey())))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The price of a clip with these arguments; empty where the table says nothing of them. */
    public Optional<BigDecimal> price(Map<String, Object> args, int seconds) {
        for (Row row : rows) {
            if (row.holds(args)) {
                return Optional.of(row.usdPerSecond().multiply(BigDecimal.valueOf(seconds)));
            }
        }
        return Optional.empty();
    }
}
