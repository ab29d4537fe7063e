package dev.storyc.expand;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells which axes of the matrix, and whether cells of the row, a text may depend on, through whatever values it uses. It
 * looks at what could bind a name, not at what does in one variant, so it may say more than there is, and never less.
 */
final class Reach {
    private final Map<String, Integer> axes;
    private final Set<String> columns;
    private final List<Map<String, Binding>> bindings;

    /**
     * What a text may depend on.
     *
     * @param axes the places of the axes among all axes
     * @param row whether a cell of the row is among it
     */
    record Extent(Set<Integer> axes, boolean row) {}

    /**
     * @param axes the place of each axis of the matrix
     * @param columns the names a row may bind
     * @param bindings whatever else may bind a name for a whole variant
     */
    Reach(Map<String, Integer> axes, Set<String> columns, List<Map<String, Binding>> bindings) {
        this.axes = axes;
        this.columns = columns;
        this.bindings = bindings;
    }

    /**
     * @param names the names a text uses
     * @param nearer the values of each {@code with} around it
     */
    Extent of(Collection<String> names, List<Map<String, Binding>> nearer) {
        Set<Integer> used = new HashSet<>();
        boolean row = false;
        Set<String> seen = new HashSet<>(names);
        Deque<String> left = new ArrayDeque<>(seen);
        while (!left.isEmpty()) {
            String name = left.remove();
            Integer axis = axes.get(name);
            if (axis != null) {
                used.add(axis);
            }
            row |= columns.contains(name);
            for (List<Map<String, Binding>> some : List.of(nearer, bindings)) {
                for (Map<String, Binding> map : some) {
                    Binding binding = map.get(name);
                    if (binding != null) {
                        binding.uses().stream().filter(seen::add).forEach(left::add);
                    }
                }
            }
        }
        return new Extent(used, row);
    }
}
