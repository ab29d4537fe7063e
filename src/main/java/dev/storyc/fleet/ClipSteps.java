package dev.storyc.fleet;

import dev.storyc.job.Brought;
import dev.storyc.job.FilmTaker;
import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.job.JobSteps;
import dev.storyc.job.Ledger;
import dev.storyc.job.Looked;
import dev.storyc.job.Owners;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Step;
import dev.storyc.run.RunEvent;
import dev.storyc.run.RunSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One step of one clip: looks what the ledger says, does at most one thing in the world, and writes down what comes next.
 * Any step may be taken by any worker, and again by another where one died over it.
 */
final class ClipSteps {
    private static final int MOST_DENIALS = 3;
    /** In whose hand an attempt is that no worker has to do with any more: a name that never lives. */
    private static final String NOBODY = "nobody";

    private final FleetQueue queue;
    private final Ledger ledger;
    private final Owners owners;
    private final JobSteps steps;
    private final Intents intents;
    private final Purchase purchase;
    private final Function<Clip, FilmTaker> homes;
    private final Predicate<Key> held;
    private final InstantSource clock;
    private final RunSettings settings;
    private final Pauses pauses;
    private final BooleanSupplier buying;
    private final WorkerListener listener;

    /**
     * @param homes the way of each clip's film into the shared store
     * @param held whether the film of a key can be had from there
     * @param buying whether this worker still sends creates
     */
    ClipSteps(
            FleetQueue queue,
            Ledger ledger,
            Owners owners,
            JobSteps steps,
            Intents intents,
            Purchase purchase,
            Function<Clip, FilmTaker> homes,
            Predicate<Key> held,
            InstantSource clock,
            RunSettings settings,
            Pauses pauses,
            BooleanSupplier buying,
            WorkerListener listener) {
        this.queue = queue;
        this.ledger = ledger;
        this.owners = owners;
        this.steps = steps;
        this.intents = intents;
        this.purchase = purchase;
        this.homes = homes;
        this.held = held;
        this.clock = clock;
        this.settings = settings;
        this.pauses = pauses;
        this.buying = buying;
        this.listener = listener;
    }

    /** Takes the next step of a clip. */
    Next take(String build, Key key) {
        QueuedClip clip = queue.clip(build, key).orElse(null);
        if (clip == null || clip.state() != QueuedClip.State.ACTIVE) {
            return new Next.Gone();
        }
        Job job = ledger.find(key).orElse(null);
        boolean ours =
                job != null && (job.attempt() > clip.decided() || !job.state().over());
        if (clip.action() == Step.Action.BUY && !ours) {
            return buy(clip);
        }
        if (job == null) {
            // Its price was no part of the plan, so this build may not buy it.
            return end(clip, clip.marks(), Outcome.Kind.NOT_SENT, null, "another build could not send it: build again");
        }
        return follow(clip, job);
    }

    private Next buy(QueuedClip clip) {
        Optional<FleetQueue.Stopped> stopped = queue.stopped(clip.build());
        if (stopped.isPresent()) {
            return end(
                    clip,
                    clip.marks(),
                    stopped.get().outcome(),
                    null,
                    stopped.get().words());
        }
        if (!buying.getAsBoolean()) {
            // Somebody else may.
            return new Next.Later(pauses.glance());
        }
        Purchase.Bought bought = purchase.buy(clip);
        if (bought.next() instanceof Next.Over over) {
            return end(clip, bought.marks(), over.outcome(), null, over.words());
        }
        boolean there = bought.marks().equals(clip.marks()) || tell(clip, bought.marks(), bought.job());
        if (bought.job().state() != JobState.SUBMITTED) {
            return bought.next();
        }
        if (!there) {
            // Others took this process for dead meanwhile, and the clip for one in doubt; its answer has come after
            // all.
            queue.reopen(clip);
        }
        return new Next.Later(pauses.first(Duration.ZERO));
    }

    private Next follow(QueuedClip clip, Job job) {
        return switch (job.state()) {
            case INTENT -> intent(job);
            case SUBMITTED -> submitted(clip, job);
            case SUCCEEDED -> succeeded(clip, job);
            case STORED -> stored(clip, job);
            case FAILED -> end(clip, clip.marks(), Outcome.Kind.FAILED, job, job.reason());
            case REFUSED -> end(clip, clip.marks(), Outcome.Kind.REFUSED, job, job.reason());
            case IN_DOUBT -> end(clip, clip.marks(), Outcome.Kind.IN_DOUBT, job, job.reason());
            case ABANDONED, RELEASED -> end(clip, clip.marks(), Outcome.Kind.ABANDONED, job, job.reason());
            case SET_ASIDE -> end(clip, clip.marks(), Outcome.Kind.SET_ASIDE, job, job.reason());
        };
    }

    private Next intent(Job job) {
        if (job.owner().equals(owners.me())) {
            intents.tidy(job);
        } else if (steps.settle(job).state() != JobState.INTENT) {
            return Next.Later.AT_ONCE;
        }
        return new Next.Later(pauses.glance());
    }

