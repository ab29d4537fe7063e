package dev.storyc.expand;

import dev.storyc.board.Storyboard;
import dev.storyc.board.Value;
import dev.storyc.board.Variants;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.Span;
import dev.storyc.expand.RowTable.RowProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Rows × matrix, then the includes: one seed at a time, the last axis turning fastest. */
final class Seeds {
    private static final FieldPath VARIANTS = FieldPath.ROOT.child("variants");

    private final Located<Storyboard> located;
    private final Variants variants;
    private final @Nullable RowTable table;
    private final List<Given[]> axes = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final int[] turns;
    private final Span whole;
    private final Supplier<@Nullable RowMemory> memories;
    private final @Nullable RowMemory rowless;
    private boolean exhausted;
    private @Nullable RowSeed row;
    private int includes;

    /** What all combinations of a row share. */
    private record RowSeed(
            Map<String, Given> values,
            String naming,
            Origin origin,
            @Nullable RowMemory memory) {}

    /**
     * @param table the opened row file, or null if there is none; not closed here
     * @param memories makes a memory for the variants of one row, or null if nothing is to be remembered
     */
    Seeds(
            Variants variants,
            Located<Storyboard> located,
            @Nullable RowTable table,
            Supplier<@Nullable RowMemory> memories) {
        this.variants = variants;
        this.located = located;
        this.table = table;
        this.whole = located.span(VARIANTS);
        this.memories = memories;
        this.rowless = memories.get();
        variants.matrix().forEach((axis, values) -> {
            places.put(axis, axes.size());
            Given[] given = new Given[values.size()];
            for (int i = 0; i < given.length; i++) {
                Span span = located.span(VARIANTS.child("matrix").at(axis).at(i));
                given[i] = given(axis, values.get(i), new Origin(span, List.of("axis " + axis)));
            }
            axes.add(given);
        });
        this.turns = new int[axes.size()];
        // Includes alone make no product; anything else does, if only the one variant without values.
        boolean onlyIncludes =
                table == null && axes.isEmpty() && !variants.include().isEmpty();
        this.exhausted = onlyIncludes || axes.stream().anyMatch(values -> values.length == 0);
    }

    private Given given(String name, Value value, Origin origin) {
        return Given.of(name, located.value().inputs().get(name), value, origin);
    }

    /** The next seed, or null after the last. */
    @Nullable
    Seed next() throws IOException, RowProblem {
        if (!exhausted && table != null && row == null) {
            row = row(table);
            exhausted = row == null;
        }
        if (!exhausted) {
            Seed seed = combination();
            turn();
            return seed;
        }
        return includes < variants.include().size() ? include(includes++) : null;
    }

    /** Whether the next seed is of the same row as the last. */
    boolean isWithinRow() {
        return row != null;
    }

    private void turn() {
        for (int i = turns.length - 1; i >= 0; i--) {
            if (++turns[i] < axes.get(i).length) {
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
        for (Given[] values : axes) {
            product = Math.min(Integer.MAX_VALUE, product * values.length);
        }
        return product + variants.include().size();
    }

    private @Nullable RowSeed row(RowTable from) throws IOException, RowProblem {
        RowTable.Row read = from.next();
        if (read == null) {
            return null;
        }
        Map<String, Given> values = new LinkedHashMap<>();
        for (String column : from.columns()) {
            Value cell = read.cells().get(column);
            if (cell != null) {
                Span place = read.places().getOrDefault(column, from.cell(read.span(), column));
                values.put(column, given(column, cell, new Origin(place, List.of("column " + column))));
            }
        }
        // Rows of objects whose cells are all empty have no columns, and nothing to be named after.
        Value first = from.columns().isEmpty()
                ? null
                : read.cells().get(from.columns().get(0));
        return new RowSeed(
                values, first == null ? "" : first.shown(), new Origin(read.span(), List.of()), memories.get());
    }

    private Seed combination() {
        Given[] turned = new Given[turns.length];
        for (int i = 0; i < turned.length; i++) {
            turned[i] = axes.get(i)[turns[i]];
        }
        RowSeed of = row;
        if (of != null) {
            return new Seed(
                    of.values(),
                    places,
                    turned,
                    Arrays.copyOf(turns, turns.length),
                    of.naming(),
                    false,
                    of.origin(),
                    of.memory());
        }
        Span span = turned.length == 1 ? turned[0].binding().origin().span() : whole;
        return new Seed(
                Map.of(),
                places,
                turned,
                Arrays.copyOf(turns, turns.length),
                null,
                false,
                new Origin(span, List.of()),
                rowless);
    }

    private Seed include(int index) {
        Map<String, Given> values = new LinkedHashMap<>();
        List<String> naming = new ArrayList<>();
        FieldPath path = VARIANTS.child("include").at(index);
        variants.include().get(index).forEach((name, value) -> {
            boolean none = value instanceof Value.Scalar scalar && scalar.kind() == Value.Kind.NULL;
            if (!none) {
                Origin origin = new Origin(located.span(path.at(name)), List.of("include " + (index + 1)));
                values.put(name, given(name, value, origin));
                naming.add(value.shown());
            }
        });
        String joined = naming.isEmpty() ? null : String.join("-", naming);
        Origin origin = new Origin(located.span(path), List.of());
        return new Seed(values, Map.of(), new Given[0], new int[0], joined, true, origin, null);
    }
}
