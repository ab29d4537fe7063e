package dev.storyc.expand;

import dev.storyc.diagnostic.Sources;
import dev.storyc.expand.RowTable.RowProblem;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The columns of row files that have to be read to their end for them, for whoever can remember the answer. */
public final class RowColumns {
    private RowColumns() {}

    /** The columns of JSON and JSON Lines; null for other formats, which name theirs at the top, and for broken files. */
    public static @Nullable List<String> of(Sources.Rows rows) {
        String name = rows.name().toLowerCase(Locale.ROOT);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        if (!List.of("json", "jsonl", "ndjson").contains(ending)) {
            return null;
        }
        try {
            return RowFiles.jsonColumns(rows, ending);
        } catch (IOException | RowProblem e) {
            // Whoever expands the rows meets it again, and says so at its place.
            return null;
        }
    }
}
