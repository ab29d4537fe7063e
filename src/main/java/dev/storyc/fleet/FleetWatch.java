package dev.storyc.fleet;

import dev.storyc.job.Job;
import dev.storyc.job.JobResolver;
import dev.storyc.job.JobState;
import dev.storyc.job.Ledger;
import dev.storyc.job.LedgerException;
import dev.storyc.job.Owners;
import dev.storyc.job.Spending;
import dev.storyc.ledger.PostgresRealm;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Plan;
import dev.storyc.plan.RunRecord;
import dev.storyc.plan.Step;
import dev.storyc.run.RunEvent;
import dev.storyc.run.RunListener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives a plan to the fleet and watches what becomes of it, so that whoever asked for it hears just what one machine's own
 * run would say. It changes nothing while it watches: stopped or killed, the fleet goes on.
 */
public final class FleetWatch {
    private static final Duration LOOK = Duration.ofMillis(500);
    /** Changes are dated by when they began; what is older than this was seen before. */
    private static final long OVERLAP_MILLIS = 15_000;

    private static final Duration WORKERS_EVERY = Duration.ofSeconds(5);
    private static final Duration WORKERS_LIVE = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final FleetQueue queue;
    private final Workers workers;
    private final Ledger ledger;
    private final Owners owners;
    private final InstantSource clock;
    private final @Nullable Function<Key, Optional<FilmRecord>> films;
    private final RunListener listener;
    private final Consumer<String> notes;
    private final Semaphore stop = new Semaphore(0);

    private final Map<Key, Told> told = new HashMap<>();
    private final Map<Key, Outcome> outcomes = new HashMap<>();
    private final Map<Key, QueuedClip> rows = new HashMap<>();
    private long newest;
    private long askedAt;
    private boolean lonely;

    /**
     * @param films fetches a key's film to this machine, if it is to be had; null where only words are wanted
     * @param notes what people are told that no clip is about
     */
    public FleetWatch(
            FleetQueue queue,
            PostgresRealm realm,
            @Nullable Function<Key, Optional<FilmRecord>> films,
            RunListener listener,
            Consumer<String> notes) {
        this.queue = queue;
        this.workers = Workers.of(realm);
        this.ledger = realm.ledger();
        this.owners = realm.owners();
        this.clock = realm.clock();
        this.films = films;
        this.listener = listener;
        this.notes = notes;
    }

    /** What people were told of a clip last. */
    private record Told(RunEvent.Kind event, @Nullable String words) {}

    /** The steps of a plan that workers have something to do about. */
    public static List<FleetQueue.Wanted> wanted(Plan plan) {
        Map<Key, SortedSet<String>> storyboards = new LinkedHashMap<>();
        for (Step step : plan.steps()) {
            storyboards
                    .computeIfAbsent(step.clip().key(), unused -> new TreeSet<>())
                    .add(step.clip().storyboard());
        }
        return plan.jobs().stream()
                .filter(FleetWatch::wanted)
                .map(step -> new FleetQueue.Wanted(
                        step, storyboards.getOrDefault(step.clip().key(), new TreeSet<>())))
                .toList();
    }

    private static boolean wanted(Step step) {
        Job job = step.job();
        boolean away =
                job != null && Set.of(JobState.SUBMITTED, JobState.SUCCEEDED).contains(job.state());
        return step.action() == Step.Action.BUY || step.action() == Step.Action.RESUME || away;
    }

