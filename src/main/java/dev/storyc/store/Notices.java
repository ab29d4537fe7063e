package dev.storyc.store;

import dev.storyc.job.Change;
import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.job.Ledger;
import dev.storyc.shared.SharedPlaceException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What this machine tells the shared place of its attempts. */
final class Notices {
    private final Ledger local;
    private final SharedAttempts attempts;
    private final Arrivals arrivals;
    private final OwedFacts owed;
    private final String machine;
    private final InstantSource time;
    /** The attempts this process put there, by what they are here. */
    private final Map<String, Put> puts = new ConcurrentHashMap<>();

    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Map<String, String> untold = new ConcurrentHashMap<>();
    private final Map<String, Job> stored = new ConcurrentHashMap<>();
    private final Map<String, Job> late = new ConcurrentHashMap<>();

    Notices(
            Ledger local,
            SharedAttempts attempts,
            Arrivals arrivals,
            OwedFacts owed,
            String machine,
            InstantSource time) {
        this.local = local;
        this.attempts = attempts;
        this.arrivals = arrivals;
        this.owed = owed;
        this.machine = machine;
        this.time = time;
    }

    /**
     * An intent that was put.
     *
     * @param once tells it from any other
     * @param nanos when, by the clock that counts
     * @param at when, by the clock that shows
     */
    record Put(SharedAttempt attempt, String once, long nanos, Instant at) {}

    /**
     * Tells of an intent before anything of it is sent.
     *
     * @return whether this machine has the key now
     * @throws SharedPlaceException if that can't be told; then {@link #unsent} keeps that it wasn't sent
     */
    boolean intent(Job intent, int number, long nanos) {
        SharedAttempt attempt = new SharedAttempt(intent.key(), number, Set.of(SharedAttempt.INTENT));
        Instant now = time.instant();
        String once = UUID.randomUUID().toString();
        SharedIntent words = new SharedIntent(local.id(), machine, intent.build(), once, now, intent.asked());
        puts.put(id(intent), new Put(attempt, once, nanos, now));
        boolean won = attempts.put(attempt.name(SharedAttempt.INTENT), words.bytes());
        if (!won) {
            puts.remove(id(intent));
        }
        return won;
    }

    /** Nobody can tell whether the intent is there, but surely it was not sent. */
    void unsent(Job intent) {
        Put put = puts.remove(id(intent));
        if (put != null) {
            owed.keep(put.attempt(), put.once(), fact(SharedFact.RETRACTED, intent, null));
        }
    }

    /** When this process put the intent of an attempt; null where it didn't. */
    @Nullable
    Put put(Job intent) {
        return puts.get(id(intent));
    }

    /** Tells what an attempt came to; what can't be told now is kept for later. */
    void end(Job job, String state, @Nullable Change change) {
        Put put;
        try {
            put = of(job).orElse(null);
        } catch (SharedPlaceException e) {
            // Not this process's own: others ask the far end themselves, and it is free.
            untold.put(id(job), String.valueOf(e.getMessage()));
            return;
        }
        if (put == null) {
            return;
        }
        SharedFact end = fact(state, job, change);
        try {
            attempts.put(put.attempt().name(SharedAttempt.END), end.bytes());
            untold.remove(id(job));
        } catch (SharedPlaceException e) {
            owed.keep(put.attempt(), put.once(), end);
            untold.put(id(job), String.valueOf(e.getMessage()));
        }
    }

    /** Tells that nobody knows what became of an attempt; who isn't told finds out by waiting. */
    void doubt(Job job, Change change) {
        try {
            of(job).ifPresent(put -> attempts.put(
                    put.attempt().name(SharedAttempt.DOUBT),
                    fact(JobState.IN_DOUBT.word(), job, change).bytes()));
        } catch (SharedPlaceException e) {
            untold.put(id(job), String.valueOf(e.getMessage()));
        }
    }

    /** Tells which job an attempt became, if nobody has told that yet. */
    void job(Job job) {
        if (job.jobId() == null || !told.add(id(job))) {
            return;
        }
        try {
            of(job).ifPresent(put -> job(put.attempt(), job));
            untold.remove(id(job));
            late.remove(id(job));
        } catch (SharedPlaceException e) {
            told.remove(id(job));
            late.put(id(job), job);
            untold.put(id(job), String.valueOf(e.getMessage()));
        }
    }

    private boolean job(SharedAttempt attempt, Job job) {
        return !attempt.has(SharedAttempt.JOB)
                && attempts.put(
                        attempt.name(SharedAttempt.JOB),
                        fact(JobState.SUBMITTED.word(), job, null).bytes());
    }

    /** The film is here; its attempt is over for others as soon as they can have it too, which {@link #publish} looks at. */
    void stored(Job job) {
        stored.put(id(job), job);
    }

