package dev.storyc.cli;

import java.util.List;
import java.util.Set;

/** The exit codes, as {@code storyc --help} and the documentation list them. */
final class Exit {
    static final int DONE = 0;
    static final int STORYBOARD_WRONG = 1;
    static final int USAGE = 2;
    static final int RENDER_FAILED = 3;
    static final int IN_DOUBT = 4;
    static final int BUDGET = 5;
    static final int FILM_WRONG = 6;
    static final int STORE = 7;
    static final int STILL_RUNNING = 8;
    static final int BUG = 70;
    static final int INTERRUPTED = 130;

    private static final List<Integer> GRAVEST_FIRST =
            List.of(STORE, FILM_WRONG, IN_DOUBT, BUDGET, RENDER_FAILED, STILL_RUNNING);

    private Exit() {}

    /** Of several, the one that is told. */
    static int gravest(Set<Integer> codes) {
        return GRAVEST_FIRST.stream().filter(codes::contains).findFirst().orElse(DONE);
    }
}
