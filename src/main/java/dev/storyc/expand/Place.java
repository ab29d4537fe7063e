package dev.storyc.expand;

/** Where something is remembered that depends on some axes: a shelf with a slot for each of their combinations. */
final class Place {
    private final int number;
    private final boolean ofRow;
    private final int[] axes;
    private final int[] strides;
    private final int size;

    /**
     * @param number its number among all places
     * @param ofRow whether it differs from row to row
     * @param axes the axes it depends on
     * @param strides how far apart in its shelf two values of each of them are
     * @param size how many slots its shelf has
     */
    Place(int number, boolean ofRow, int[] axes, int[] strides, int size) {
        this.number = number;
        this.ofRow = ofRow;
        this.axes = axes;
        this.strides = strides;
        this.size = size;
    }

    int number() {
        return number;
    }

    boolean isOfRow() {
        return ofRow;
    }

    int size() {
        return size;
    }

    /** The slot for a combination, given by which of its values each axis has. */
    int slot(int[] turns) {
        int slot = 0;
        for (int i = 0; i < axes.length; i++) {
            slot += turns[axes[i]] * strides[i];
        }
        return slot;
    }
}
