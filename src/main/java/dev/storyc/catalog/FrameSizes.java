package dev.storyc.catalog;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * How large a model's films are: the shorter side by one argument, the shape by {@code aspect_ratio}.
 *
 * @param argument the argument that decides the shorter side
 * @param shortSides its values, as text, and the shorter side in pixels
 * @param source where this is stated
 */
public record FrameSizes(String argument, Map<String, Integer> shortSides, String source) {
    public FrameSizes {
        shortSides = Map.copyOf(shortSides);
    }

    /**
     * Width and height in pixels, both even.
     *
     * @param value the value of {@link #argument}; an unknown one counts as the smallest size
     * @param ratio {@code W:H}
     */
    public List<Integer> size(String value, String ratio) {
        Integer known = shortSides.get(value);
        int side = known == null ? Collections.min(shortSides.values()) : known;
        int colon = ratio.indexOf(':');
        int w = Integer.parseInt(ratio.substring(0, colon));
        int h = Integer.parseInt(ratio.substring(colon + 1));
        int longer = Math.round(side * (float) Math.max(w, h) / Math.min(w, h) / 2) * 2;
        return w >= h ? List.of(longer, side) : List.of(side, longer);
    }
}