    /**
     * Watches until every step has an outcome, or it is stopped.
     *
     * @param build the build that has them in the queue; null where none of them is wanted of workers
     * @param steps one a key
     */
    public RunRecord watch(@Nullable String build, List<Step> steps) throws InterruptedException {
        Map<Key, Step> open = new LinkedHashMap<>();
        for (Step step : steps) {
            if (build != null && wanted(step)) {
                open.put(step.clip().key(), step);
            } else {
                end(step, null, settled(step));
            }
        }
        boolean stopped = false;
        long troubledSince = 0;
        while (!open.isEmpty() && !stopped) {
            try {
                look(Objects.requireNonNull(build), open);
                troubledSince = 0;
            } catch (LedgerException e) {
                // A database that is started anew is no reason to leave.
                troubledSince = troubledSince == 0 ? System.nanoTime() : troubledSince;
                if (System.nanoTime() - troubledSince > PATIENCE.toNanos()) {
                    throw e;
                }
            }
            stopped = !open.isEmpty() && stop.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
        for (Step step : List.copyOf(open.values())) {
            end(step, step.job(), new Ended(Outcome.Kind.INTERRUPTED, null));
        }
        return record(steps, stopped);
    }

    /** Lets {@link #watch} return soon; the fleet goes on. */
    public void stop() {
        stop.release();
    }

    private record Ended(Outcome.Kind kind, @Nullable String words) {}

    private void look(String build, Map<Key, Step> open) {
        List<QueuedClip> changed = queue.changed(build, newest == 0 ? 0 : newest - OVERLAP_MILLIS).stream()
                .filter(row -> open.containsKey(row.clip().key()) && news(row))
                .toList();
        if (!changed.isEmpty()) {
            Map<Key, Job> jobs =
                    ledger.find(changed.stream().map(row -> row.clip().key()).toList());
            for (QueuedClip row : changed) {
                newest = Math.max(newest, row.changed());
                tell(row, open, jobs.get(row.clip().key()));
            }
        }
        long now = System.nanoTime();
        if (!open.isEmpty() && (askedAt == 0 || now - askedAt > WORKERS_EVERY.toNanos())) {
            askedAt = now;
            workers();
        }
    }

    private boolean news(QueuedClip row) {
        RunEvent.Kind event = row.marks().event();
        return event != null
                && !new Told(event, row.marks().words())
                        .equals(told.get(row.clip().key()));
    }

    private void tell(QueuedClip row, Map<Key, Step> open, @Nullable Job job) {
        Key key = row.clip().key();
        RunEvent.Kind event = Objects.requireNonNull(row.marks().event());
        told.put(key, new Told(event, row.marks().words()));
        rows.put(key, row);
        Outcome.Kind outcome = row.outcome();
        if (outcome != null) {
            end(
                    Objects.requireNonNull(open.remove(key)),
                    own(row, job),
                    new Ended(outcome, row.marks().words()));
        } else {
            listener.heard(
                    new RunEvent(event, row.clip(), own(row, job), row.marks().words(), null));
        }
    }

    /** What this build bought counts as its own, whichever worker has it in hand. */
    private @Nullable Job own(QueuedClip row, @Nullable Job job) {
        boolean own = row.marks().bought() || row.action() != Step.Action.BUY;
        return job != null && own ? job.ownedBy(owners.me()) : job;
    }

    private void workers() {
        boolean none = workers.living(WORKERS_LIVE).stream().allMatch(Worker::draining);
        if (none && !lonely) {
            notes.accept("no worker of this fleet lives, so the build waits for one: storyc worker");
        } else if (!none && lonely) {
            notes.accept("a worker is there, and the build goes on");
        }
        lonely = none;
    }

    /** What a step comes to that no worker has anything to do about. */
    private Ended settled(Step step) {
        Job job = step.job() == null ? null : new JobResolver(ledger, owners, clock).settle(step.job());
        if (step.action() == Step.Action.NOTHING
                || (films != null && films.apply(step.clip().key()).isPresent())) {
            return new Ended(Outcome.Kind.HELD, null);
        }
        if (job == null) {
            return new Ended(Outcome.Kind.LOST, "the manifest names it, and this store doesn't have it");
        }
        return switch (job.state()) {
            case FAILED -> new Ended(Outcome.Kind.FAILED, job.reason());
            case REFUSED -> new Ended(Outcome.Kind.REFUSED, job.reason());
            case IN_DOUBT -> new Ended(Outcome.Kind.IN_DOUBT, job.reason());
            case ABANDONED -> new Ended(Outcome.Kind.ABANDONED, job.reason());
            case SET_ASIDE -> new Ended(Outcome.Kind.SET_ASIDE, job.reason());
            case INTENT, SUBMITTED, SUCCEEDED -> new Ended(Outcome.Kind.PENDING, "another build has it in hand");
            case STORED, RELEASED ->
                new Ended(Outcome.Kind.LOST, "it was bought before, and the shared store doesn't have it");
        };
    }

    private void end(Step step, @Nullable Job job, Ended ended) {
        Ended now = ended;
        FilmRecord film = null;
        if (films != null && (ended.kind() == Outcome.Kind.HELD || ended.kind() == Outcome.Kind.RENDERED)) {
            film = film(step);
            if (film == null) {
                now = new Ended(Outcome.Kind.UNFETCHED, "the fleet has it, and it didn't come here: build again");
            }
        }
        Job known = job != null ? job : step.job();
        Outcome outcome = new Outcome(step, now.kind(), now.words(), known, film);
        outcomes.put(step.clip().key(), outcome);
        listener.heard(new RunEvent(RunEvent.Kind.FINISHED, step.clip(), known, now.words(), outcome));
    }

    private @Nullable FilmRecord film(Step step) {
        FilmRecord planned = step.film();
        return planned != null || films == null
                ? planned
                : films.apply(step.clip().key()).orElse(null);
    }

    private RunRecord record(List<Step> steps, boolean stopped) {
        List<Outcome> inOrder = new ArrayList<>();
        List<Job> bought = new ArrayList<>();
        int created = 0;
        boolean cancelled = false;
        for (Step step : steps) {
            Outcome outcome = Objects.requireNonNull(outcomes.get(step.clip().key()));
            inOrder.add(outcome);
            cancelled |= outcome.kind() == Outcome.Kind.INTERRUPTED;
            QueuedClip row = rows.get(step.clip().key());
            Job job = outcome.job();
            if (row != null && row.marks().bought()) {
                created += row.marks().made() ? 1 : 0;
                if (job != null) {
                    bought.add(job);
                }
            }
        }
        return new RunRecord(inOrder, created, Spending.of(bought), stopped || cancelled);
    }
}