    private void over(Job job) {
        if (attempts.recorded(job.key(), job.jobId())) {
            of(job).ifPresent(put -> attempts.put(
                    put.attempt().name(SharedAttempt.END),
                    fact(JobState.STORED.word(), job, null).bytes()));
            stored.remove(id(job));
            // Whose film is there needs no word of the job any more.
            late.remove(id(job));
        }
    }

    /** Whether this decision is the one that counts. */
    boolean decision(SharedAttempt attempt, String file, String state, Job job, Change change) {
        return attempts.put(attempt.name(file), fact(state, job, change).bytes());
    }

    /** Whether the attempt is this job's from now on. */
    boolean adopted(SharedAttempt attempt, Change change) {
        String name = attempt.name(SharedAttempt.JOB);
        SharedFact adopted = new SharedFact(
                JobState.SUBMITTED.word(),
                change.jobId(),
                change.amount(),
                change.charged(),
                change.reason(),
                change.by(),
                machine,
                time.instant());
        if (attempts.put(name, adopted.bytes())) {
            return true;
        }
        SharedAttempt there = new SharedAttempt(attempt.key(), attempt.number(), Set.of(SharedAttempt.JOB));
        return attempts.fact(there, SharedAttempt.JOB)
                .filter(fact -> fact.jobId() != null && fact.jobId().equals(change.jobId()))
                .isPresent();
    }

    /** What people call the machine that made an attempt. */
    String machine(SharedAttempt attempt) {
        try {
            return "the machine " + attempts.intent(attempt).machine();
        } catch (SharedPlaceException e) {
            return "another machine";
        }
    }

    /** Tells everything that could not be told before; how much that was. */
    int publish() {
        int count = 0;
        for (OwedFacts.Owed late : owed.all()) {
            count += publish(late) ? 1 : 0;
        }
        for (Job job : List.copyOf(late.values())) {
            job(job);
            count += late.containsKey(id(job)) ? 0 : 1;
        }
        for (Job job : local.submitted()) {
            count += job.jobId() != null && !SharedOwners.elsewhere(job.owner()) && publish(job) ? 1 : 0;
        }
        attempts.each(stored.values(), this::over);
        untold.keySet().retainAll(late.keySet());
        return count;
    }

    private boolean publish(OwedFacts.Owed late) {
        Optional<SharedAttempt> there = attempts.of(late.attempt().key()).stream()
                .filter(attempt -> attempt.number() == late.attempt().number())
                .findFirst();
        if (there.isEmpty()) {
            // It may be on its way still; if it never comes, another's attempt will have its number.
            return false;
        }
        boolean own = attempts.intent(there.get()).once().equals(late.once());
        boolean done = own
                && attempts.put(
                        late.attempt().name(SharedAttempt.END), late.end().bytes());
        owed.drop(late.attempt());
        return done;
    }

    /** Also what was bought before the team shared: from now on others wait for it. */
    private boolean publish(Job job) {
        List<SharedAttempt> all = attempts.of(job.key());
        Optional<SharedAttempt> shared = arrivals.match(job, all);
        if (shared.isPresent()) {
            return job(shared.get(), job);
        }
        boolean free = all.stream().allMatch(one -> one.has(SharedAttempt.END) || one.has(SharedAttempt.GIVEN_UP));
        int number = all.isEmpty() ? 1 : all.get(0).number() + 1;
        return free
                && intent(job, number, 0)
                && job(new SharedAttempt(job.key(), number, Set.of(SharedAttempt.INTENT)), job);
    }

    /** What could not be told, a line each. */
    List<String> troubles() {
        int count = untold.size();
        return count == 0
                ? List.of()
                : List.of("the shared store could not be told of " + (count == 1 ? "one job" : count + " jobs")
                        + " of this build (" + untold.values().iterator().next()
                        + "); the next build tells it, or `storyc store push`");
    }

    private Optional<Put> of(Job job) {
        Put put = puts.get(id(job));
        if (put != null) {
            return Optional.of(put);
        }
        return arrivals.match(job, attempts.of(job.key()))
                .map(attempt -> new Put(attempt, attempts.intent(attempt).once(), 0, job.started()));
    }

    private SharedFact fact(String state, Job job, @Nullable Change change) {
        @Nullable BigDecimal charged = change != null && change.charged() != null ? change.charged() : job.charged();
        return new SharedFact(
                state,
                job.jobId(),
                job.amount(),
                charged,
                change == null ? job.reason() : change.reason(),
                change == null ? null : change.by(),
                machine,
                time.instant());
    }

    private static String id(Job job) {
        return job.key().hex() + "/" + job.attempt() + "/" + job.build();
    }
}
