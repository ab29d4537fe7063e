package dev.storyc.store;

import dev.storyc.shared.SharedPlace;
import java.time.Duration;

/**
 * On which terms purchases are shared.
 *
 * @param place where; one of several machines can win a name there
 * @param seal by what others' notices are believed, and this machine's are
 * @param writes whether this machine tells of its own purchases, and buys only what it could tell of
 * @param machine what people call this machine
 * @param patience how long a create may go unanswered, from its intent on, before it is in doubt to others
 * @param probe asked once, before the first intent: throws where the place lets two win
 */
public record SharedTerms(
        SharedPlace place, SharedSeal seal, boolean writes, String machine, Duration patience, Runnable probe) {
    /**
     * A create that is sent within a minute of its intent, and has three minutes to connect and three to be answered, is
     * over by then, with a minute to spare.
     */
    public static final Duration PATIENCE = Duration.ofMinutes(8);
}
