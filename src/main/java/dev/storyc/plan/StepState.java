package dev.storyc.plan;

import java.util.Locale;

/** How a clip stands, as plans and selectors say it. */
public enum StepState {
    NEW,
    CHANGED,
    CACHED,
    RUNNING,
    PENDING,
    IN_DOUBT,
    FAILED,
    REFUSED,
    ABANDONED,
    LOST,
    SET_ASIDE;

    /** The state as people and files read it: {@code in-doubt}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
