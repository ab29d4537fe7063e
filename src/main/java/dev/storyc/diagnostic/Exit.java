package dev.storyc.diagnostic;

import java.util.List;
import java.util.Set;

/** The exit codes, as {@code storyc --help} and the documentation list them. */
public final class Exit {
    public static final int DONE = 0;
    public static final int STORYBOARD_WRONG = 1;
    public static final int USAGE = 2;
    public static final int RENDER_FAILED = 3;
    public static final int IN_DOUBT = 4;
    public static final int BUDGET = 5;
    public static final int FILM_WRONG = 6;
    public static final int STORE = 7;
    public static final int STILL_RUNNING = 8;
    public static final int BUG = 70;
    public static final int INTERRUPTED = 130;

    private static final List<Integer> GRAVEST_FIRST =
            List.of(STORE, FILM_WRONG, IN_DOUBT, BUDGET, RENDER_FAILED, STILL_RUNNING);

    private Exit() {}

    /** Of several, the one that is told. */
    public static int gravest(Set<Integer> codes) {
        return GRAVEST_FIRST.stream().filter(codes::contains).findFirst().orElse(DONE);
    }
}
