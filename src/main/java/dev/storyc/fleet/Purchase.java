package dev.storyc.fleet;

import dev.storyc.job.Asked;
import dev.storyc.job.Claim;
import dev.storyc.job.Created;
import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.job.JobSteps;
import dev.storyc.job.Owners;
import dev.storyc.job.Slots;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Usd;
import dev.storyc.run.RunEvent;
import dev.storyc.run.RunSettings;
import java.time.Instant;
import java.time.InstantSource;

/** The one step that may cost money: claims a key for a build, and sends its create. Holds nothing between steps. */
final class Purchase {
    private final FleetQueue queue;
    private final Dispatch dispatch;
    private final JobSteps steps;
    private final Owners owners;
    private final Intents intents;
    private final InstantSource clock;
    private final RunSettings settings;
    private final String pool;
    private final Pauses pauses;

    Purchase(
            FleetQueue queue,
            Dispatch dispatch,
            JobSteps steps,
            Owners owners,
            Intents intents,
            InstantSource clock,
            WorkerSettings settings,
            Pauses pauses) {
        this.queue = queue;
        this.dispatch = dispatch;
        this.steps = steps;
        this.owners = owners;
        this.intents = intents;
        this.clock = clock;
        this.settings = settings.run();
        this.pool = settings.pool();
        this.pauses = pauses;
    }

    /** What a purchase came to: what comes next, the attempt where there is one, and the marks it leaves. */
    record Bought(Next next, Job job, QueuedClip.Marks marks) {}

    Bought buy(QueuedClip clip) {
        Instant now = clock.instant();
        Job intent = Job.intent(Asked.by(clip.clip()), clip.decided() + 1, owners.me(), clip.build(), now);
        intents.claiming(intent);
        boolean settled = false;
        try {
            Terms terms = queue.terms(clip.build());
            Claim claim = steps.claim(
                    intent,
                    terms.caps(clip.build(), clip.storyboards(), clip.clip().price() != null),
                    new Slots(settings.inFlight(), now.minus(settings.giveUpAfter()), pool));
            Bought bought = claim instanceof Claim.Claimed claimed
                    ? send(clip, claimed.job())
                    : new Bought(notClaimed(clip, claim), intent, clip.marks());
            settled = true;
            return bought;
        } finally {
            if (settled) {
                intents.settled(intent);
            } else {
                intents.left(intent);
            }
        }
    }

    private Bought send(QueuedClip clip, Job intent) {
        intents.sending(intent);
        Created created = steps.create(intent, clip.clip().payload());
        QueuedClip.Marks marks = clip.marks();
        if (created instanceof Created.Moved moved) {
            Job job = moved.job();
            boolean taken = job.state() == JobState.SUBMITTED;
            if (taken) {
                dispatch.taken();
            }
            marks = marks.attempted(taken);
            return new Bought(
                    Next.Later.AT_ONCE, job, taken ? marks.told(RunEvent.Kind.SUBMITTED, job.reason()) : marks);
        }
        if (created instanceof Created.Busy busy) {
            dispatch.busy();
            return later(clip, intent, busy.words());
        }
        if (created instanceof Created.Unsent unsent) {
            if (!owners.holds()) {
                // Not the network's doing: whoever takes the clip up next may send it.
                return new Bought(Next.Later.AT_ONCE, intent, marks);
            }
            String words = "the API can't be reached: " + unsent.words();
            return marks.tries() + 1 >= settings.unsentTries()
                    ? new Bought(halt(clip, words), intent, marks)
                    : later(clip, intent, unsent.words());
        }
        String words = "the API turns this account away: " + ((Created.Halted) created).words();
        return new Bought(halt(clip, words), intent, marks);
    }

    private Bought later(QueuedClip clip, Job intent, String words) {
        QueuedClip.Marks marks = clip.marks().triedAgain().told(RunEvent.Kind.WAITING, words);
        return new Bought(new Next.Later(pauses.pause(marks.tries())), intent, marks);
    }

    private Next halt(QueuedClip clip, String words) {
        queue.halt(clip.build(), Outcome.Kind.NOT_SENT, words);
        return new Next.Over(Outcome.Kind.NOT_SENT, words);
    }

    private Next notClaimed(QueuedClip clip, Claim claim) {
        if (claim instanceof Claim.OverCap over) {
            return new Next.Over(
                    Outcome.Kind.OVER_CAP,
                    over.cap().words() + " is " + Usd.words(over.cap().usd()) + ", of which "
                            + Usd.words(over.counted()) + " is used");
        }
        if (claim instanceof Claim.Used used) {
            return new Next.Over(
                    Outcome.Kind.OVER_CAP,
                    used.cap().words()
                            + " lets a clip be sent once, and this one was; `storyc jobs` tells what came of it");
        }
        if (claim instanceof Claim.Unpriced unpriced) {
            return new Next.Over(
                    Outcome.Kind.OVER_CAP,
                    "it has no known price, so it can't be sent under "
                            + unpriced.cap().words());
        }
        if (claim instanceof Claim.Closed closed) {
            return queue.stopped(clip.build())
                    .map(stopped -> new Next.Over(stopped.outcome(), stopped.words()))
                    .orElseGet(() -> new Next.Over(Outcome.Kind.NOT_SENT, closed.words()));
        }
        // Held by another build, which is looked at next; or jobs of others have all the slots.
        return claim instanceof Claim.Held ? Next.Later.AT_ONCE : new Next.Later(pauses.glance());
    }
}
