package dev.storyc.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.console.Console;
import dev.storyc.console.Counted;
import dev.storyc.diagnostic.Exit;
import dev.storyc.fleet.FleetQueue;
import dev.storyc.fleet.FleetWatch;
import dev.storyc.fleet.QueuedBuild;
import dev.storyc.ledger.PostgresRealm;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.outputs.Prospect;
import dev.storyc.plan.Plan;
import dev.storyc.plan.RunRecord;
import dev.storyc.run.Budget;
import dev.storyc.run.RunListener;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Has a plan carried out by a fleet: puts it into the queue, unless it is there already, and watches what becomes of it. */
final class FleetBuild {
    private final PostgresRealm realm;
    private final FleetFilms films;
    private final FleetQueue queue;
    private final List<FleetQueue.Wanted> wanted;
    private final @Nullable QueuedBuild underWay;

    private FleetBuild(PostgresRealm realm, FleetFilms films, FleetQueue queue, Plan plan) {
        this.realm = realm;
        this.films = films;
        this.queue = queue;
        this.wanted = FleetWatch.wanted(plan);
        this.underWay = wanted.isEmpty()
                ? null
                : queue.underWay(wanted.stream().map(w -> w.step().clip().key()).toList())
                        .orElse(null);
    }

    /**
     * What carries this plan out, if this workspace has a fleet.
     *
     * @throws UserError if it has one, and no store to get films by
     */
    static Optional<FleetBuild> of(Vault vault, Plan plan) {
        return vault.fleet()
                .map(realm -> new FleetBuild(realm, FleetFilms.of(vault, false), FleetQueue.open(realm), plan));
    }

    /** The build that has all of this in the queue already; then nothing is bought for this one. */
    Optional<QueuedBuild> underWay() {
        return Optional.ofNullable(underWay);
    }

    /** Puts the plan into the queue, or finds it there; gives the build's id, empty where there is nothing to do. */
    private Optional<String> enqueue(Prospect prospect, Budget budget, int priority) {
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        if (underWay != null) {
            return Optional.of(underWay.id());
        }
        String name = String.join(
                ", ", prospect.boards().stream().map(CompiledStoryboard::name).toList());
        return Optional.of(queue.add(new FleetQueue.Wish(name, Fleets.who(), priority, budget), wanted));
    }

    /** Leaves the build to the fleet, and tells its id. */
    int detach(Prospect prospect, Budget budget, int priority, Console console, boolean json) {
        String id = enqueue(prospect, budget, priority).orElse(null);
        if (json) {
            ObjectNode end = JsonNodeFactory.instance.objectNode();
            end.put("event", "end");
            end.put("version", 1);
            end.put("exit", Exit.DONE);
            end.put("build", id);
            end.put("clips", wanted.size());
            console.out().println(BuildLines.text(end));
        } else if (id == null) {
            console.err().println("storyc: nothing is to be done, so nothing was left to the fleet");
        } else {
            console.out().println(id);
            console.err()
                    .println("storyc: the fleet has " + Counted.count(wanted.size(), "clip") + "; `storyc builds wait "
                            + id + "` waits, and the same build again brings the films here");
        }
        return Exit.DONE;
    }

    /** Puts the plan into the queue, and watches what becomes of it until it is over or left. */
    RunRecord watch(
            Prospect prospect,
            Budget budget,
            int priority,
            RunListener listener,
            Interruption interruption,
            Consumer<String> notes)
            throws InterruptedException {
        String id = enqueue(prospect, budget, priority).orElse(null);
        if (id != null) {
            notes.accept((underWay == null ? "the fleet's build " + id : "build " + id + " has all of this under way")
                    + "; Ctrl-C leaves it, and the fleet goes on");
        }
        FleetWatch watch = new FleetWatch(queue, realm, films::fetch, listener, notes);
        interruption.leaves(watch::stop);
        RunRecord record = watch.watch(id, prospect.plan().jobs());
        if (id != null
                && record.interrupted()
                && queue.build(id).filter(b -> b.cancelled() == null).isPresent()) {
            notes.accept("the fleet goes on with build " + id + ": build again to watch it, or `storyc builds wait "
                    + id + "`; `storyc builds cancel " + id + "` ends it");
        }
        return record;
    }
}
