package dev.storyc.fleet;

import dev.storyc.job.Change;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.JobSteps;
import dev.storyc.job.Ledger;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The intents of this very process. A worker outlives a step that breaks off, so nobody would ever take its intents for
 * those of a dead one: it must know itself which of them were sent. For any number of threads.
 */
final class Intents {
    private final Map<String, Stage> own = new ConcurrentHashMap<>();
    private final JobSteps steps;
    private final Ledger ledger;
    private final InstantSource clock;

    Intents(JobSteps steps, Ledger ledger, InstantSource clock) {
        this.steps = steps;
        this.ledger = ledger;
        this.clock = clock;
    }

    private enum Stage {
        /** A thread is about to claim it, or has, and has not sent it. */
        CLAIMING,
        /** A thread is sending it. */
        SENDING,
        /** Its thread broke off before it was sent. */
        LEFT_UNSENT,
        /** Its thread broke off when it may have been sent. */
        LEFT_SENT
    }

    void claiming(Job intent) {
        own.put(name(intent), Stage.CLAIMING);
    }

    void sending(Job intent) {
        own.put(name(intent), Stage.SENDING);
    }

    /** How many creates are on their way. */
    int onTheirWay() {
        return (int) own.values().stream().filter(Stage.SENDING::equals).count();
    }

    /** Its answer, or that there is no intent, is written down. */
    void settled(Job intent) {
        own.remove(name(intent));
    }

    /** Its thread breaks off. */
    void left(Job intent) {
        own.computeIfPresent(
                name(intent), (name, stage) -> stage == Stage.SENDING ? Stage.LEFT_SENT : Stage.LEFT_UNSENT);
    }

    /** Settles an intent of this process that its thread left behind; one that a thread has in hand stays. */
    void tidy(Job intent) {
        Stage stage = own.getOrDefault(name(intent), Stage.LEFT_SENT);
        if (stage == Stage.LEFT_UNSENT) {
            steps.retract(intent);
            settled(intent);
        } else if (stage == Stage.LEFT_SENT) {
            ledger.advance(
                    intent,
                    JobEvent.UNANSWERED,
                    Change.because("the answer to it could not be written down"),
                    clock.instant());
            settled(intent);
        }
    }

    private static String name(Job intent) {
        return intent.key() + "/" + intent.attempt() + "/" + intent.build();
    }
}
