package dev.storyc.job;

import dev.storyc.lower.Payload;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The single steps of a paid job. Each starts from what the ledger holds, does at most one thing in the world, and
 * writes down what came of it; so any of them may be repeated by whoever finds the job. Holds nothing of its own.
 */
public final class JobSteps {
    private final Ledger ledger;
    private final FarEnd farEnd;
    private final Owners owners;
    private final Moves moves;

    public JobSteps(Ledger ledger, FarEnd farEnd, Owners owners, InstantSource time) {
        this.ledger = ledger;
        this.farEnd = farEnd;
        this.owners = owners;
        this.moves = new Moves(ledger, owners, time);
    }

    /**
     * Writes down that a clip is about to be bought, or why it may not be; see {@link Ledger#claim}.
     *
     * @throws LedgerException that says what to do should the intent turn up all the same: a disk that fails in the middle
     *     may have kept it
     */
    public Claim claim(Job intent, List<Cap> caps, Slots slots) {
        try {
            return ledger.claim(intent, caps, slots);
        } catch (LedgerException e) {
            throw new LedgerException(
                    intent.asked().address() + " was not sent: " + e.getMessage()
                            + "\nShould it be in doubt when the ledger can be written again: storyc jobs resolve "
                            + intent.key() + " --resubmit",
                    e);
        }
    }

    /**
     * Sends the one create of an intent. Only the thread that claimed the intent may call this, and only once: an intent
     * found in the ledger belongs to {@link #settle}.
     *
     * @throws LedgerException with the job id in its words if the far end took the job and that can't be written down
     */
    public Created create(Job intent, Payload payload) {
        if (!owners.holds() || !ledger.holds(intent)) {
            retract(intent);
            return new Created.Unsent(
                    "this machine stood still for so long that others may take its intent for in doubt");
        }
        CreateAnswer answer = farEnd.create(payload, intent.token());
        if (answer instanceof CreateAnswer.Accepted accepted) {
            return new Created.Moved(accept(intent, accepted));
        }
        if (answer instanceof CreateAnswer.InDoubt doubt) {
            return new Created.Moved(
                    moves.move(intent, JobEvent.UNANSWERED, Change.doubtful(doubt.words(), doubt.raw())));
        }
        if (answer instanceof CreateAnswer.Refused refused && refused.scope() == CreateAnswer.Scope.REQUEST) {
            return new Created.Moved(moves.move(intent, JobEvent.REFUSED, Change.because(refused.words())));
        }
        retract(intent);
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
        FarJob far = farEnd.query(job.jobId());
        if (far.isNot(job.jobId())) {
            return Looked.odd(job, "asked for job " + job.jobId() + ", the far end tells of another one");
        }
        FarStatus status = far.status();
        if (status instanceof FarStatus.Ready ready) {
            return Looked.at(moves.move(job, JobEvent.FILM_READY, Change.film(ready.address())));
        }
        if (status instanceof FarStatus.Failed failed) {
            return job.state() == JobState.SUCCEEDED
                    ? Looked.odd(job, "succeeded before, and is now said to have failed: " + failed.words())
                    : Looked.at(moves.move(job, JobEvent.FAILED, Change.failed(words(failed), refund(failed))));
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
            return new Brought(moves.move(job, JobEvent.STORED, Change.NONE), false, null);
        }
        if (taken instanceof FilmTaker.Taken.Aside aside) {
            return new Brought(moves.move(job, JobEvent.NOT_AS_ASKED, Change.because(aside.reason())), false, null);
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
        return moves.settle(found);
    }

    /** The same; and what is at the far end, and in no other living process's hand, is in this one's from then on. */
    public Job pickUp(Job found) {
        return moves.pickUp(found);
    }

    /**
     * Looks whether one of the job ids that callbacks named is what became of an attempt in doubt. A callback is not
     * believed: the far end must say itself that the job is of this very request.
     */
    public Looked adoptHinted(Job doubt) {
        if (doubt.state() != JobState.IN_DOUBT || doubt.token() == null) {
            return Looked.at(doubt);
        }
        String odd = null;
        for (String jobId : ledger.hints(doubt)) {
            if (ledger.knows(jobId)) {
                odd = "a callback named job " + jobId + ", which belongs to another attempt";
                continue;
            }
            Optional<String> wrong = Adoption.refuses(doubt, jobId, farEnd.query(jobId), true);
            if (wrong.isEmpty()) {
                Change change = Change.accepted(jobId, null, null, "a callback named job " + jobId);
                return Looked.at(moves.pickUp(moves.move(doubt, JobEvent.ADOPTED, change)));
            }
            odd = "a callback named a job that can't be taken: " + wrong.get();
        }
        return odd == null ? Looked.at(doubt) : Looked.odd(doubt, odd);
    }

    /**
     * Takes back an intent whose create surely did not leave the machine.
     *
     * @throws LedgerException that says so, if that can't be written down: the next build will take it for in doubt
     */
    public void retract(Job intent) {
        try {
            twice(() -> ledger.retract(intent));
        } catch (LedgerException e) {
            throw new LedgerException(
                    intent.asked().address() + " was not sent, but that could not be written down: " + e.getMessage()
                            + "\nWhen the ledger can be written again: storyc jobs resolve " + intent.key()
                            + " --resubmit",
                    e);
        }
    }

    private Job accept(Job intent, CreateAnswer.Accepted accepted) {
        Change change = Change.accepted(accepted.jobId(), accepted.amount(), accepted.charged(), accepted.words());
        try {
            return twice(() -> moves.move(intent, JobEvent.ACCEPTED, change));
        } catch (LedgerException e) {
            throw new LedgerException(
                    "the far end took " + intent.asked().address() + " as job " + accepted.jobId()
                            + ", but that could not be written down: " + e.getMessage()
                            + "\nWhen the ledger can be written again: storyc jobs resolve " + intent.key()
                            + " --adopt " + accepted.jobId(),
                    e);
        }
    }

    /**
     * Once more where the disk fails for a moment, for no other changes are as dear: without them a person must decide.
     * What was done the first time after all is not done again, for each is a compare-and-set.
     */
    private static <T> T twice(Supplier<T> change) {
        try {
            return change.get();
        } catch (LedgerException first) {
            try {
                return change.get();
            } catch (LedgerException second) {
                first.addSuppressed(second);
                throw first;
            }
        }
    }

    private static String words(FarStatus.Failed failed) {
        if (failed.refunded() == null) {
            return failed.words() + " (no word of a refund)";
        }
        return failed.words() + (failed.refunded() ? " (refunded)" : " (not refunded)");
    }

    private static @Nullable BigDecimal refund(FarStatus.Failed failed) {
        return Boolean.TRUE.equals(failed.refunded()) ? BigDecimal.ZERO : null;
    }
}
