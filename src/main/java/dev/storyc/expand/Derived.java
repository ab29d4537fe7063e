package dev.storyc.expand;

import org.jspecify.annotations.Nullable;

/**
 * What later stages made of something that many variants share, each once. Several threads may look and keep at once: what
 * two of them make is the same, so it doesn't matter whose stays, or whether one is lost.
 */
public final class Derived {
    private @Nullable Entry last;

    /** Immutable, so that it can be read without a lock. */
    private record Entry(Object by, Object made, @Nullable Entry before) {}

    /** What was kept by this one, or null. */
    @SuppressWarnings("ReferenceEquality") // Whoever is asked for is one object.
    public @Nullable Object by(Object who) {
        for (Entry entry = last; entry != null; entry = entry.before) {
            if (entry.by == who) {
                return entry.made;
            }
        }
        return null;
    }

    /**
     * Keeps something that any thread sees whole as soon as it sees it, as it does what is final. What was kept by this one
     * before stays.
     *
     * @param who stands for who made it, and from what else; one of a few objects
     */
    public void keep(Object who, Object made) {
        if (by(who) == null) {
            last = new Entry(who, made, last);
        }
    }

    /** Any two are: what was made of something is no part of it. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Derived;
    }

    @Override
    public int hashCode() {
        return 1;
    }
}
