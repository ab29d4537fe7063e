package dev.storyc.store;

import dev.storyc.job.Change;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.JobState;
import dev.storyc.job.Ledger;
import dev.storyc.job.LedgerException;
import dev.storyc.shared.SharedPlaceException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a person decides about an attempt: it holds on all machines, or is not decided. */
final class SharedDecisions {
    private final Ledger local;
    private final SharedAttempts attempts;
    private final Arrivals arrivals;
    private final Notices notices;

    SharedDecisions(Ledger local, SharedAttempts attempts, Arrivals arrivals, Notices notices) {
        this.local = local;
        this.attempts = attempts;
        this.arrivals = arrivals;
        this.notices = notices;
    }

    /**
     * Gives an attempt up, for good or to be sent again.
     *
     * @return the attempt as it is now; empty where something else was decided or came out before
     * @throws LedgerException where the others can't be told
     */
    Optional<Job> giveUp(Job job, JobEvent event, Change change, Instant now) {
        String file = job.jobId() == null ? SharedAttempt.GIVEN_UP : SharedAttempt.END;
        String state = (event == JobEvent.GIVEN_UP ? JobState.ABANDONED : JobState.RELEASED).word();
        try {
            Optional<SharedAttempt> shared = freshly(job);
            if (shared.isPresent()) {
                if (!stands(job)) {
                    return Optional.empty();
                }
                boolean won = notices.decision(shared.get(), file, state, job, change);
                arrivals.take(job.key(), attempts.of(job.key()));
                // Taken in, it is done; and a job that was told meanwhile goes before what was decided without it.
                if (!stands(job)) {
                    return won
                            ? local.find(job.key())
                                    .filter(there -> there.state().word().equals(state))
                            : Optional.empty();
                }
            }
            return local.advance(job, event, change, now);
        } catch (SharedPlaceException e) {
            throw undecided(e);
        }
    }

    /** Says which job an attempt became; else as {@link #giveUp}. */
    Optional<Job> adopt(Job job, Change change, Instant now) {
        try {
            Optional<SharedAttempt> shared = freshly(job);
            if (shared.isPresent()) {
                if (!stands(job)) {
                    return Optional.empty();
                }
                if (!notices.adopted(shared.get(), change)) {
                    arrivals.take(job.key(), attempts.of(job.key()));
                    return Optional.empty();
                }
            }
            return local.advance(job, JobEvent.ADOPTED, change, now);
        } catch (SharedPlaceException e) {
            throw undecided(e);
        }
    }

    private Optional<SharedAttempt> freshly(Job job) {
        List<SharedAttempt> all = attempts.of(job.key());
        arrivals.take(job.key(), all);
        return arrivals.match(job, all);
    }

    /** Whether the attempt is still what it was when the person was asked. */
    private boolean stands(Job job) {
        return local.find(job.key())
                .filter(there -> there.attempt() == job.attempt() && there.state() == job.state())
                .isPresent();
    }

    private static LedgerException undecided(SharedPlaceException e) {
        return new LedgerException("nothing was decided, for the shared store can't be told: " + e.getMessage(), e);
    }
}
