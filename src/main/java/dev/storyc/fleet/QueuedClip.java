package dev.storyc.fleet;

import dev.storyc.lower.Clip;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Step;
import dev.storyc.run.RunEvent;
import java.util.Locale;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * One key of a build, as the queue holds it.
 *
 * @param action what the plan does about it
 * @param decided the attempt that the plan was made on, 0 where there was none
 * @param storyboards the storyboards that want it
 * @param marks what its steps left for the next
 * @param outcome what became of it; null before it is over
 */
public record QueuedClip(
        String build,
        Clip clip,
        State state,
        Step.Action action,
        int decided,
        SortedSet<String> storyboards,
        Marks marks,
        Outcome.@Nullable Kind outcome,
        long changed) {
    /** Where it is in the queue. */
    public enum State {
        /** Nobody has it in hand; it costs nothing. */
        WAITING,
        /** A task drives it. */
        ACTIVE,
        /** It has an outcome. */
        OVER;

        /** The state as people read it: {@code waiting}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What steps leave for the next one, on whatever worker that is taken.
     *
     * @param bought whether this build made the attempt
     * @param made whether the far end took its create
     * @param fetching whether its film was ready in this build
     * @param tries how often something failed in a row
     * @param denials how often in a row the far end would not talk to the account
     * @param pause milliseconds before the next query; 0 before the first
     * @param since when what it waits for now began, in milliseconds
     * @param event what happened last that people are told
     * @param words more about it
     */
    public record Marks(
            boolean bought,
            boolean made,
            boolean fetching,
            int tries,
            int denials,
            long pause,
            long since,
            RunEvent.@Nullable Kind event,
            @Nullable String words) {
        Marks attempted(boolean accepted) {
            return new Marks(true, accepted, fetching, 0, 0, 0, since, event, words);
        }

        Marks fetchingFrom(long now) {
            return new Marks(bought, made, true, 0, 0, pause, now, event, words);
        }

        Marks triedAgain() {
            return new Marks(bought, made, fetching, tries + 1, denials, pause, since, event, words);
        }

        Marks denied(boolean denied) {
            return new Marks(bought, made, fetching, tries, denied ? denials + 1 : 0, pause, since, event, words);
        }

        Marks waiting(long millis) {
            return new Marks(bought, made, fetching, tries, denials, millis, since, event, words);
        }

        Marks told(RunEvent.Kind what, @Nullable String more) {
            return new Marks(bought, made, fetching, tries, denials, pause, since, what, more);
        }
    }
}
