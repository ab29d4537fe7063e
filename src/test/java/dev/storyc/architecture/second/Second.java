package dev.storyc.architecture.second;

import dev.storyc.architecture.first.First;

/** The other half of a cycle. */
public final class Second {
    private Second() {}

    public static String name() {
        return First.class.getSimpleName();
    }
}
