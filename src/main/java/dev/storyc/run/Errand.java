package dev.storyc.run;

import dev.storyc.job.Job;
import dev.storyc.lower.Clip;
import dev.storyc.plan.Step;
import java.time.Duration;
import java.util.SortedSet;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One key on its way through a build. Only its run touches it, under the run's lock. */
final class Errand {
    final Step step;
    /** The storyboards that want this key. */
    final SortedSet<String> storyboards;

    @Nullable
    Job job;

    boolean slot;
    boolean bought;
    boolean announced;
    boolean over;
    int tries;
    int denials;

    @Nullable
    Duration wait;

    /** When what it waits for now began, by the run's pace; null before anybody asks. */
    @Nullable
    Long waitingSince;

    /** How long its doubt is left to its callback; null before it is in doubt. */
    @Nullable
    Duration patience;

    /** When a callback last woke it, by the run's pace. */
    @Nullable
    Long wokenAt;

    @Nullable
    String trouble;

    boolean fetching;

    @Nullable
    Future<?> timer;
    /** Counts what timers were set for; one that was cancelled while it began to run finds another number. */
    int turn;

    Errand(Step step, SortedSet<String> storyboards) {
        this.step = step;
        this.storyboards = storyboards;
        this.job = step.job();
    }

    /** Whether a timer was set, which now does nothing any more. */
    boolean cancelTimer() {
        if (timer == null) {
            return false;
        }
        // Not the answer of cancel(): that is yes even for a task that has begun.
        timer.cancel(false);
        timer = null;
        turn++;
        return true;
    }

    Clip clip() {
        return step.clip();
    }
}
