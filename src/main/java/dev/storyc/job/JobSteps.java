package dev.storyc.job;

import dev.storyc.lower.Payload;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The single steps of a paid job. Each starts from what the ledger holds, does at most one thing in the world, and
 * writes down what came of it; so any of them may be repeated by whoever finds the job. Holds nothing of its own.
 */
public final class JobSteps {
    private final Ledger ledger;
    private final FarEnd farEnd;
    private final Owners owners;
    private final InstantSource time;

    public JobSteps(Ledger ledger, FarEnd farEnd, Owners owners, InstantSource time) {
        this.ledger = ledger;
        this.farEnd = farEnd;
        this.owners = owners;
        this.time = time;
    }

    /**
     * Sends the one create of an intent. Only the thread that claimed the intent may call this, and only once: an intent
     * found in the ledger belongs to {@link #settle}.
     *
     * @throws LedgerException with the job id in its words if the far end took the job and that can't be written down
     */
    public Created create(Job intent, Payload payload) {
        CreateAnswer answer = farEnd.create(payload);
        if (answer instanceof CreateAnswer.Accepted accepted) {
            return new Created.Moved(accept(intent, accepted));
        }
        if (answer instanceof CreateAnswer.InDoubt doubt) {
            return new Created.Moved(move(intent, JobEvent.UNANSWERED, Change.doubtful(doubt.words(), doubt.raw())));
        }
        if (answer instanceof CreateAnswer.Refused refused && refused.scope() == CreateAnswer.Scope.REQUEST) {
            return new Created.Moved(move(intent, JobEvent.REFUSED, Change.because(refused.words())));
        }
        ledger.retract(intent);
        if (answer instanceof CreateAnswer.NotSent unsent) {
            return new Created.Unsent(unsent.words());
        }
        if (answer instanceof CreateAnswer.Busy busy) {
            return new Created.Busy(busy.words());
        }
        return new Created.Halted(((CreateAnswer.Refused) answer).words());
    }

    /** Asks what became of a submitted job, or for the new address of a succeeded one. */
    public Looked query(Job job) {
        if (job.jobId() == null || (job.state() != JobState.SUBMITTED && job.state() != JobState.SUCCEEDED)) {
            return Looked.at(job);
        }
        FarStatus status = farEnd.query(job.jobId()).status();
        if (status instanceof FarStatus.Ready ready) {
            return Looked.at(move(job, JobEvent.FILM_READY, Change.film(ready.address())));
        }
        if (status instanceof FarStatus.Failed failed) {
            return job.state() == JobState.SUCCEEDED
                    ? Looked.odd(job, "succeeded before, and is now said to have failed: " + failed.words())
                    : Looked.at(move(job, JobEvent.FAILED, Change.failed(words(failed), refund(failed))));
        }
        if (status instanceof FarStatus.NoAddress odd) {
            return new Looked(job, odd.words(), false, true);
        }
        if (status instanceof FarStatus.Unclear odd) {
            return Looked.odd(job, odd.words());
        }
        if (status instanceof FarStatus.Denied denied) {
            return new Looked(job, denied.words(), true, false);
        }
        return Looked.at(job);
    }

    /** Brings the film of a succeeded job home. */
    public Brought bring(Job job, FilmTaker taker) {
        if (job.state() != JobState.SUCCEEDED) {
            return new Brought(job, false, null);
        }
        FilmTaker.Taken taken = taker.take(job);
        if (taken instanceof FilmTaker.Taken.Stored) {
            return new Brought(move(job, JobEvent.STORED, Change.NONE), false, null);
        }
        if (taken instanceof FilmTaker.Taken.Aside aside) {
            return new Brought(move(job, JobEvent.NOT_AS_ASKED, Change.because(aside.reason())), false, null);
        }
        if (taken instanceof FilmTaker.Taken.Gone gone) {
            return new Brought(job, true, gone.words());
        }
        return new Brought(job, false, ((FilmTaker.Taken.Again) taken).words());
    }

    /**
     * Brings an attempt that was found in the ledger up to date: an intent whose process is dead is in doubt, for its
     * create may have been sent.
     */
    public Job settle(Job found) {
        if (found.state() != JobState.INTENT || owners.lives(found.owner())) {
            return found;
        }
        return move(
                found,
                JobEvent.UNANSWERED,
                Change.because("the process that was sending it ended before an answer was written down"));
    }

    private Job accept(Job intent, CreateAnswer.Accepted accepted) {
        Change change = Change.accepted(accepted.jobId(), accepted.amount(), accepted.charged(), null);
        try {
            return move(intent, JobEvent.ACCEPTED, change);
        } catch (LedgerException e) {
            throw new LedgerException(
                    "the far end took " + intent.asked().address() + " as job " + accepted.jobId()
                            + ", but that could not be written down: " + e.getMessage()
                            + "\nWhen the ledger can be written again: storyc jobs resolve " + intent.key()
                            + " --adopt " + accepted.jobId(),
                    e);
        }
    }

    /** Moves the attempt on; where somebody else did so before, what is there now counts, and takes the event if it can. */
    private Job move(Job from, JobEvent event, Change change) {
        Optional<Job> moved = ledger.advance(from, event, change, time.instant());
        if (moved.isPresent()) {
            return moved.get();
        }
        Job now = ledger.find(from.key()).orElse(from);
        boolean same = now.attempt() == from.attempt() && now.state() != from.state();
        if (same
                && now.state() == JobState.IN_DOUBT
                && Transitions.next(now.state(), event).isPresent()) {
            return ledger.advance(now, event, change, time.instant()).orElse(now);
        }
        return now;
    }

    private static String words(FarStatus.Failed failed) {
        if (failed.refunded() == null) {
            return failed.words();
        }
        return failed.words() + (failed.refunded() ? " (refunded)" : Job.NOT_REFUNDED);
    }

    private static @Nullable BigDecimal refund(FarStatus.Failed failed) {
        return Boolean.TRUE.equals(failed.refunded()) ? BigDecimal.ZERO : null;
    }
}
