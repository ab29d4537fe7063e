package dev.storyc.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.job.Asked;
import dev.storyc.job.Change;
import dev.storyc.job.Claim;
import dev.storyc.job.Entry;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.JobState;
import dev.storyc.job.Ledger;
import dev.storyc.job.Slots;
import dev.storyc.job.TestClips;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that is killed in the middle and started anew, with its disk writes as they are in earnest. */
class PostgresDurabilityTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final PostgresRealms.Use USE =
            new PostgresRealms.Use(4, Duration.ofSeconds(10), Duration.ofSeconds(60));

    @TempDir
    Path folder;

    private final int port = freePort();

    @Test
    void killedInTheMiddleItKeepsWhatItAcknowledgedAndWorkGoesOn() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch some = new CountDownLatch(30);
        PostgresAddress address =
                new PostgresAddress("127.0.0.1", port, "postgres", "postgres", "", "prefer", Map.of());
        try (EmbeddedPostgres server = start();
                PostgresRealm realm = PostgresRealms.open(address, "storyc", USE)) {
            assertThat(server.getPort()).isEqualTo(port);
            List<Future<List<Job>>> workers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String name = "worker " + i;
                workers.add(pool.submit(() -> work(realm.ledger(), name, over, some)));
            }
            assertThat(some.await(60, TimeUnit.SECONDS)).isTrue();
            kill();
            CountDownLatch more = new CountDownLatch(1);
            Future<List<Job>> later = pool.submit(() -> work(realm.ledger(), "later", over, more));
            over.set(true);
            List<Job> acknowledged = new ArrayList<>();
            for (Future<List<Job>> worker : workers) {
                acknowledged.addAll(worker.get(90, TimeUnit.SECONDS));
            }
            acknowledged.addAll(later.get(90, TimeUnit.SECONDS));
            assertThat(acknowledged.size()).isGreaterThanOrEqualTo(30);
            for (Job job : acknowledged) {
                assertThat(realm.ledger().find(job.key())).contains(job);
                assertThat(realm.ledger().history(job.key()))
                        .extracting(Entry::event)
                        .containsExactly("accepted");
            }
            assertThat(realm.ledger().all())
                    .hasSameSizeAs(acknowledged)
                    .allMatch(job -> job.state() == JobState.SUBMITTED);
        } finally {
            over.set(true);
            pool.shutdownNow();
        }
    }

    /** Buys until it is over; whatever it was told is done is in its list. */
    private static List<Job> work(Ledger ledger, String name, AtomicBoolean over, CountDownLatch done) {
        List<Job> acknowledged = new ArrayList<>();
        for (int i = 0; i == 0 || !over.get(); i++) {
            Asked asked = Asked.by(TestClips.clip("v", "x", 1, name + " " + i));
            Job intent = Job.intent(asked, 1, name, "build", NOW);
            Claim claim = ledger.claim(intent, List.of(), new Slots(1 << 20, Instant.EPOCH));
            Optional<Job> submitted = ledger.advance(
                    ((Claim.Claimed) claim).job(),
                    JobEvent.ACCEPTED,
                    new Change("job of " + name + i, null, null, null, null, null),
                    NOW);
            acknowledged.add(submitted.orElseThrow());
            done.countDown();
        }
        return acknowledged;
    }

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder.resolve("data"))
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
    }

    /** All that works for the server, at once; what watches over them starts anew from what is on disk. */
    private void kill() throws Exception {
        long pid = Long.parseLong(
                Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0).strip());
        List<ProcessHandle> all = ProcessHandle.of(pid).orElseThrow().children().toList();
        assertThat(all).isNotEmpty();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle one : all) {
            one.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
