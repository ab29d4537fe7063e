package dev.storyc.run;

import dev.storyc.job.Asked;
import dev.storyc.job.Cap;
import dev.storyc.job.Claim;
import dev.storyc.job.Created;
import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.job.Slots;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Usd;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The part of a run that may cost money: claims keys and sends their creates. */
final class Buying {
    private final Run run;
    private final Tools tools;
    private final Budget budget;
    private final InFlightLimit limit;
    private final String build = UUID.randomUUID().toString();
    private final Set<String> reachedCaps = new HashSet<>();
    private final Charges charges;
    private final Orphans orphans;
    private int created;
    private int sending;

    Buying(Run run, Tools tools, Budget budget, List<Errand> errands) {
        this.run = run;
        this.tools = tools;
        this.budget = budget;
        this.orphans = new Orphans(tools);
        this.charges = new Charges(budget, errands);
        this.limit = new InFlightLimit(tools.settings().inFlight());
    }

    /** How many jobs may be in flight now; under the run's lock. */
    int limit() {
        return limit.now();
    }

    /** How many creates the far end took; under the run's lock. */
    int created() {
        return created;
    }

    /** How many creates are on their way; under the run's lock. */
    int sending() {
        return sending;
    }

    /** A create of this build that was in doubt turned out to be taken; under the run's lock. */
    void adopted() {
        created++;
    }

    /** Claims a key and sends its create, unless the run has ended or a cap says no. Not under the run's lock. */
    void create(Errand errand) {
        List<Cap> caps = budget.caps(build, errand.storyboards);
        Job before = errand.step.job();
        synchronized (run) {
            if (!mayBuy(errand, caps)) {
                return;
            }
        }
        Instant now = tools.time().instant();
        Job intent = Job.intent(
                Asked.by(errand.clip()),
                before == null ? 1 : before.attempt() + 1,
                tools.owners().me(),
                build,
                now,
                tools.calls() == Tools.Calls.NONE ? null : token());
        Claim claim = tools.steps()
                .claim(
                        intent,
                        caps,
                        new Slots(
                                tools.settings().inFlight(),
                                now.minus(tools.settings().giveUpAfter())));
        if (!(claim instanceof Claim.Claimed claimed)) {
            run.locked(() -> notClaimed(errand, claim));
        } else if (maySend(errand, claimed.job())) {
            try {
                Created answer =
                        tools.steps().create(claimed.job(), errand.clip().payload());
                run.locked(() -> answered(errand, answer));
            } finally {
                run.locked(() -> sending--);
            }
        }
    }

    /** Not to be guessed: 122 bits of the system's own chance. */
    private static String token() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** Whether it is still wanted, and at the price that was agreed to; else the intent is taken back unsent. */
    private boolean maySend(Errand errand, Job intent) {
        synchronized (run) {
            if (run.departures().ended()) {
                tools.steps().retract(intent);
                run.departures().requeue(errand);
                return false;
            }
            Optional<String> dearer = charges.passes(intent, intent.reserved());
            if (dearer.isEmpty()) {
                sending++;
                run.say(RunEvent.Kind.CREATING, errand, intent, null);
                return true;
            }
            tools.steps().retract(intent);
            run.departures().halt(Outcome.Kind.OVER_CAP, dearer.get());
            run.finish(errand, Outcome.Kind.OVER_CAP, dearer.get());
            return false;
        }
    }

    private boolean mayBuy(Errand errand, List<Cap> caps) {
        // Decided before this errand's turn came: then nothing of it is sent.
        if (run.departures().ended()) {
            run.departures().requeue(errand);
            return false;
        }
        for (Cap cap : caps) {
            if (reachedCaps.contains(cap.scope())) {
                run.finish(errand, Outcome.Kind.OVER_CAP, cap.words() + " is reached");
                return false;
            }
        }
        return true;
    }

    private void notClaimed(Errand errand, Claim claim) {
        if (claim instanceof Claim.Held held) {
            run.following().follow(errand, held.job());
        } else if (claim instanceof Claim.OverCap over) {
            reachedCaps.add(over.cap().scope());
            run.finish(
                    errand,
                    Outcome.Kind.OVER_CAP,
                    over.cap().words() + " is " + Usd.words(over.cap().usd()) + ", of which "
                            + Usd.words(over.counted()) + " is used");
        } else if (claim instanceof Claim.Used used) {
            run.finish(
                    errand,
                    Outcome.Kind.OVER_CAP,
                    used.cap().words()
                            + " lets a clip be sent once, and this one was; `storyc jobs` tells what came of it");
        } else if (claim instanceof Claim.Unpriced unpriced) {
            run.finish(
                    errand,
                    Outcome.Kind.OVER_CAP,
                    "it has no known price, so it can't be sent under "
                            + unpriced.cap().words());
        } else if (claim instanceof Claim.Closed closed) {
            refuse(errand, Outcome.Kind.CLOSED, closed.words());
        } else {
            // Other builds on this store have all the slots, or died in them, or what this one took up again has.
            run.departures().vacate(errand);
            run.say(RunEvent.Kind.WAITING, errand, null, "as many jobs as may be in flight at once are, on this store");
            run.after(
                    errand,
                    run.pace().glance(),
                    () -> run.on(Threads::query, errand, () -> {
                        orphans.look();
                        run.locked(() -> run.departures().requeue(errand));
                    }));
        }
    }

    private void answered(Errand errand, Created answer) {
        if (answer instanceof Created.Moved moved) {
            errand.tries = 0;
            errand.bought = true;
            if (moved.job().state() == JobState.SUBMITTED) {
                created++;
                limit.taken();
                errand.announced = true;
                errand.job = moved.job();
                run.say(
                        RunEvent.Kind.SUBMITTED,
                        errand,
                        moved.job(),
                        moved.job().reason());
                charges.passes(moved.job(), moved.job().charged())
                        .ifPresent(words -> run.departures().halt(Outcome.Kind.OVER_CAP, words));
            }
            run.following().follow(errand, moved.job());
        } else if (answer instanceof Created.Busy busy) {
            run.departures().vacate(errand);
            limit.busy(run.departures().inFlight());
            tryLater(errand, busy.words());
        } else if (answer instanceof Created.Unsent unsent) {
            run.departures().vacate(errand);
            if (errand.tries + 1 >= tools.settings().unsentTries()) {
                refuse(errand, Outcome.Kind.NOT_SENT, "the API can't be reached: " + unsent.words());
            } else {
                tryLater(errand, unsent.words());
            }
        } else {
            String turned = "the API turns this account away: " + ((Created.Halted) answer).words();
            refuse(errand, Outcome.Kind.NOT_SENT, turned);
        }
    }

    private void refuse(Errand errand, Outcome.Kind kind, String words) {
        // First the rest: an errand that ends sends the next on its way.
        run.departures().halt(kind, words);
        run.finish(errand, kind, words);
    }

    private void tryLater(Errand errand, String words) {
        if (run.departures().ended()) {
            run.departures().requeue(errand);
            return;
        }
        run.say(RunEvent.Kind.WAITING, errand, null, words);
        run.after(
                errand,
                run.pace().pause(errand),
                () -> run.locked(() -> run.departures().requeue(errand)));
    }
}
