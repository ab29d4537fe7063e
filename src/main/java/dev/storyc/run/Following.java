package dev.storyc.run;

import dev.storyc.job.Brought;
import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.job.Looked;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Step;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The part of a run that follows jobs to their films; all of it is free, and may be tried again. Under the run's lock. */
final class Following {
    private static final int MOST_DENIALS = 3;

    private final Run run;
    private final Tools tools;
    private final Doubts doubts;

    Following(Run run, Tools tools) {
        this.run = run;
        this.tools = tools;
        this.doubts = new Doubts(run, tools, this);
    }

    /** Does what the attempt's state asks for next. */
    void follow(Errand errand, Job job) {
        errand.job = job;
        switch (job.state()) {
            case INTENT -> watch(errand);
            case SUBMITTED -> {
                if (!errand.slot) {
                    run.departures().occupy(errand);
                }
                if (!errand.announced) {
                    errand.announced = true;
                    run.say(RunEvent.Kind.RESUMED, errand, job, null);
                }
                if (inHand(errand, job)) {
                    queryLater(errand, job);
                }
            }
            case SUCCEEDED -> {
                run.departures().vacate(errand);
                if (inHand(errand, job)) {
                    fetch(errand, job);
                }
                run.departures().pump();
            }
            case STORED -> stored(errand);
            case FAILED -> run.finish(errand, Outcome.Kind.FAILED, job.reason());
            case REFUSED -> run.finish(errand, Outcome.Kind.REFUSED, job.reason());
            case IN_DOUBT -> doubts.look(errand, job);
            case ABANDONED, RELEASED -> run.finish(errand, Outcome.Kind.ABANDONED, job.reason());
            case SET_ASIDE -> run.finish(errand, Outcome.Kind.SET_ASIDE, job.reason());
        }
    }

    /** A callback has come for it: no more waiting, look now. */
    void wake(Errand errand) {
        Job job = errand.job;
        if (job == null || !run.pace().mayWake(errand) || !errand.cancelTimer()) {
            return;
        }
        if (job.state() == JobState.IN_DOUBT) {
            doubts.look(errand, job);
        } else if (job.state() == JobState.SUBMITTED
                && job.owner().equals(tools.owners().me())) {
            query(errand, job);
        } else {
            run.after(errand, run.pace().glance(), () -> run.locked(() -> follow(errand, job)));
        }
    }

    private void fetch(Errand errand, Job job) {
        if (!errand.fetching) {
            errand.fetching = true;
            errand.waitingSince = null;
            errand.tries = 0;
            run.say(RunEvent.Kind.READY, errand, job, null);
        }
        run.on(Threads::film, errand, () -> bring(errand, job));
    }

    /** Whether this process has the attempt in hand; else it looks what another one does, or takes it over. */
    private boolean inHand(Errand errand, Job job) {
        if (job.owner().equals(tools.owners().me())) {
            return true;
        }
        watch(errand);
        return false;
    }

    private void stored(Errand errand) {
        if (tools.store().find(errand.clip().key()).isPresent()) {
            // What another build brought home meanwhile is held by now, and no work of this one.
            boolean ours = errand.bought || errand.fetching;
            run.finish(errand, ours ? Outcome.Kind.RENDERED : Outcome.Kind.HELD, null);
        } else {
            run.finish(errand, Outcome.Kind.LOST, "it was bought before, and this store doesn't have it");
        }
    }

    /** Another process has this attempt in hand: look now and then what it made of it, or whether it died. */
    private void watch(Errand errand) {
        if (run.pace().pastDeadline(errand)) {
            run.finish(errand, Outcome.Kind.PENDING, "another build on this store has it in hand");
            return;
        }
        run.after(
                errand,
                run.pace().glance(),
                () -> run.on(Threads::query, errand, () -> {
                    Job now = tools.ledger()
                            .find(errand.clip().key())
                            .map(tools.steps()::pickUp)
                            .orElse(null);
                    run.locked(() -> watched(errand, now));
                }));
    }

    private void watched(Errand errand, @Nullable Job now) {
        if (now != null) {
            follow(errand, now);
        } else if (errand.step.action() == Step.Action.BUY) {
            run.departures().requeue(errand);
        } else {
            // Its price was no part of this plan, so this build may not buy it.
            run.finish(errand, Outcome.Kind.NOT_SENT, "another build could not send it: build again");
        }
    }

    private void queryLater(Errand errand, Job job) {
        Duration wait = errand.wait;
        if (wait == null) {
            Duration age = Duration.between(job.since(), tools.time().instant());
            Duration first = tools.settings().firstQuery().minus(age.isNegative() ? Duration.ZERO : age);
            wait = first.isNegative() ? Duration.ZERO : first;
            errand.wait = tools.settings().queryEvery();
        } else {
            Duration longer = wait.multipliedBy(3).dividedBy(2);
            errand.wait = longer.compareTo(tools.settings().queryAtMost()) > 0
                    ? tools.settings().queryAtMost()
                    : longer;
            wait = run.pace().jittered(wait);
        }
        run.after(errand, wait, () -> query(errand, job));
    }

    private void query(Errand errand, Job job) {
        run.on(Threads::query, errand, () -> {
            Looked looked = tools.steps().query(job);
            run.locked(() -> looked(errand, job, looked));
        });
    }

    private void looked(Errand errand, Job before, Looked looked) {
        errand.trouble = looked.words();
        if (before.state() == JobState.SUCCEEDED
                && looked.job().state() == JobState.SUCCEEDED
                && looked.words() == null) {
            // The address was given again, perhaps another one: worth another try, but not at once, it was gone before.
            errand.job = looked.job();
            run.after(
                    errand,
                    run.pace().pause(errand),
                    () -> run.on(Threads::film, errand, () -> bring(errand, looked.job())));
            return;
        }
        errand.denials = looked.denied() ? errand.denials + 1 : 0;
        if (looked.job().state() != before.state()) {
            follow(errand, looked.job());
            return;
        }
        if (looked.words() != null) {
            run.say(RunEvent.Kind.WAITING, errand, before, looked.words());
        }
        boolean fetching = before.state() == JobState.SUCCEEDED;
        if (run.pace().pastDeadline(errand) || errand.denials >= MOST_DENIALS) {
            run.finish(
                    errand,
                    fetching || looked.noAddress() ? Outcome.Kind.UNFETCHED : Outcome.Kind.PENDING,
                    looked.words());
        } else if (fetching) {
            run.after(
                    errand, run.pace().pause(errand), () -> run.on(Threads::film, errand, () -> bring(errand, before)));
        } else {
            queryLater(errand, before);
        }
    }

    /** Not under the run's lock. */
    void bring(Errand errand, Job job) {
        Brought brought = tools.steps().bring(job, tools.homes().apply(errand.clip()));
        run.locked(() -> brought(errand, brought));
    }

    private void brought(Errand errand, Brought brought) {
        Job job = brought.job();
        if (job.state() != JobState.SUCCEEDED) {
            follow(errand, job);
            return;
        }
        run.say(RunEvent.Kind.WAITING, errand, job, brought.words());
        errand.trouble = brought.words();
        if (run.pace().pastDeadline(errand)) {
            run.finish(errand, Outcome.Kind.UNFETCHED, brought.words());
        } else if (brought.gone()) {
            run.after(errand, run.pace().pause(errand), () -> query(errand, job));
        } else {
            run.after(errand, run.pace().pause(errand), () -> run.on(Threads::film, errand, () -> bring(errand, job)));
        }
    }
}
