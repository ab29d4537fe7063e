package dev.storyc.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.TestPostgres;
import dev.storyc.emulator.Faults;
import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.ledger.CuttingProxy;
import dev.storyc.ledger.PostgresAddress;
import dev.storyc.ledger.PostgresRealm;
import dev.storyc.ledger.PostgresRealms;
import dev.storyc.plan.Outcome.Kind;
import dev.storyc.run.Budget;
import dev.storyc.run.FarEndHere;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A clip's whole life in a worker whose connections to the database are cut at the n-th thing it says: bought once, and home.
 * Each n by {@code -Pfleet-storm}, here and there else.
 */
@Timeout(600)
class CutLifeTest {
    private static final int EVERY = Integer.getInteger("fleet.cuts.every", 19);
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Budget CAP = new Budget(Map.of("--max-cost", new BigDecimal("1.00")), Map.of());

    @TempDir
    Path folder;

    private final PostgresAddress database = TestPostgres.database();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final AtomicReference<FleetWorker> now = new AtomicReference<>();
    private final AtomicBoolean enough = new AtomicBoolean();

    @ParameterizedTest
    @EnumSource
    void aClipIsBoughtOnceAndComesHomeWhereverItsWorkersConnectionsAreCut(CuttingProxy.Cut cut) throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(20));
                Yard yard = new Yard(database, folder.resolve("store"), far.url(), LEASE);
                CuttingProxy network = new CuttingProxy(database.port());
                PostgresRealm realm = PostgresRealms.open(
                        network.before(database),
                        Yard.SCHEMA,
                        new PostgresRealms.Use(10, LEASE, Duration.ofSeconds(30)))) {
            Future<?> worker = thread.submit(() -> work(yard, realm));
            int lives = 0;
            boolean cutOff = true;
            for (int n = 1; cutOff; n += EVERY) {
                network.arm(n, cut);
                String build = yard.add(FleetTest.clips("cut " + n, 1), 0, CAP);
                while (yard.queue.build(build).orElseThrow().ended() == null) {
                    Thread.sleep(20);
                }
                cutOff = network.said() >= n;
                network.disarm();
                assertThat(yard.queue.clips(build))
                        .as("cut at %s", n)
                        .extracting(QueuedClip::outcome)
                        .containsExactly(Kind.RENDERED);
                lives++;
            }
            assertThat(lives).as("a life is some fifty packets").isGreaterThan(40 / EVERY);
            assertThat(yard.realm.ledger().all())
                    .hasSize(lives)
                    .extracting(Job::state)
                    .containsOnly(JobState.STORED);
            assertThat(far.stats().creates()).isEqualTo(lives);
            System.out.println(cut + ": " + lives + " lives, the last of fewer than " + (lives * EVERY) + " packets");
            enough.set(true);
            Objects.requireNonNull(now.get()).drain();
            worker.get(60, TimeUnit.SECONDS);
        } finally {
            thread.shutdownNow();
        }
    }

    private boolean work(Yard yard, PostgresRealm realm) throws InterruptedException {
        while (!enough.get()) {
            FleetWorker worker = yard.worker(realm, yard.settings, WorkerListener.NONE);
            now.set(worker);
            worker.run();
        }
        return true;
    }
}
