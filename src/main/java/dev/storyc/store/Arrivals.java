package dev.storyc.store;

import dev.storyc.job.Change;
import dev.storyc.job.Claim;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.JobState;
import dev.storyc.job.Ledger;
import dev.storyc.job.Owners;
import dev.storyc.job.Slots;
import dev.storyc.lower.Key;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings this machine's ledger up to date with what the others told the shared place. Only the newest attempt at a key
 * counts, but for those that were taken back unsent. Whatever is there may be brought in any number of times.
 */
final class Arrivals {
    private final Ledger local;
    private final Owners owners;
    private final SharedAttempts attempts;
    private final OwedFacts owed;
    private final InstantSource time;

    /** @param owners tells of every process, here and elsewhere */
    Arrivals(Ledger local, Owners owners, SharedAttempts attempts, OwedFacts owed, InstantSource time) {
        this.local = local;
        this.owners = owners;
        this.attempts = attempts;
        this.owed = owed;
        this.time = time;
    }

    /**
     * Takes in what is known of a key.
     *
     * @return the newest attempt that wasn't taken back, if there is one
     */
    Optional<SharedAttempt> take(Key key, List<SharedAttempt> newestFirst) {
        Optional<SharedAttempt> newest = Optional.empty();
        for (SharedAttempt attempt : newestFirst) {
            if (!retracted(attempt)) {
                newest = Optional.of(attempt);
                break;
            }
            unsend(attempt);
        }
        newest.ifPresent(attempt -> take(key, attempt, newestFirst));
        return newest;
    }

    private void take(Key key, SharedAttempt newest, List<SharedAttempt> all) {
        SharedIntent intent = attempts.intent(newest);
        Job here = local.find(key).orElse(null);
        if (here != null && same(here, newest, intent)) {
            apply(here, newest);
            return;
        }
        if (here != null && !here.state().over()) {
            // It was given up or failed where this machine didn't see it, for there is a newer one.
            Job before = here;
            match(before, all).ifPresent(earlier -> apply(before, earlier));
            here = local.find(key).orElse(null);
            if (here != null && !here.state().over()) {
                return;
            }
        }
        if (here == null || local.all().stream().noneMatch(job -> same(job, newest, intent))) {
            Instant now = time.instant();
            Instant at = intent.at().isAfter(now) ? now : intent.at();
            int number = here == null ? 1 : here.attempt() + 1;
            Job found = Job.intent(intent.asked(), number, SharedOwners.of(newest), intent.build(), at);
            // What another machine buys counts in no cap of this one, and none of its slots keeps it out.
            if (local.claim(found, List.of(), new Slots(Integer.MAX_VALUE, Instant.EPOCH))
                    instanceof Claim.Claimed claimed) {
                apply(claimed.job(), newest);
            }
        }
    }

    /** Which of these attempts this one of the local ledger is; none where it was never shared. */
    Optional<SharedAttempt> match(Job job, List<SharedAttempt> newestFirst) {
        return newestFirst.stream()
                .filter(attempt -> attempt.key().equals(job.key()))
                .filter(attempt -> attempt.has(SharedAttempt.INTENT) && !retracted(attempt))
                .filter(attempt -> same(job, attempt, attempts.intent(attempt)))
                .findFirst();
    }

    /** A build makes one attempt at a key that it doesn't take back. */
    private static boolean same(Job job, SharedAttempt attempt, SharedIntent intent) {
        return job.key().equals(attempt.key())
                && SharedOwners.attempt(job.owner())
                        .map(one -> one.number() == attempt.number())
                        .orElseGet(() -> job.build().equals(intent.build()));
    }

    private boolean retracted(SharedAttempt attempt) {
        return attempts.fact(attempt, SharedAttempt.END)
                        .filter(end -> end.state().equals(SharedFact.RETRACTED))
                        .isPresent()
                || owed.of(attempt)
                        .filter(late -> late.end().state().equals(SharedFact.RETRACTED)
                                && attempts.intent(attempt).once().equals(late.once()))
                        .isPresent();
    }

    /** It surely was not sent: then it never was. */
    private void unsend(SharedAttempt attempt) {
        Job here = local.find(attempt.key()).orElse(null);
        if (here == null || here.jobId() != null || !same(here, attempt, attempts.intent(attempt))) {
            return;
        }
        if (here.state() == JobState.INTENT && !inHandHere(here)) {
            local.retract(here);
        } else if (here.state() == JobState.IN_DOUBT) {
            local.advance(here, JobEvent.RELEASED, Change.because("it was not sent after all"), time.instant());
        }
    }

