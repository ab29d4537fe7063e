package dev.storyc.diagnostic;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way from a document's root to one value, such as {@code scenes[2].shots[0].prompt}. List positions and the keys of
 * free maps stand in brackets.
 *
 * @param parent the way to the container; null for the root
 * @param segment the last step, {@code name} or {@code [key]}; empty for the root
 */
public record FieldPath(@Nullable FieldPath parent, String segment) {
    /** The document itself. */
    public static final FieldPath ROOT = new FieldPath(null, "");

    /** A key of a record. */
    public FieldPath child(String name) {
        return new FieldPath(this, name);
    }

    /** An entry of a list or of a free map. */
    public FieldPath at(Object indexOrKey) {
        return new FieldPath(this, "[" + indexOrKey + "]");
    }

    /** The last step without its brackets. */
    public String name() {
        return segment.startsWith("[") ? segment.substring(1, segment.length() - 1) : segment;
    }

    /** Whether this is the other path, or leads on from it. */
    public boolean startsWith(FieldPath other) {
        for (FieldPath at = this; at != null; at = at.parent()) {
            if (at.equals(other)) {
                return true;
            }
        }
        return false;
    }

    // Written out, for what a record gets by itself is linked at run time, which every start would pay for.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldPath path && segment.equals(path.segment) && Objects.equals(parent, path.parent);
    }

    /** Mixed at each step: sums of numbered steps, as a record makes them, are the same for thousands of paths. */
    @Override
    public int hashCode() {
        int mixed = ((parent == null ? 0 : parent.hashCode()) ^ segment.hashCode()) * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }

    @Override
    public String toString() {
        if (parent == null) {
            return segment;
        }
        String before = parent.toString();
        return before.isEmpty() || segment.startsWith("[") ? before + segment : before + "." + segment;
    }
}
