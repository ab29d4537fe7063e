package dev.storyc.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.TestPostgres;
import dev.storyc.emulator.Faults;
import dev.storyc.job.JobState;
import dev.storyc.job.TestClips;
import dev.storyc.ledger.PostgresAddress;
import dev.storyc.ledger.PostgresRealm;
import dev.storyc.ledger.PostgresRealms;
import dev.storyc.lower.Clip;
import dev.storyc.plan.Outcome.Kind;
import dev.storyc.plan.RunRecord;
import dev.storyc.run.Budget;
import dev.storyc.run.FarEndHere;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Builds through a fleet: workers in this JVM, each with a lease of its own, a real PostgreSQL and an emulator. */
@Timeout(120)
class FleetTest {
    private static final Duration LEASE = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    private PostgresAddress database;
    private FarEndHere far;
    private Yard yard;
    private final List<PostgresRealm> realms = new ArrayList<>();
    private final List<FleetWorker> workers = new ArrayList<>();
    private final List<Future<FleetWorker.Ended>> running = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void open() throws Exception {
        database = TestPostgres.database();
        far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(150));
        yard = new Yard(database, folder.resolve("store"), far.url(), LEASE);
    }

    @AfterEach
    void close() throws Exception {
        drain();
        threads.shutdownNow();
        yard.close();
        realms.forEach(PostgresRealm::close);
        far.close();
    }

    @Test
    void severalWorkersRenderOneBuildAndEveryClipIsBoughtOnce() throws Exception {
        work(3);
        RunRecord record = yard.build(clips("a", 20), Budget.NONE);
        assertThat(record.outcomes()).extracting(o -> o.kind()).containsOnly(Kind.RENDERED);
        assertThat(record.created()).isEqualTo(20);
        assertThat(record.bought().spent()).isEqualByComparingTo("8.58");
        assertThat(far.stats().creates()).isEqualTo(20);
        assertThat(far.stats().billedUsd()).isEqualByComparingTo("8.58");
        assertThat(yard.build(clips("a", 20), Budget.NONE).count(Kind.HELD)).isEqualTo(20);
        assertThat(far.stats().creates()).isEqualTo(20);
    }

    @Test
    void oneCapHoldsOverAllWorkers() throws Exception {
        work(3);
        Budget budget = new Budget(Map.of("--max-cost", new BigDecimal("3.00")), Map.of());
        RunRecord record = yard.build(clips("a", 20), budget);
        assertThat(record.count(Kind.RENDERED)).isEqualTo(6);
        assertThat(record.count(Kind.OVER_CAP)).isEqualTo(14);
        assertThat(far.stats().billedUsd()).isLessThanOrEqualTo(new BigDecimal("3.00"));
    }

    @Test
    void whatTwoBuildsWantIsBoughtOnceAndBothGetIt() throws Exception {
        String first = yard.add(clips("a", 6), 0, Budget.NONE);
        String second = yard.add(clips("a", 8), 0, Budget.NONE);
        work(2);
        await(() -> ended(first) && ended(second));
        assertThat(far.stats().creates()).isEqualTo(8);
        assertThat(yard.queue.clips(first)).extracting(QueuedClip::outcome).isSubsetOf(Kind.RENDERED, Kind.HELD);
        assertThat(yard.queue.clips(second)).extracting(QueuedClip::outcome).isSubsetOf(Kind.RENDERED, Kind.HELD);
    }

    @Test
    void aCancelledBuildSendsNothingMoreAndWhatIsUnderWayComesHome() throws Exception {
        work(2);
        String build = yard.add(clips("a", 30), 0, Budget.NONE);
        await(() -> far.stats().jobs() >= 4);
        yard.queue.cancel(build);
        long sent = yard.realm.ledger().all().size();
        await(() -> ended(build));
        assertThat(yard.realm.ledger().all())
                .as("attempts when it was cancelled, and now")
                .hasSize((int) sent);
        assertThat(yard.inState(JobState.STORED)).isEqualTo(sent);
        assertThat(far.stats().creates()).isEqualTo(sent);
    }

    @Test
    void drainedWorkersLeaveNothingHalfDoneAndOthersGoOn() throws Exception {
        work(1);
        String build = yard.add(clips("a", 12), 0, Budget.NONE);
        await(() -> far.stats().jobs() >= 2);
        drain();
        assertThat(running).allSatisfy(end -> assertThat(end.get()).isEqualTo(FleetWorker.Ended.DRAINED));
        assertThat(yard.inState(JobState.INTENT)).isZero();
        work(1);
        await(() -> ended(build));
        assertThat(yard.queue.clips(build)).extracting(QueuedClip::outcome).containsOnly(Kind.RENDERED);
        assertThat(far.stats().creates()).isEqualTo(12);
    }

    @Test
    void aBuildThatNobodyWorksOnSaysSo() throws Exception {
        FleetWatch watch = yard.watch();
        String build = yard.add(clips("a", 2), 0, Budget.NONE);
        Future<RunRecord> watched =
                threads.submit(() -> watch.watch(build, yard.plan(clips("a", 2)).jobs()));
        await(() -> !yard.notes.isEmpty());
        assertThat(yard.notes.get(0)).contains("no worker of this fleet lives");
        watch.stop();
        assertThat(watched.get(10, TimeUnit.SECONDS).interrupted()).isTrue();
        assertThat(yard.queue.build(build).orElseThrow().ended()).isNull();
    }

    /** Workers in threads, each with a name of its own. */
    private void work(int count) {
        for (int i = 0; i < count; i++) {
            PostgresRealm realm = PostgresRealms.open(
                    database, Yard.SCHEMA, new PostgresRealms.Use(10, LEASE, Duration.ofSeconds(30)));
            realms.add(realm);
            FleetWorker worker = yard.worker(realm, yard.settings, WorkerListener.NONE);
            workers.add(worker);
            running.add(threads.submit(worker::run));
        }
    }

    private void drain() throws Exception {
        workers.forEach(FleetWorker::drain);
        for (Future<FleetWorker.Ended> end : running) {
            end.get(40, TimeUnit.SECONDS);
        }
        workers.clear();
    }

    private boolean ended(String build) {
        return yard.queue.build(build).orElseThrow().ended() != null;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(20);
        }
    }

    static List<Clip> clips(String name, int count) {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clips.add(TestClips.clip(name + i, "x", 1, "clip " + i + " of " + name));
        }
        return clips;
    }
}
