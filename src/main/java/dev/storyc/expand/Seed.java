package dev.storyc.expand;

import dev.storyc.board.Value;
import dev.storyc.diagnostic.Origin;
import java.util.List;
import java.util.Map;

/**
 * What makes one variant different from the others, before anything is rendered.
 *
 * @param values by axis, column or key of an include, in the order names are made of; a name without a value is absent
 * @param origins where the values were written
 * @param naming the texts the variant's name is made of when the author gives no other
 * @param included whether it was written out under {@code variants}
 * @param origin the row, the include entry, or the matrix
 */
record Seed(
        Map<String, Value> values, Map<String, Origin> origins, List<String> naming, boolean included, Origin origin) {
    /** The value as text; empty if it has none. */
    String text(String name) {
        Value value = values.get(name);
        return value == null ? "" : value instanceof Value.Scalar scalar ? scalar.text() : value.shown();
    }
}
