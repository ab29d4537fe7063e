package dev.storyc.expand;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the variants of one row came to, apart for each choice of overrides: those bind names as well. */
final class RowMemory {
    /** Of a row with one variant, which has nothing in common with itself. */
    static final RowMemory OF_ONE = new RowMemory(0, null);

    private static final int MOST_CHOICES = 64;

    private final int places;
    private final Map<List<Integer>, Shelves> byOverrides = new ConcurrentHashMap<>();
    private final @Nullable Shelves plain;

    /** @param places how many {@link Places} there are */
    RowMemory(int places) {
        this(places, new Shelves(places));
    }

    private RowMemory(int places, @Nullable Shelves plain) {
        this.places = places;
        this.plain = plain;
    }

    /** What is remembered where these overrides hold, or null if nothing is. */
    @Nullable
    Shelves where(List<Integer> overrides) {
        if (overrides.isEmpty() || plain == null) {
            return plain;
        }
        Shelves known = byOverrides.get(overrides);
        return known != null || byOverrides.size() >= MOST_CHOICES
                ? known
                : byOverrides.computeIfAbsent(overrides, unused -> new Shelves(places));
    }
}
