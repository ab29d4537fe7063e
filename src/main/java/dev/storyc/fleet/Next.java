package dev.storyc.fleet;

import dev.storyc.plan.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What comes after one step of a clip. */
sealed interface Next {
    /** Nothing more in this build. */
    record Over(Outcome.Kind outcome, @Nullable String words) implements Next {}

    /** Another step, not before this time is over. */
    record Later(Duration pause) implements Next {
        static final Later AT_ONCE = new Later(Duration.ZERO);
    }

    /** There is nothing to do any more; somebody else did it. */
    record Gone() implements Next {}
}
