package dev.storyc.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.TestPostgres;
import dev.storyc.job.TestClips;
import dev.storyc.ledger.PostgresRealm;
import dev.storyc.ledger.PostgresRealms;
import dev.storyc.lower.Clip;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Step;
import dev.storyc.plan.StepState;
import dev.storyc.run.Budget;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which clips get into hand, and in which order: on a real PostgreSQL, without anybody who works on them. */
class DispatchTest {
    private PostgresRealm realm;
    private FleetQueue queue;

    @BeforeEach
    void open() {
        realm = PostgresRealms.open(TestPostgres.database(), "loopback");
        queue = FleetQueue.open(realm);
    }

    @AfterEach
    void close() {
        realm.close();
    }

    @Test
    void onlyAsManyAreInHandAsMayBeInFlight() {
        String build = add("a", 10, 0);
        assertThat(queue.dispatch("pool", 3).pick()).isEqualTo(3);
        assertThat(queue.dispatch("pool", 3).pick()).isZero();
        assertThat(active(build)).hasSize(3);
        assertThat(tasks()).isEqualTo(3);
    }

    @Test
    void twoKeysHaveRoomOfTheirOwn() {
        add("a", 10, 0);
        assertThat(queue.dispatch("one", 3).pick()).isEqualTo(3);
        assertThat(queue.dispatch("other", 2).pick()).isEqualTo(2);
    }

    @Test
    void buildsOfOnePriorityTakeTurns() {
        String a = add("a", 10, 0);
        String b = add("b", 10, 0);
        queue.dispatch("pool", 4).pick();
        assertThat(active(a)).hasSize(2);
        assertThat(active(b)).hasSize(2);
        // What ends makes room for the build that has fewer in hand.
        active(a).forEach(this::over);
        queue.dispatch("pool", 4).pick();
        assertThat(active(a)).hasSize(2);
        assertThat(active(b)).hasSize(2);
    }

    @Test
    void aSmallBuildDoesNotWaitForALargeOneThatCameFirst() {
        add("large", 50, 0);
        queue.dispatch("pool", 4).pick();
        String small = add("small", 1, 0);
        over(active(queue.builds(2).get(1).id()).get(0));
        queue.dispatch("pool", 4).pick();
        assertThat(active(small)).hasSize(1);
    }

    @Test
    void aHigherPriorityGoesFirstAndNothingIsTakenBack() {
        String usual = add("usual", 10, 0);
        queue.dispatch("pool", 2).pick();
        String urgent = add("urgent", 3, 5);
        active(usual).forEach(this::over);
        queue.dispatch("pool", 2).pick();
        assertThat(active(urgent)).hasSize(2);
        assertThat(active(usual)).isEmpty();
    }

    @Test
    void clipsOfABuildGoInItsOrder() {
        String build = add("a", 5, 0);
        queue.dispatch("pool", 2).pick();
        assertThat(active(build)).extracting(clip -> clip.clip().variant()).containsExactly("a0", "a1");
    }

    @Test
    void aCancelledBuildHasNothingWaitingAndEnds() {
        String build = add("a", 5, 0);
        queue.dispatch("pool", 2).pick();
        assertThat(queue.cancel(build)).isTrue();
        assertThat(queue.cancel(build)).as("a second time").isFalse();
        assertThat(queue.clips(build))
                .filteredOn(c -> c.state() == QueuedClip.State.WAITING)
                .isEmpty();
        assertThat(queue.clips(build))
                .filteredOn(c -> c.outcome() == Outcome.Kind.INTERRUPTED)
                .hasSize(3);
        assertThat(queue.build(build).orElseThrow().ended()).isNull();
        active(build).forEach(this::over);
        assertThat(queue.build(build).orElseThrow().ended()).isNotNull();
    }

    @Test
    void aBusyFarEndHalvesWhatIsInFlightAndGetsItBackByAndBy() {
        add("a", 40, 0);
        Dispatch dispatch = queue.dispatch("pool", 8);
        dispatch.pick();
        dispatch.busy();
        dispatch.busy();
        queue.builds(1).forEach(build -> active(build.id()).forEach(this::over));
        assertThat(dispatch.pick()).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            dispatch.taken();
        }
        assertThat(dispatch.pick()).isEqualTo(1);
    }

    @Test
    void aClipThatLostItsTaskGetsAnother() {
        add("a", 2, 0);
        Dispatch dispatch = queue.dispatch("pool", 2);
        dispatch.pick();
        new Db(realm.connections()).update("DELETE FROM scheduled_tasks");
        assertThat(dispatch.mend()).isEqualTo(2);
        assertThat(tasks()).isEqualTo(2);
    }

    @Test
    void whatABuildMaySpendIsReadAsItWasWritten() {
        Budget budget = new Budget(
                        Map.of("--max-cost", new BigDecimal("12.50")), Map.of("board", new BigDecimal("3.1")))
                .confirmed(new BigDecimal("7.29"));
        String build = queue.add(new FleetQueue.Wish("board", "ada", 0, budget), wanted("a", 2));
        assertThat(queue.terms(build)).isEqualTo(new Terms(budget, 2));
        assertThat(queue.clips(build)).extracting(QueuedClip::clip).containsExactlyElementsOf(clips("a", 2));
    }

    private String add(String name, int clips, int priority) {
        return queue.add(new FleetQueue.Wish(name, "ada", priority, Budget.NONE), wanted(name, clips));
    }

    private static List<Clip> clips(String name, int count) {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clips.add(TestClips.clip(name + i, "x", 1, "clip " + i + " of " + name));
        }
        return clips;
    }

    private static List<FleetQueue.Wanted> wanted(String name, int count) {
        return clips(name, count).stream()
                .map(clip -> new FleetQueue.Wanted(
                        new Step(clip, StepState.NEW, Step.Action.BUY, List.of(), null, null),
                        new TreeSet<>(List.of(clip.storyboard()))))
                .toList();
    }

    private List<QueuedClip> active(String build) {
        return queue.clips(build).stream()
                .filter(clip -> clip.state() == QueuedClip.State.ACTIVE)
                .toList();
    }

    private void over(QueuedClip clip) {
        queue.over(clip, clip.marks(), Outcome.Kind.RENDERED, null);
    }

    private int tasks() {
        return new Db(realm.connections())
                .first(row -> row.getInt(1), "SELECT COUNT(*) FROM scheduled_tasks")
                .orElse(0);
    }
}
