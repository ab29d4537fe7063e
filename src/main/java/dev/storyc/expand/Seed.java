package dev.storyc.expand;

import dev.storyc.diagnostic.Origin;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What makes one variant different from the others, before anything is rendered.
 *
 * <p>All combinations of a row share its values, and all rows the axes': a million seeds hold little more than
 * references.
 */
final class Seed {
    private final Map<String, Given> own;
    private final Map<String, Integer> axes;
    private final Given[] turned;
    private final int[] turns;
    private final @Nullable String row;
    private final boolean included;
    private final Origin origin;
    private final @Nullable RowMemory memory;

    /**
     * @param own the values of the row or the include, in the order names are made of
     * @param axes the place of each axis in {@code turned}
     * @param turned the values of the axes
     * @param turns which of its values each axis has, counted from 0
     * @param row what the row or the include gives to the variant's name, or null if there is neither
     * @param included whether it was written out under {@code variants}
     * @param origin the row, the include entry, or the matrix
     * @param memory of the variants of the same row, or null if nothing is remembered
     */
    Seed(
            Map<String, Given> own,
            Map<String, Integer> axes,
            Given[] turned,
            int[] turns,
            @Nullable String row,
            boolean included,
            Origin origin,
            @Nullable RowMemory memory) {
        this.own = own;
        this.axes = axes;
        this.turned = turned;
        this.turns = turns;
        this.row = row;
        this.included = included;
        this.origin = origin;
        this.memory = memory;
    }

    /** Which of its values each axis has, counted from 0. */
    int[] turns() {
        return turns;
    }

    /** What variants of the same row came to; null if nothing is remembered of it. */
    @Nullable
    RowMemory memory() {
        return memory;
    }

    /** What the name is given here, or null if it has no value. */
    @Nullable
    Given given(String name) {
        Integer axis = axes.get(name);
        return axis == null ? own.get(name) : turned[axis];
    }

    /** The value as text, or null if it has none. */
    @Nullable
    String text(String name) {
        Given given = given(name);
        return given == null ? null : given.text();
    }

    /** The text the variant's name is made of when the author gives no other. */
    String naming() {
        if (turned.length == 0) {
            return row == null ? "default" : row;
        }
        StringBuilder joined = new StringBuilder(row == null ? "" : row);
        for (int i = 0; i < turned.length; i++) {
            if (i > 0 || row != null) {
                joined.append('-');
            }
            joined.append(turned[i].text());
        }
        return joined.toString();
    }

    boolean included() {
        return included;
    }

    Origin origin() {
        return origin;
    }
}