    /** Whether a process on this very store is about to hear of it itself. */
    private boolean inHandHere(Job job) {
        return !SharedOwners.elsewhere(job.owner()) && owners.lives(job.owner());
    }

    /** Moves the attempt to where the shared place says it stands, as far as the table of transitions goes there. */
    private void apply(Job found, SharedAttempt attempt) {
        if (found.state() == JobState.INTENT && inHandHere(found)) {
            return;
        }
        Job job = found;
        SharedFact end = attempts.fact(attempt, SharedAttempt.END).orElse(null);
        // Where the job could not be told in time, its end tells it.
        SharedFact told =
                attempts.fact(attempt, SharedAttempt.JOB).orElse(end != null && end.jobId() != null ? end : null);
        SharedFact given = attempts.fact(attempt, SharedAttempt.GIVEN_UP).orElse(null);
        if (told != null && job.jobId() == null) {
            job = accept(job, told);
        }
        SharedFact doubt = attempts.fact(attempt, SharedAttempt.DOUBT).orElse(null);
        if (end != null) {
            end(job, end);
        } else if (told != null
                && job.state() == JobState.SUBMITTED
                && !inHandHere(job)
                && attempts.recorded(job.key(), told.jobId())) {
            // Its film was brought home: where that is gone, it is lost, and no job that runs.
            store(job);
        } else if (given == null && told == null && doubt != null && job.state() == JobState.INTENT) {
            // Its own machine waits for nothing more, so anybody may decide.
            Job doubtful = moved(job, JobEvent.UNANSWERED, Change.because(words(doubt)));
            local.takeOver(doubtful, SharedOwners.NOBODY);
        } else if (given != null && told == null) {
            Job open = job.state() == JobState.INTENT
                    ? moved(job, JobEvent.UNANSWERED, Change.because("another machine was sending it"))
                    : job;
            if (open.state() == JobState.IN_DOUBT) {
                decided(open, given);
            }
        }
    }

    private Job accept(Job job, SharedFact told) {
        return switch (job.state()) {
            case INTENT, IN_DOUBT, ABANDONED, RELEASED -> {
                Change change = new Change(told.jobId(), told.amount(), told.charged(), null, told.words(), null);
                Job moved = moved(job, JobEvent.ACCEPTED, change);
                boolean free = moved.state() == JobState.SUBMITTED && !inHandHere(moved);
                // Whoever wants it takes it up now: to ask what became of it is free.
                yield free ? local.takeOver(moved, SharedOwners.NOBODY).orElse(moved) : moved;
            }
            default -> job;
        };
    }

    private void end(Job job, SharedFact end) {
        boolean away = job.state() == JobState.SUBMITTED;
        boolean doubtful = job.state() == JobState.INTENT || job.state() == JobState.IN_DOUBT;
        @Nullable JobState state = state(end);
        if (state == JobState.REFUSED && doubtful) {
            moved(job, JobEvent.REFUSED, Change.because(words(end)));
        } else if (state == JobState.FAILED && away) {
            moved(job, JobEvent.FAILED, new Change(null, null, end.charged(), null, words(end), null));
        } else if (state == JobState.STORED && away) {
            store(job);
        } else if (away || job.state() == JobState.SUCCEEDED || job.state() == JobState.SET_ASIDE) {
            decided(job, end);
        }
    }

    private void store(Job job) {
        Job ready = moved(job, JobEvent.FILM_READY, Change.NONE);
        if (ready.state() == JobState.SUCCEEDED) {
            moved(ready, JobEvent.STORED, Change.NONE);
        }
    }

    private void decided(Job job, SharedFact decision) {
        JobState state = state(decision);
        if (state == JobState.ABANDONED || state == JobState.RELEASED) {
            JobEvent event = state == JobState.ABANDONED ? JobEvent.GIVEN_UP : JobEvent.RELEASED;
            moved(job, event, new Change(null, null, null, null, words(decision), null, decision.by()));
        }
    }

    private static @Nullable JobState state(SharedFact fact) {
        for (JobState state : JobState.values()) {
            if (state.word().equals(fact.state())) {
                return state;
            }
        }
        return null;
    }

    private static String words(SharedFact fact) {
        return (fact.words() == null ? fact.state() : fact.words()) + " (told by " + fact.machine() + ")";
    }

    /** What another process did first counts; it is looked at again another time. */
    private Job moved(Job job, JobEvent event, Change change) {
        return local.advance(job, event, change, time.instant()).orElse(job);
    }
}
