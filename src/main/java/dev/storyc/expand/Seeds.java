package dev.storyc.expand;

import dev.storyc.board.Value;
import dev.storyc.board.Variants;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Origin;
import dev.storyc.expand.RowTable.RowProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows × matrix, then the includes: one seed at a time, the last axis turning fastest. */
final class Seeds {
    private static final FieldPath VARIANTS = FieldPath.ROOT.child("variants");

    private final Variants variants;
    private final Located<?> storyboard;
    private final @Nullable RowTable table;
    private final List<String> axes;
    private final int[] turns;
    private boolean exhausted;
    private RowTable.@Nullable Row row;
    private int includes;

    /** @param table the opened row file, or null if there is none; not closed here */
    Seeds(Variants variants, Located<?> storyboard, @Nullable RowTable table) {
        this.variants = variants;
        this.storyboard = storyboard;
        this.table = table;
        this.axes = List.copyOf(variants.matrix().keySet());
        this.turns = new int[axes.size()];
        // Includes alone make no product; anything else does, if only the one variant without values.
        boolean onlyIncludes =
                table == null && axes.isEmpty() && !variants.include().isEmpty();
        this.exhausted = onlyIncludes || variants.matrix().values().stream().anyMatch(List::isEmpty);
    }

    /** The next seed and whether it is an include; null after the last. */
    @Nullable
    Seed next() throws IOException, RowProblem {
        if (!exhausted && table != null && row == null) {
            row = table.next();
            exhausted = row == null;
        }
        if (!exhausted) {
            Seed seed = combination();
            turn();
            return seed;
        }
        return includes < variants.include().size() ? include(includes++) : null;
    }

    private void turn() {
        for (int i = axes.size() - 1; i >= 0; i--) {
            if (++turns[i] < values(i).size()) {
                return;
            }
            turns[i] = 0;
        }
        row = null;
        exhausted = table == null;
    }

    /** How many seeds there are at least, where no row has to be read to know it. */
    long known() {
        long product = exhausted || table != null ? 0 : 1;
        for (int i = 0; i < axes.size(); i++) {
            product = Math.min(Integer.MAX_VALUE, product * values(i).size());
        }
        return product + variants.include().size();
    }

    private Seed combination() {
        Map<String, Value> values = new LinkedHashMap<>();
        Map<String, Origin> origins = new LinkedHashMap<>();
        List<String> naming = new ArrayList<>();
        Origin origin = new Origin(storyboard.span(VARIANTS), List.of());
        if (row != null && table != null) {
            origin = new Origin(row.span(), List.of());
            for (String column : table.columns()) {
                Value cell = row.cells().get(column);
                if (cell != null) {
                    values.put(column, cell);
                    origins.put(column, new Origin(row.span(), List.of("column " + column)));
                }
            }
            Value first = row.cells().get(table.columns().get(0));
            naming.add(first == null ? "" : first.shown());
        }
        for (int i = 0; i < axes.size(); i++) {
            String axis = axes.get(i);
            Value.Scalar value = values(i).get(turns[i]);
            values.put(axis, value);
            origins.put(
                    axis,
                    new Origin(
                            storyboard.span(VARIANTS.child("matrix").at(axis).at(turns[i])), List.of("axis " + axis)));
            naming.add(value.text());
        }
        Origin only = axes.size() == 1 ? origins.get(axes.get(0)) : null;
        if (row == null && only != null) {
            origin = new Origin(only.span(), List.of());
        }
        return new Seed(values, origins, naming, false, origin);
    }

    private Seed include(int index) {
        Map<String, Value> values = new LinkedHashMap<>();
        Map<String, Origin> origins = new LinkedHashMap<>();
        List<String> naming = new ArrayList<>();
        FieldPath path = VARIANTS.child("include").at(index);
        variants.include().get(index).forEach((name, value) -> {
            boolean none = value instanceof Value.Scalar scalar && scalar.kind() == Value.Kind.NULL;
            if (!none) {
                values.put(name, value);
                origins.put(name, new Origin(storyboard.span(path.at(name)), List.of("include " + (index + 1))));
                naming.add(value.shown());
            }
        });
        return new Seed(values, origins, naming, true, new Origin(storyboard.span(path), List.of()));
    }

    private List<Value.Scalar> values(int axis) {
        return variants.matrix().getOrDefault(axes.get(axis), List.of());
    }
}
