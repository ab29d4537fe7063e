package dev.storyc.catalog;

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
        int least =
                shortSides.values().stream().mapToInt(Integer::intValue).min().orElseThrow();
        int side = shortSides.getOrDefault(value, least);
        String[] parts = ratio.split(":", 2);
        int w = Integer.parseInt(parts[0]);
        int h = Integer.parseInt(parts[1]);
        int longer = Math.round(side * (float) Math.max(w, h) / Math.min(w, h) / 2) * 2;
        return w >= h ? List.of(longer, side) : List.of(side, longer);
    }
}
