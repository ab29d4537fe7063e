package dev.storyc.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.JavaProcess;
import dev.storyc.TestPostgres;
import dev.storyc.job.Asked;
import dev.storyc.job.Cap;
import dev.storyc.job.Change;
import dev.storyc.job.Claim;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.JobState;
import dev.storyc.job.Ledger;
import dev.storyc.job.Slots;
import dev.storyc.job.TestClips;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many at once on one PostgreSQL, with connections of their own. */
class PostgresRaceTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final PostgresRealms.Use USE =
            new PostgresRealms.Use(1, Duration.ofSeconds(10), Duration.ofSeconds(30));

    private final PostgresAddress address = TestPostgres.database();

    @Test
    void sixteenWithConnectionsOfTheirOwnBuyEachKeyOnceAndNeverPassCapOrSlots() throws Exception {
        int keys = 200;
        int allowed = 120;
        Cap cap = new Cap("budget", new BigDecimal("0.429").multiply(new BigDecimal(allowed)), "budget");
        AtomicInteger away = new AtomicInteger();
        AtomicInteger mostAway = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(17);
        List<PostgresRealm> realms = new ArrayList<>();
        try (PostgresRealm looking = PostgresRealms.open(address, "storyc", USE)) {
            looking.allow("key", 3);
            Future<Integer> seen = pool.submit(() -> watch(looking, over));
            List<Callable<Integer>> racers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                PostgresRealm realm = PostgresRealms.open(address, "storyc", USE);
                realms.add(realm);
                racers.add(() -> {
                    int won = 0;
                    for (int k = 0; k < keys; ) {
                        Job intent = Job.intent(Asked.by(TestClips.clip("v", "x", 1, "key " + k)), 1, "me", "b", NOW);
                        Claim claim = realm.ledger().claim(intent, List.of(cap), new Slots(9, Instant.EPOCH, "key"));
                        if (claim instanceof Claim.Full) {
                            continue;
                        }
                        k++;
                        if (claim instanceof Claim.Claimed claimed) {
                            won++;
                            mostAway.accumulateAndGet(away.incrementAndGet(), Math::max);
                            away.decrementAndGet();
                            finish(realm.ledger(), claimed.job());
                        }
                    }
                    return won;
                });
            }
            int won = 0;
            for (Future<Integer> racer : pool.invokeAll(racers)) {
                won += racer.get();
            }
            over.set(true);
            assertThat(won).isEqualTo(allowed);
            assertThat(looking.ledger().all()).hasSize(allowed).allMatch(job -> job.state() == JobState.STORED);
            assertThat(mostAway.get()).isLessThanOrEqualTo(3);
            assertThat(seen.get()).isLessThanOrEqualTo(3);
        } finally {
            over.set(true);
            realms.forEach(PostgresRealm::close);
            pool.shutdownNow();
        }
    }

    /** The most that were in flight at any look. */
    private static int watch(PostgresRealm realm, AtomicBoolean over) throws Exception {
        int most = 0;
        while (!over.get()) {
            try (var connection = realm.connections().getConnection()) {
                most = Math.max(
                        most,
                        new Sql(connection)
                                .first(
                                        row -> row.getInt(1),
                                        "SELECT COUNT(*) FROM attempt WHERE state IN ('INTENT', 'SUBMITTED')")
                                .orElseThrow());
            }
        }
        return most;
    }

    private static void finish(Ledger ledger, Job intent) {
        Job job = moved(
                ledger,
                intent,
                JobEvent.ACCEPTED,
                new Change("j" + intent.key(), "0.429", new BigDecimal("0.429"), null, null, null));
        job = moved(ledger, job, JobEvent.FILM_READY, new Change(null, null, null, "https://film", null, null));
        moved(ledger, job, JobEvent.STORED, Change.NONE);
    }

    private static Job moved(Ledger ledger, Job job, JobEvent event, Change change) {
        return ledger.advance(job, event, change, NOW).orElseThrow();
    }

    @Test
    void eightProcessesBuyEachKeyOnce() throws Exception {
        PostgresRealms.open(address, "storyc", USE).close();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            processes.add(JavaProcess.of(
                            Buyer.class.getName(), List.of(), String.valueOf(address.port()), address.database(), "100")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        }
        int won = 0;
        for (Process process : processes) {
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                won += Integer.parseInt(String.valueOf(out.readLine()));
            }
        }
        assertThat(won).isEqualTo(100);
        try (PostgresRealm realm = PostgresRealms.open(address, "storyc", USE)) {
            assertThat(realm.ledger().all()).hasSize(100);
        }
    }

    /** Claims keys, and says how many it got. */
    static final class Buyer {
        public static void main(String[] args) throws IOException {
            PostgresAddress address = new PostgresAddress(
                    "127.0.0.1", Integer.parseInt(args[0]), args[1], "postgres", "", "prefer", Map.of());
            int won = 0;
            try (PostgresRealm realm = PostgresRealms.open(address, "storyc", USE)) {
                for (int k = 0; k < Integer.parseInt(args[2]); k++) {
                    Job intent = Job.intent(Asked.by(TestClips.clip("v", "x", 1, "key " + k)), 1, "me", "b", NOW);
                    won += realm.ledger().claim(intent, List.of(), new Slots(1000, Instant.EPOCH))
                                    instanceof Claim.Claimed
                            ? 1
                            : 0;
                }
            }
            System.out.println(won);
        }
    }

    /** What was given up is sent anew, while its own late answer comes: one of the two wins, or a person pays twice. */
    @Test
    void aLateAnswerAndANewAttemptNeverBothWin() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try (PostgresRealm one = PostgresRealms.open(address, "storyc", USE);
                PostgresRealm two = PostgresRealms.open(address, "storyc", USE)) {
            Slots slots = new Slots(1000, Instant.EPOCH);
            for (int i = 0; i < 100; i++) {
                Asked asked = Asked.by(TestClips.clip("v", "x", 1, "key " + i));
                Job intent = ((Claim.Claimed)
                                one.ledger().claim(Job.intent(asked, 1, "me", "b", NOW), List.of(), slots))
                        .job();
                Job doubt = moved(one.ledger(), intent, JobEvent.UNANSWERED, Change.NONE);
                Job released = moved(one.ledger(), doubt, JobEvent.RELEASED, Change.NONE);
                int n = i;
                List<Future<Boolean>> both = pool.invokeAll(List.of(
                        () -> one.ledger()
                                .advance(
                                        released,
                                        JobEvent.ACCEPTED,
                                        new Change("late " + n, null, null, null, null, null),
                                        NOW)
                                .isPresent(),
                        () -> two.ledger().claim(Job.intent(asked, 2, "me", "c", NOW), List.of(), slots)
                                instanceof Claim.Claimed));
                assertThat(both.get(0).get()).isNotEqualTo(both.get(1).get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aJobIsAdoptedByOneAttemptAlone() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try (PostgresRealm one = PostgresRealms.open(address, "storyc", USE);
                PostgresRealm two = PostgresRealms.open(address, "storyc", USE)) {
            for (int i = 0; i < 50; i++) {
                Job first = doubt(one.ledger(), "a " + i);
                Job second = doubt(one.ledger(), "b " + i);
                Change change = new Change("job " + i, null, null, null, null, null);
                List<Future<Boolean>> both = pool.invokeAll(List.of(
                        () -> one.ledger()
                                .advance(first, JobEvent.ADOPTED, change, NOW)
                                .isPresent(),
                        () -> two.ledger()
                                .advance(second, JobEvent.ADOPTED, change, NOW)
                                .isPresent()));
                assertThat(both.get(0).get()).isNotEqualTo(both.get(1).get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static Job doubt(Ledger ledger, String prompt) {
        Job intent = Job.intent(Asked.by(TestClips.clip("v", "x", 1, prompt)), 1, "me", "b", NOW);
        Claim claim = ledger.claim(intent, List.of(), new Slots(1000, Instant.EPOCH));
        return moved(ledger, ((Claim.Claimed) claim).job(), JobEvent.UNANSWERED, Change.NONE);
    }

    @Test
    void pricesHintsAndHistoriesThatComeAtOnceAreAllKept() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<PostgresRealm> realms = new ArrayList<>();
        try (PostgresRealm looking = PostgresRealms.open(address, "storyc", USE)) {
            Job hinted = ((Claim.Claimed) looking.ledger()
                            .claim(
                                    Job.intent(Asked.by(TestClips.clip("v", "x", 1, "h")), 1, "me", "b", NOW),
                                    List.of(),
                                    new Slots(1000, Instant.EPOCH)))
                    .job();
            List<Callable<Boolean>> racers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                PostgresRealm realm = PostgresRealms.open(address, "storyc", USE);
                realms.add(realm);
                int n = i;
                racers.add(() -> {
                    for (int k = 0; k < 10; k++) {
                        Asked asked = Asked.by(TestClips.clip("v", "x", 1, "p " + n + " " + k));
                        Job intent = ((Claim.Claimed) realm.ledger()
                                        .claim(
                                                Job.intent(asked, 1, "me", "b", NOW),
                                                List.of(),
                                                new Slots(1000, Instant.EPOCH)))
                                .job();
                        moved(
                                realm.ledger(),
                                intent,
                                JobEvent.ACCEPTED,
                                new Change(
                                        "j " + n + " " + k,
                                        null,
                                        new BigDecimal(k % 2 == 0 ? "0.9" : "0.4"),
                                        null,
                                        null,
                                        null));
                    }
                    realm.ledger().hint(hinted, "same");
                    return realm.ledger().hint(hinted, "job " + n);
                });
            }
            int kept = 0;
            for (Future<Boolean> racer : pool.invokeAll(racers)) {
                kept += racer.get() ? 1 : 0;
            }
            assertThat(kept).isEqualTo(7);
            assertThat(looking.ledger().hints(hinted)).hasSize(8).doesNotHaveDuplicates();
            assertThat(looking.ledger().all()).hasSize(81);
        } finally {
            realms.forEach(PostgresRealm::close);
            pool.shutdownNow();
        }
    }

    @Test
    void twoFirstOpenersMakeOneLedger() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(6);
        try {
            List<Callable<String>> openers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                openers.add(() -> {
                    try (PostgresRealm realm = PostgresRealms.open(address, "storyc_first", USE)) {
                        return realm.ledger().id();
                    }
                });
            }
            List<String> ids = new ArrayList<>();
            for (Future<String> opener : pool.invokeAll(openers)) {
                ids.add(opener.get());
            }
            assertThat(ids).hasSize(6).containsOnly(ids.get(0));
        } finally {
            pool.shutdownNow();
        }
    }
}
