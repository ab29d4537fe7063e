package dev.storyc.expand;

import org.jspecify.annotations.Nullable;

/**
 * What was made for some variants, kept for others in whose places the same belongs. Several threads may look and keep at
 * once: what two of them make for one slot is the same, so it doesn't matter whose stays.
 */
final class Shelves {
    /** Characters that are kept; far more than the texts of a row have. */
    private static final int MOST_CHARACTERS = TemplateLimits.OF_A_VARIANT;

    private final Object[][] shelves;
    private volatile int characters;

    /** @param places how many there are */
    Shelves(int places) {
        shelves = new Object[places][];
    }

    /** What was kept, or null. */
    @Nullable
    Object get(Place place, int slot) {
        Object[] shelf = shelves[place.number()];
        return shelf == null ? null : shelf[slot];
    }

    /**
     * Keeps something that any thread sees whole as soon as it sees it, as it does what is final.
     *
     * @param weight how many characters it holds
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // Threads that count at once may keep a little more.
    void keep(Place place, int slot, Object made, int weight) {
        if (characters + weight > MOST_CHARACTERS) {
            return;
        }
        characters += weight;
        Object[] shelf = shelves[place.number()];
        if (shelf == null) {
            shelf = new Object[place.size()];
            shelves[place.number()] = shelf;
        }
        shelf[slot] = made;
    }
}
