package dev.storyc.run;

import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.job.Spending;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Plan;
import dev.storyc.plan.RunRecord;
import dev.storyc.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of one plan: its errands, slots, timers and outcomes. Work on the network happens on the run's threads,
 * without its lock; everything that decides what comes next holds it.
 */
final class Run {
    private final Tools tools;
    private final Threads threads;
    private final Pace pace;
    private final Departures departures;
    private final Buying buying;
    private final Following following;
    private final List<Errand> errands = new ArrayList<>();
    private final Map<Key, Outcome> outcomes = new HashMap<>();
    private final CountDownLatch done = new CountDownLatch(1);

    private int open;
    private final List<Job> bought = new ArrayList<>();
    private boolean stopping;
    private boolean interrupted;
    private @Nullable RuntimeException failure;

    Run(Tools tools, Plan plan, Budget budget) {
        this.tools = tools;
        this.threads = new Threads(tools.settings().inFlight());
        this.pace = new Pace(tools.settings(), tools.random(), tools.nanos());
        this.departures = new Departures(this, errands);
        this.buying = new Buying(this, tools, budget, errands);
        this.following = new Following(this, tools);
        Map<Key, SortedSet<String>> storyboards = new LinkedHashMap<>();
        for (Step step : plan.steps()) {
            storyboards
                    .computeIfAbsent(step.clip().key(), unused -> new TreeSet<>())
                    .add(step.clip().storyboard());
        }
        for (Step step : plan.jobs()) {
            errands.add(new Errand(step, storyboards.getOrDefault(step.clip().key(), new TreeSet<>())));
        }
        this.open = errands.size();
    }

