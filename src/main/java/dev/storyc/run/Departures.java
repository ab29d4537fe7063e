package dev.storyc.run;

import dev.storyc.plan.Outcome;
import dev.storyc.plan.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The errands of a run that wait for their create, and the slots at the far end that they wait for. Under its lock. */
final class Departures {
    private final Run run;
    private final List<Errand> errands;
    private final Deque<Errand> waiting = new ArrayDeque<>();

    private int inFlight;
    private boolean pumping;
    private @Nullable Halt halted;

    /** @param errands all of the run, as they stand whenever they are looked at */
    Departures(Run run, List<Errand> errands) {
        this.run = run;
        this.errands = errands;
    }

    /** Why no create is sent any more, and what becomes of those that wait for theirs. */
    private record Halt(Outcome.Kind kind, String words) {}

    void add(Errand errand) {
        waiting.add(errand);
    }

    /** Back to the front of those that wait. */
    void requeue(Errand errand) {
        vacate(errand);
        waiting.addFirst(errand);
        pump();
    }

    /** Sends on as many as there are slots for; of a run that has ended, all. */
    void pump() {
        if (pumping) {
            // An errand that ends starts the next; nested, ten thousand of them would overflow the stack.
            return;
        }
        pumping = true;
        try {
            while (!waiting.isEmpty() && (ended() || inFlight < run.buying().limit())) {
                next(waiting.remove());
            }
        } finally {
            pumping = false;
        }
    }

    private void next(Errand errand) {
        if (run.stopping()) {
            run.finish(errand, Outcome.Kind.INTERRUPTED, null);
        } else if (halted != null) {
            run.finish(errand, halted.kind(), halted.words());
        } else {
            occupy(errand);
            run.on(Threads::create, errand, () -> run.buying().create(errand));
        }
    }

    /** No create will be sent any more; what runs goes on. */
    void halt(Outcome.Kind kind, String words) {
        halted = new Halt(kind, words);
        for (Errand other : errands) {
            boolean unsent = Objects.equals(other.job, other.step.job()) && other.step.action() == Step.Action.BUY;
            // Those that wait for another try of their create have nothing at the far end, so they end with the rest.
            if (unsent && other.cancelTimer()) {
                waiting.add(other);
            }
        }
        pump();
    }

    /** Whether no create may be sent any more. */
    boolean ended() {
        return run.stopping() || halted != null;
    }

    int inFlight() {
        return inFlight;
    }

    void occupy(Errand errand) {
        errand.slot = true;
        inFlight++;
    }

    void vacate(Errand errand) {
        if (errand.slot) {
            errand.slot = false;
            inFlight--;
        }
    }
}
