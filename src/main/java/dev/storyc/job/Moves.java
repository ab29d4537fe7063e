package dev.storyc.job;

import java.time.InstantSource;
import java.util.Optional;

/** Moves attempts on in the ledger, and settles what others left; what builds and people do to an attempt meets here. */
final class Moves {
    private final Ledger ledger;
    private final Owners owners;
    private final InstantSource time;

    Moves(Ledger ledger, Owners owners, InstantSource time) {
        this.ledger = ledger;
        this.owners = owners;
        this.time = time;
    }

    /** Moves the attempt on if it is still in this state; empty if it isn't. */
    Optional<Job> tryMove(Job from, JobEvent event, Change change) {
        return ledger.advance(from, event, change, time.instant());
    }

    /** Moves the attempt on; where somebody else did so before, what is there now counts, and takes the event if it can. */
    Job move(Job from, JobEvent event, Change change) {
        Optional<Job> moved = tryMove(from, event, change);
        if (moved.isPresent()) {
            return moved.get();
        }
        Job now = ledger.find(from.key()).orElse(from);
        boolean same = now.attempt() == from.attempt() && now.state() != from.state();
        // In doubt or given up in the meantime, an attempt still takes its own late answer.
        if (same
                && from.state() == JobState.INTENT
                && Transitions.next(now.state(), event).isPresent()) {
            return tryMove(now, event, change).orElse(now);
        }
        return now;
    }

    /** An intent whose process is dead is in doubt, for its create may have been sent. */
    Job settle(Job found) {
        if (found.state() != JobState.INTENT || owners.lives(found.owner())) {
            return found;
        }
        return move(
                found,
                JobEvent.UNANSWERED,
                Change.because("the process that was sending it ended before an answer was written down"));
    }

    /** Settles it, and takes it into this process's hand if it is at the far end and no other living process has it. */
    Job pickUp(Job found) {
        Job now = settle(found);
        boolean away = now.state() == JobState.SUBMITTED || now.state() == JobState.SUCCEEDED;
        if (!away || owners.me().equals(now.owner()) || owners.lives(now.owner())) {
            return now;
        }
        return ledger.takeOver(now, owners.me())
                .orElseGet(() -> ledger.find(now.key()).orElse(now));
    }
}
