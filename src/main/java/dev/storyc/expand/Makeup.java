package dev.storyc.expand;

import dev.storyc.diagnostic.Origin;
import java.util.List;

/** How a rendered text came about. Working it out renders the text once more, so only those ask who explain it. */
public interface Makeup {
    /** What its length is made of, such as {@code 254 cast/mara, 190 here}; empty where all of it is its own. */
    String shares();

    /**
     * Where a part of the text was written: in the template itself, in a partial, or in a value.
     *
     * @param from the offset of its first UTF-16 unit
     * @param to the offset after its last one
     */
    Origin at(int from, int to);

    /** Where the text's own template brings this part in: its words there, or the tag they come through. */
    Origin bringing(int from, int to);

    /** What the template used, in the order of first use. */
    List<Ingredient> ingredients();
}
