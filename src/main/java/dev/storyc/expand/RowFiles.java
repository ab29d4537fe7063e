package dev.storyc.expand;

import dev.storyc.diagnostic.Sources;
import dev.storyc.diagnostic.Span;
import dev.storyc.expand.RowTable.RowProblem;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Opens a row file in the format its ending names. */
final class RowFiles {
    private RowFiles() {}

    /** @param named where the storyboard names the file */
    static RowTable open(Sources.Rows rows, Span named) throws IOException, RowProblem {
        String name = rows.name().toLowerCase(Locale.ROOT);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return switch (ending) {
            case "csv" -> new DelimitedRows(rows.name(), rows.open(), ',');
            case "tsv" -> new DelimitedRows(rows.name(), rows.open(), '\t');
            case "json", "jsonl", "ndjson" ->
                new JsonRows(rows.name(), rows.open(), !ending.equals("json"), jsonColumns(rows, ending));
            case "yaml", "yml" -> new YamlRows(rows.name(), rows.open());
            default ->
                throw new RowProblem(
                        named,
                        "rows can't be read from a file that ends in `." + ending + "`",
                        "use .csv, .tsv, .json, .jsonl or .yaml");
        };
    }

    // No line lists the names, so a first pass gathers them; holding the rows instead would not do for large files.
    static List<String> jsonColumns(Sources.Rows rows, String ending) throws IOException, RowProblem {
        List<String> known = rows.columns();
        if (known != null) {
            return known;
        }
        Set<String> columns = new LinkedHashSet<>();
        try (JsonRows pass = new JsonRows(rows.name(), rows.open(), !ending.equals("json"), List.of())) {
            for (RowTable.Row row = pass.next(); row != null; row = pass.next()) {
                columns.addAll(row.cells().keySet());
                if (columns.size() > RowTable.MOST_COLUMNS) {
                    throw RowTable.tooWide(row.span());
                }
            }
        }
        return List.copyOf(columns);
    }
}