    /** The attempt in this worker's hand, where the one that had it is dead. */
    private Job pickUp(QueuedClip clip, Job job) {
        Job now = steps.pickUp(job);
        if (!now.owner().equals(job.owner())) {
            listener.tookOver(clip, now);
        }
        return now;
    }

    private Next submitted(QueuedClip clip, Job found) {
        Job job = pickUp(clip, found);
        QueuedClip.Marks marks = clip.marks();
        if (marks.pause() == 0) {
            boolean news = marks.event() != RunEvent.Kind.SUBMITTED;
            Duration first = pauses.first(Duration.between(job.since(), clock.instant()));
            tell(clip, (news ? marks.told(RunEvent.Kind.RESUMED, null) : marks).waiting(pauses.grown(0)), job);
            if (!first.isZero()) {
                return new Next.Later(first);
            }
        }
        Looked looked = steps.query(job);
        if (looked.job().state() != job.state()) {
            return Next.Later.AT_ONCE;
        }
        marks = looked(marks, looked).waiting(pauses.grown(Math.max(1, marks.pause())));
        if (pastDeadline(marks) || marks.denials() >= MOST_DENIALS) {
            Outcome.Kind kind = looked.noAddress() ? Outcome.Kind.UNFETCHED : Outcome.Kind.PENDING;
            return end(clip, marks, kind, job, looked.words());
        }
        tell(clip, marks, job);
        return new Next.Later(pauses.jittered(Duration.ofMillis(marks.pause())));
    }

    private static QueuedClip.Marks looked(QueuedClip.Marks marks, Looked looked) {
        QueuedClip.Marks counted = marks.denied(looked.denied());
        return looked.words() == null ? counted : counted.told(RunEvent.Kind.WAITING, looked.words());
    }

    private Next succeeded(QueuedClip clip, Job found) {
        Job job = pickUp(clip, found);
        QueuedClip.Marks marks = clip.marks();
        if (!marks.fetching()) {
            marks = marks.fetchingFrom(clock.millis()).told(RunEvent.Kind.READY, null);
            tell(clip, marks, job);
        }
        Brought brought = steps.bring(job, homes.apply(clip.clip()));
        Job now = brought.job();
        if (now.state() != JobState.SUCCEEDED) {
            return now.state() == JobState.STORED ? home(clip, marks, now) : Next.Later.AT_ONCE;
        }
        marks = marks.triedAgain().told(RunEvent.Kind.WAITING, brought.words());
        if (pastDeadline(marks)) {
            return end(clip, marks, Outcome.Kind.UNFETCHED, now, brought.words());
        }
        if (brought.gone()) {
            Looked looked = steps.query(now);
            marks = looked(marks, looked);
            if (marks.denials() >= MOST_DENIALS) {
                return end(clip, marks, Outcome.Kind.UNFETCHED, now, looked.words());
            }
        }
        tell(clip, marks, now);
        return new Next.Later(pauses.pause(marks.tries()));
    }

    private Next stored(QueuedClip clip, Job job) {
        return held.test(clip.clip().key())
                ? home(clip, clip.marks(), job)
                : end(
                        clip,
                        clip.marks(),
                        Outcome.Kind.LOST,
                        job,
                        "it was bought before, and the shared store doesn't have it");
    }

    private Next home(QueuedClip clip, QueuedClip.Marks marks, Job job) {
        // What another build brought home meanwhile is held by now, and no work of this one.
        boolean ours = marks.bought() || marks.fetching();
        return end(clip, marks, ours ? Outcome.Kind.RENDERED : Outcome.Kind.HELD, job, null);
    }

    private boolean pastDeadline(QueuedClip.Marks marks) {
        Instant since = Instant.ofEpochMilli(marks.since());
        return since.plus(settings.giveUpAfter()).isBefore(clock.instant());
    }

    /** Keeps the marks, and says what is new; false if the clip is over. */
    private boolean tell(QueuedClip clip, QueuedClip.Marks marks, Job job) {
        boolean there = queue.mark(clip, marks);
        RunEvent.Kind event = marks.event();
        boolean news = event != clip.marks().event()
                || !Objects.equals(marks.words(), clip.marks().words());
        if (event != null && news) {
            listener.told(clip, event.name().toLowerCase(Locale.ROOT), job, marks.words());
        }
        return there;
    }

    private Next end(
            QueuedClip clip, QueuedClip.Marks marks, Outcome.Kind kind, @Nullable Job job, @Nullable String words) {
        if (job != null && !job.state().over()) {
            // A worker lives on when it has nothing more to do with an attempt, and a person must be able to decide.
            ledger.takeOver(job, NOBODY);
        }
        queue.over(clip, marks, kind, words);
        listener.over(clip, kind, job, words);
        return new Next.Over(kind, words);
    }
}
