package dev.storyc.run;

import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.job.Looked;
import dev.storyc.plan.Outcome;
import java.time.Duration;

/**
 * The part of a run that looks after creates in doubt: they end the errand, but where callbacks are heard their own may
 * still tell which job they became, for as long as that job may run. Under the run's lock.
 */
final class Doubts {
    private static final int MOST_TRIES = 5;

    private final Run run;
    private final Tools tools;
    private final Following following;

    Doubts(Run run, Tools tools, Following following) {
        this.run = run;
        this.tools = tools;
        this.following = following;
    }

    /** Looks whether a callback has named its job. */
    void look(Errand errand, Job job) {
        run.departures().vacate(errand);
        if (job.token() == null) {
            run.finish(errand, Outcome.Kind.IN_DOUBT, job.reason());
            return;
        }
        run.on(Threads::query, errand, () -> {
            Looked looked = tools.steps().adoptHinted(job);
            run.locked(() -> looked(errand, looked));
        });
        run.departures().pump();
    }

    private void looked(Errand errand, Looked looked) {
        Job job = looked.job();
        if (job.state() != JobState.IN_DOUBT) {
            if (errand.bought && job.state() == JobState.SUBMITTED) {
                run.buying().adopted();
            }
            errand.waitingSince = null;
            following.follow(errand, job);
            return;
        }
        errand.job = job;
        if (looked.words() != null) {
            run.say(RunEvent.Kind.WAITING, errand, job, looked.words());
        }
        if (errand.patience == null) {
            errand.patience = patience(job);
            errand.waitingSince = null;
        }
        Duration left = run.pace().left(errand, errand.patience);
        if (tools.calls() != Tools.Calls.HEARD || run.stopping() || left.isNegative() || left.isZero()) {
            run.finish(errand, Outcome.Kind.IN_DOUBT, job.reason());
            return;
        }
        if (looked.words() == null) {
            run.say(RunEvent.Kind.WAITING, errand, job, job.reason() + "; its callback may still tell");
        }
        // What can't be asked for now may be in a moment; what is another job stays one.
        boolean soon = looked.words() != null && errand.tries < MOST_TRIES;
        run.after(errand, soon ? run.pace().pause(errand) : left, () -> run.locked(() -> look(errand, job)));
    }

    /** A job may run for as long as any is waited for, counted from its intent; what is older calls no more. */
    private Duration patience(Job job) {
        Duration age = Duration.between(job.started(), tools.time().instant());
        Duration most = tools.settings().giveUpAfter();
        return age.isNegative() ? most : most.minus(age);
    }
}