    RunRecord go() throws InterruptedException {
        try {
            synchronized (this) {
                errands.forEach(this::start);
                departures.pump();
                if (open == 0) {
                    done.countDown();
                }
            }
            done.await();
        } finally {
            threads.end();
        }
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
            List<Outcome> inOrder = new ArrayList<>();
            for (Errand errand : errands) {
                Outcome outcome = outcomes.get(errand.clip().key());
                if (outcome != null) {
                    inOrder.add(outcome);
                }
            }
            return new RunRecord(inOrder, buying.created(), Spending.of(bought), interrupted);
        }
    }

    synchronized void stop() {
        interrupted = true;
        stopping = true;
        settleAll();
    }

    /** Nothing new is sent: what waits is over, and what a timer waits for is left to the next build. */
    private void settleAll() {
        departures.pump();
        for (Errand errand : errands) {
            if (errand.cancelTimer()) {
                leave(errand);
            }
        }
    }

    private void start(Errand errand) {
        Job job = errand.job;
        switch (errand.step.action()) {
            case NOTHING -> {
                if (job != null && job.state() == JobState.SUCCEEDED) {
                    // Killed between filing the film and writing the ledger: the next step finds the film and says so.
                    on(Threads::film, errand, () -> following.bring(errand, job));
                } else {
                    finish(errand, Outcome.Kind.HELD, null);
                }
            }
            case BUY -> departures.add(errand);
            case RESUME, RESTORE, LEAVE -> {
                if (job == null || job.state() == JobState.RELEASED) {
                    finish(errand, Outcome.Kind.LOST, "it was bought before, and this store doesn't have it");
                } else {
                    on(Threads::query, errand, () -> {
                        Job now = tools.steps().pickUp(job);
                        locked(() -> following.follow(errand, now));
                    });
                }
            }
        }
    }

    Departures departures() {
        return departures;
    }

    Following following() {
        return following;
    }

    Buying buying() {
        return buying;
    }

    Pace pace() {
        return pace;
    }

    boolean stopping() {
        return stopping;
    }

    /** How many creates are on their way. */
    synchronized int sending() {
        return buying.sending();
    }

    /**
     * A callback came for this attempt.
     *
     * @param named whether it names a job id that nobody named before
     */
    synchronized void called(Job job, boolean named) {
        for (Errand errand : errands) {
            Job own = errand.job;
            if (own != null && own.key().equals(job.key()) && own.attempt() == job.attempt() && !errand.over) {
                following.wake(errand);
                return;
            }
        }
        if (named && job.state() == JobState.IN_DOUBT && !stopping && open > 0) {
            // None of this build's: all that can be done is to write down what became of it.
            threads.query(() -> {
                try {
                    tools.steps().adoptHinted(job);
                } catch (RuntimeException e) {
                    locked(() -> fail(null, e));
                }
            });
        }
    }

    /** The build is stopped while this waits for something; at the far end it goes on. */
    private void leave(Errand errand) {
        Job job = errand.job;
        if (job != null && job.state() == JobState.IN_DOUBT) {
            finish(errand, Outcome.Kind.IN_DOUBT, job.reason());
        } else {
            finish(errand, Outcome.Kind.INTERRUPTED, errand.trouble);
        }
    }

    void finish(Errand errand, Outcome.Kind kind, @Nullable String words) {
        departures.vacate(errand);
        errand.over = true;
        Job job = errand.job;
        if (errand.bought && job != null) {
            bought.add(job);
        }
        FilmRecord film = film(errand, kind);
        Outcome outcome = new Outcome(errand.step, kind, words, job, film);
        if (outcomes.put(errand.clip().key(), outcome) != null) {
            throw new IllegalStateException(errand.clip().address() + " ended twice");
        }
        tools.listener().heard(new RunEvent(RunEvent.Kind.FINISHED, errand.clip(), job, words, outcome));
        closeOne();
        departures.pump();
    }

    private @Nullable FilmRecord film(Errand errand, Outcome.Kind kind) {
        if (kind != Outcome.Kind.HELD && kind != Outcome.Kind.RENDERED) {
            return null;
        }
        FilmRecord planned = errand.step.film();
        return planned != null
                ? planned
                : tools.store().find(errand.clip().key()).orElse(null);
    }

    private void closeOne() {
        if (--open == 0) {
            done.countDown();
        }
    }

    /** The errand goes on after this time, unless the build is stopped before. */
    void after(Errand errand, Duration delay, Runnable next) {
        if (stopping) {
            leave(errand);
            return;
        }
        int turn = errand.turn;
        errand.timer = threads.later(
                delay,
                () -> guarded(errand, () -> {
                    synchronized (this) {
                        if (errand.turn != turn) {
                            return;
                        }
                        errand.timer = null;
                    }
                    next.run();
                }));
    }

    /** Does work without the lock, on the threads that such work has. */
    void on(BiConsumer<Threads, Runnable> kind, Errand errand, Runnable work) {
        kind.accept(threads, () -> guarded(errand, work));
    }

    void locked(Runnable work) {
        synchronized (this) {
            work.run();
        }
    }

    /** What a thread can't do ends the whole run, but only when every create on its way has its answer written down. */
    private void guarded(Errand errand, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            locked(() -> fail(errand, e));
        } catch (Error e) {
            // Out of memory, or a class that is gone: unanswered, the build would wait for ever.
            locked(() -> fail(errand, new IllegalStateException("a thread of this build broke off: " + e, e)));
        }
    }

    private void fail(@Nullable Errand errand, RuntimeException e) {
        if (failure == null) {
            failure = e;
        } else if (!failure.equals(e)) {
            failure.addSuppressed(e);
        }
        stopping = true;
        if (errand != null && !outcomes.containsKey(errand.clip().key())) {
            departures.vacate(errand);
            outcomes.put(
                    errand.clip().key(),
                    new Outcome(errand.step, Outcome.Kind.INTERRUPTED, e.getMessage(), errand.job, null));
            closeOne();
        }
        settleAll();
    }

    void say(RunEvent.Kind kind, Errand errand, @Nullable Job job, @Nullable String words) {
        tools.listener().heard(new RunEvent(kind, errand.clip(), job, words, null));
    }
}
