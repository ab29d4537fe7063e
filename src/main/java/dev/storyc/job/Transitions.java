package dev.storyc.job;

import static dev.storyc.job.JobState.ABANDONED;
import static dev.storyc.job.JobState.FAILED;
import static dev.storyc.job.JobState.INTENT;
import static dev.storyc.job.JobState.IN_DOUBT;
import static dev.storyc.job.JobState.REFUSED;
import static dev.storyc.job.JobState.RELEASED;
import static dev.storyc.job.JobState.SET_ASIDE;
import static dev.storyc.job.JobState.STORED;
import static dev.storyc.job.JobState.SUBMITTED;
import static dev.storyc.job.JobState.SUCCEEDED;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The table of transitions: which event leads an attempt from which state to which. What isn't here can't happen. */
public final class Transitions {
    private static final Map<JobState, Map<JobEvent, JobState>> TABLE = new EnumMap<>(JobState.class);

    static {
        when(INTENT, JobEvent.ACCEPTED, SUBMITTED);
        when(INTENT, JobEvent.REFUSED, REFUSED);
        when(INTENT, JobEvent.UNANSWERED, IN_DOUBT);

        // An attempt in doubt still takes its own late answer.
        when(IN_DOUBT, JobEvent.ACCEPTED, SUBMITTED);
        when(IN_DOUBT, JobEvent.REFUSED, REFUSED);
        when(IN_DOUBT, JobEvent.ADOPTED, SUBMITTED);
        when(IN_DOUBT, JobEvent.GIVEN_UP, ABANDONED);
        when(IN_DOUBT, JobEvent.RELEASED, RELEASED);

        // What was given up, and not sent anew since, is taken up again by its own job and by nothing else.
        when(ABANDONED, JobEvent.ACCEPTED, SUBMITTED);
        when(ABANDONED, JobEvent.ADOPTED, SUBMITTED);
        when(RELEASED, JobEvent.ACCEPTED, SUBMITTED);
        when(RELEASED, JobEvent.ADOPTED, SUBMITTED);

        when(SUBMITTED, JobEvent.FILM_READY, SUCCEEDED);
        when(SUBMITTED, JobEvent.FAILED, FAILED);
        when(SUBMITTED, JobEvent.GIVEN_UP, ABANDONED);
        when(SUBMITTED, JobEvent.RELEASED, RELEASED);

        when(SUCCEEDED, JobEvent.FILM_READY, SUCCEEDED);
        when(SUCCEEDED, JobEvent.STORED, STORED);
        when(SUCCEEDED, JobEvent.NOT_AS_ASKED, SET_ASIDE);
        when(SUCCEEDED, JobEvent.GIVEN_UP, ABANDONED);
        when(SUCCEEDED, JobEvent.RELEASED, RELEASED);

        when(SET_ASIDE, JobEvent.FILM_TAKEN, STORED);
        when(SET_ASIDE, JobEvent.GIVEN_UP, ABANDONED);
        when(SET_ASIDE, JobEvent.RELEASED, RELEASED);
    }

    private Transitions() {}

    /** The state after the event; empty where the event can't happen in this state. */
    public static Optional<JobState> next(JobState state, JobEvent event) {
        return Optional.ofNullable(TABLE.getOrDefault(state, Map.of()).get(event));
    }

    private static void when(JobState from, JobEvent event, JobState to) {
        TABLE.computeIfAbsent(from, unused -> new EnumMap<>(JobEvent.class)).put(event, to);
    }
}
