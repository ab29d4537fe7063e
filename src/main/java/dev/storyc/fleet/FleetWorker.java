package dev.storyc.fleet;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.storyc.job.FarEnd;
import dev.storyc.job.FilmTaker;
import dev.storyc.job.JobSteps;
import dev.storyc.job.Ledger;
import dev.storyc.job.LedgerException;
import dev.storyc.job.Owners;
import dev.storyc.ledger.PostgresRealm;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A process that works for the fleet: puts waiting clips into hand while there is room for their jobs, and lets
 * db-scheduler drive each by single steps. It may be killed at any moment; what it had in hand goes on elsewhere.
 */
public final class FleetWorker implements AutoCloseable {
    private static final Duration MEND_EVERY = Duration.ofSeconds(5);
    private static final Duration FORGET_AFTER = Duration.ofHours(1);
    private static final Duration LAST_STEPS = Duration.ofSeconds(20);
    private static final Duration LAST_MOMENT = Duration.ofSeconds(2);
    private static final int MISSED_HEARTBEATS = 4;
    private static final int LONGEST_FAILURE_PAUSE = 10;

    private final WorkerSettings settings;
    private final Owners owners;
    private final InstantSource clock;
    private final FleetQueue queue;
    private final Workers workers;
    private final Dispatch dispatch;
    private final Intents intents;
    private final ClipSteps steps;
    private final Scheduler scheduler;
    private final WorkerListener listener;
    private final Semaphore woken = new Semaphore(0);
    private final AtomicInteger inHand = new AtomicInteger();
    private volatile boolean draining;
    private volatile boolean hurried;
    private long seenAt;
    private long mendedAt;

    /** Why a worker ended. */
    public enum Ended {
        /** It was told to. */
        DRAINED,
        /** Others take it for dead; under another name it may go on. */
        LEASE_LOST
    }

    /**
     * @param farEnd asks {@link Owners#holds} of this realm last before it sends
     * @param homes the way of each clip's film into the shared store, before which it isn't home
     * @param held whether the film of a key can be had from there
     */
    public FleetWorker(
            WorkerSettings settings,
            PostgresRealm realm,
            FarEnd farEnd,
            Function<Clip, FilmTaker> homes,
            Predicate<Key> held,
            WorkerListener listener) {
        this.settings = settings;
        this.owners = realm.owners();
        this.clock = realm.clock();
        this.listener = listener;
        this.queue = FleetQueue.open(realm);
        this.workers = Workers.of(realm);
        this.dispatch = queue.dispatch(settings.pool(), settings.run().inFlight());
        Ledger ledger = realm.ledger(FleetQueue.guard());
        JobSteps jobSteps = new JobSteps(ledger, farEnd, owners, clock);
        this.intents = new Intents(jobSteps, ledger, clock);
        Pauses pauses = new Pauses(settings.run(), new Random());
        BooleanSupplier buying = () -> !draining && owners.holds();
        this.steps = new ClipSteps(
                queue,
                ledger,
                owners,
                jobSteps,
                intents,
                new Purchase(queue, dispatch, jobSteps, owners, intents, clock, settings, pauses),
                homes,
                held,
                clock,
                settings.run(),
                pauses,
                buying,
                listener);
        this.scheduler = Scheduler.create(realm.connections(), task())
                .schedulerName(owners::me)
                .clock(clock::instant)
                .threads(settings.threads())
                .pollingInterval(settings.look())
                .pollUsingLockAndFetch(0.5, 1.0)
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .enableImmediateExecution()
                .enablePriority()
                .failureLogging(LogLevel.OFF, false)
                .shutdownMaxWait(LAST_MOMENT)
                .build();
    }

    private CustomTask<Void> task() {
        return Tasks.custom(Dispatch.TASK, Void.class)
                .onDeadExecutionRevive()
                .onFailure((complete, operations) -> {
                    int failures = complete.getExecution().consecutiveFailures + 1;
                    Duration pause = Duration.ofSeconds(Math.min(failures, LONGEST_FAILURE_PAUSE));
                    operations.reschedule(complete, clock.instant().plus(pause));
                })
                .execute((instance, context) -> step(instance.getId()));
    }

    private CompletionHandler<Void> step(String instance) {
        inHand.incrementAndGet();
        try {
            int slash = instance.indexOf('/');
            Next next = steps.take(instance.substring(0, slash), new Key(instance.substring(slash + 1)));
            listener.stepped();
            if (next instanceof Next.Later later) {
                return (complete, operations) ->
                        operations.reschedule(complete, clock.instant().plus(later.pause()));
            }
            woken.release();
            return (complete, operations) -> operations.remove();
        } catch (RuntimeException e) {
            listener.troubled("a step of " + instance, e);
            throw e;
        } finally {
            inHand.decrementAndGet();
        }
    }

    /** Works until it is told to drain, or others take it for dead. */
    public Ended run() throws InterruptedException {
        scheduler.start();
        while (!draining && owners.holds()) {
            try {
                look();
            } catch (LedgerException e) {
                listener.troubled("the queue", e);
            }
            if (woken.tryAcquire(2 * settings.look().toMillis(), TimeUnit.MILLISECONDS)) {
                woken.drainPermits();
            }
        }
        boolean lost = !draining;
        if (lost) {
            listener.leaseLost();
        }
        end();
        return lost ? Ended.LEASE_LOST : Ended.DRAINED;
    }

    private void look() {
        long now = System.nanoTime();
        if (seenAt == 0 || now - seenAt > settings.heartbeat().toNanos()) {
            seenAt = now;
            seen();
        }
        if (mendedAt == 0 || now - mendedAt > MEND_EVERY.toNanos()) {
            mendedAt = now;
            workers.forget(FORGET_AFTER);
            if (dispatch.mend() > 0) {
                scheduler.triggerCheckForDueExecutions();
            }
        }
        if (queue.anythingOpen() && dispatch.pick() > 0) {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    private void seen() {
        workers.seen(
                owners.me(),
                settings.host(),
                ProcessHandle.current().pid(),
                settings.pool(),
                settings.run().inFlight(),
                draining);
    }

    /** Nothing new is taken; every create on its way gets its answer, and what is only fetched may be begun anew. */
    private void end() throws InterruptedException {
        draining = true;
        scheduler.pause();
        long began = System.nanoTime();
        while (inHand.get() > 0 && !hurried) {
            long waited = System.nanoTime() - began;
            boolean late = intents.onTheirWay() == 0 && waited > LAST_STEPS.toNanos();
            if (late || waited > settings.drain().toNanos()) {
                break;
            }
            Thread.sleep(50);
        }
        scheduler.stop();
        try {
            workers.gone(owners.me());
        } catch (LedgerException e) {
            listener.troubled("the queue", e);
        }
    }

    /** Takes nothing new, and lets {@link #run} return soon. From any thread. */
    public void drain() {
        draining = true;
        woken.release();
    }

    public boolean isDraining() {
        return draining;
    }

    /** How many steps are being taken now. */
    public int inHand() {
        return inHand.get();
    }

    /** How many creates are on their way now; what becomes of them is not known before they are answered. */
    public int sending() {
        return intents.onTheirWay();
    }

    /** Waits for nothing any more. What was begun is found in the ledger. */
    @Override
    public void close() {
        hurried = true;
        draining = true;
    }

    /** Its name in the ledger. */
    public String name() {
        return owners.me();
    }
}
