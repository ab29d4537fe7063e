package dev.storyc.ledger;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.storyc.job.Transitions;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The total that is kept for each scope of a cap is that of all its rows, whatever happens to them and whoever does it. */
@ParameterizedClass
@EnumSource
class ScopeTotalTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final List<JobEvent> EVENTS = List.of(JobEvent.values());
    private static final Slots ROOMY = new Slots(10_000, Instant.EPOCH);
    private static final String ADDED_UP = "SELECT r.scope, SUM(a.counted) FROM reservation r JOIN attempt a"
            + " ON a.request_key = r.request_key AND a.attempt = r.attempt GROUP BY r.scope";
    private static final String KEPT = "SELECT scope, counted FROM scope_total";

    /** As an earlier version writes it. */
    private static final String ATTEMPT =
            "INSERT INTO attempt (request_key, attempt, state, storyboard, variant, clip, take,"
                    + " request, estimate, owner, build, started, since, counted, reserved) VALUES ('%1$s', 1, 'INTENT', 'b', 'v',"
                    + " 'c', 1, '{}', '0.429', 'me', 'b', 1, 1, %2$d, '0.429')";

    private final Database database;

    ScopeTotalTest(TestLedgers engine, @TempDir Path folder) {
        PostgresAddress address = engine == TestLedgers.POSTGRESQL ? TestPostgres.database() : null;
        database = address == null
                ? new Database(
                        "jdbc:sqlite:" + folder.resolve("ledger.db"),
                        () -> SqliteLedgers.open(folder.resolve("ledger.db")),
                        null)
                : new Database(
                        TestPostgres.url(address) + "&currentSchema=storyc",
                        () -> TestLedgers.closing(PostgresRealms.open(address, "storyc")),
                        address);
    }

    /** @param address null for a file */
    private record Database(
            String url,
            TestLedgers.Opening opening,
            @Nullable PostgresAddress address) {
        void change(String... statements) throws SQLException {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.executeUpdate(sql);
                }
            }
        }

        /** Scopes that come to nothing are left out: there is a row of them, or none. */
        Map<String, Long> totals(String sql) throws SQLException {
            Map<String, Long> totals = new TreeMap<>();
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    if (rows.getLong(2) != 0) {
                        totals.put(rows.getString(1), rows.getLong(2));
                    }
                }
            }
            return totals;
        }
    }

    @Test
    void aStormOfTransitionsLeavesTheTotalThatAllRowsComeTo() throws Exception {
        database.opening().open().close();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> racers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Random random = new Random(20261123L + i);
                racers.add(() -> wander(random));
            }
            int claims = 0;
            for (Future<Integer> racer : pool.invokeAll(racers)) {
                claims += racer.get();
            }
            assertThat(claims).isGreaterThan(100);
        } finally {
            pool.shutdownNow();
        }
        assertThat(database.totals(KEPT)).isNotEmpty().isEqualTo(database.totals(ADDED_UP));
    }

    /** Claims, moves, refunds and takes back whatever it meets; others do so with the same keys. */
    private int wander(Random random) {
        int claims = 0;
        try (Ledger ledger = database.opening().open()) {
            for (int n = 0; n < 150; n++) {
                Asked asked = Asked.by(TestClips.clip("v", "x", 1, "key " + random.nextInt(40)));
                Job job = ledger.find(asked.key()).orElse(null);
                if (job == null || job.state().over()) {
                    int attempt = job == null ? 1 : job.attempt() + 1;
                    Claim claim = ledger.claim(Job.intent(asked, attempt, "me", "b", NOW), caps(random), ROOMY);
                    claims += claim instanceof Claim.Claimed ? 1 : 0;
                } else if (job.state() == JobState.INTENT && random.nextInt(4) == 0) {
                    ledger.retract(job);
                } else {
                    move(ledger, job, random);
                }
            }
        }
        return claims;
    }

    private static String key(int n) {
        return String.valueOf(n).repeat(64);
    }

    private static String reserve(String scope, int n) {
        return "INSERT INTO reservation (scope, request_key, attempt) VALUES ('%s', '%s', 1) ON CONFLICT DO NOTHING"
                .formatted(scope, key(n));
    }

    private static List<Cap> caps(Random random) {
        List<Cap> caps = new ArrayList<>();
        for (String scope : List.of("d", "b", "a", "c")) {
            if (random.nextBoolean()) {
                caps.add(
                        scope.equals("c")
                                ? new Cap(scope, null, scope, true)
                                : new Cap(scope, new BigDecimal(scope.equals("a") ? "9.00" : "500"), scope));
            }
        }
        return caps;
    }

    private static void move(Ledger ledger, Job job, Random random) {
        JobEvent event = EVENTS.get(random.nextInt(EVENTS.size()));
        if (Transitions.next(job.state(), event).isEmpty()) {
            return;
        }
        boolean charged = event == JobEvent.ACCEPTED || (event == JobEvent.FAILED && random.nextBoolean());
        BigDecimal charge = event == JobEvent.FAILED ? BigDecimal.ZERO : new BigDecimal("0.4" + random.nextInt(10));
        String jobId = job.jobId() == null ? "job-" + random.nextLong() : null;
        ledger.advance(job, event, new Change(jobId, null, charged ? charge : null, null, null, null), NOW);
    }

    @Test
    void aLedgerOfVersionThreeGetsTheTotalsOfWhatItHolds() throws Exception {
        three();
        database.change(
                ATTEMPT.formatted(key(1), 429_000_000),
                ATTEMPT.formatted(key(2), 430_000_000),
                ATTEMPT.formatted(key(3), 0),
                reserve("a", 1),
                reserve("a", 2),
                reserve("b", 2),
                reserve("c", 3));
        try (Ledger ledger = database.opening().open()) {
            assertThat(ledger.id()).isEqualTo("kept");
            assertThat(ledger.all()).hasSize(3);
            assertThat(database.totals(KEPT)).isEqualTo(Map.of("a", 859_000_000L, "b", 430_000_000L));
            Cap cap = new Cap("a", new BigDecimal("1.287"), "a");
            Asked asked = Asked.by(TestClips.clip("v", "x", 1, "new"));
            assertThat(ledger.claim(Job.intent(asked, 1, "me", "b", NOW), List.of(cap), ROOMY))
                    .isEqualTo(new Claim.OverCap(cap, new BigDecimal("0.859000000")));
            Cap wider = new Cap("a", new BigDecimal("1.288"), "a");
            assertThat(ledger.claim(Job.intent(asked, 1, "me", "b", NOW), List.of(wider), ROOMY))
                    .isInstanceOf(Claim.Claimed.class);
        }
    }

    @Test
    void whoBeganWithAnEarlierVersionKeepsTheTotalsTooWithoutKnowingThem() throws Exception {
        database.opening().open().close();
        database.change(
                ATTEMPT.formatted(key(1), 429_000_000),
                reserve("a", 1),
                ATTEMPT.formatted(key(2), 429_000_000),
                reserve("a", 2),
                reserve("a", 2));
        assertThat(database.totals(KEPT)).isEqualTo(Map.of("a", 858_000_000L));
        database.change(
                "UPDATE attempt SET state = 'SUBMITTED', counted = 430000000 WHERE request_key = '" + key(1) + "'");
        assertThat(database.totals(KEPT)).isEqualTo(Map.of("a", 859_000_000L));
        database.change(
                "DELETE FROM attempt WHERE request_key = '" + key(2) + "'",
                "DELETE FROM reservation WHERE request_key = '" + key(2) + "'");
        assertThat(database.totals(KEPT)).isEqualTo(Map.of("a", 430_000_000L));
        database.change("DELETE FROM reservation WHERE request_key = '" + key(1) + "'");
        assertThat(database.totals(KEPT)).isEmpty();
    }

    /** Makes a ledger as the version before totals did. */
    private void three() throws Exception {
        if (database.address() == null) {
            for (String file : List.of("V1__attempts.sql", "V2__history_and_prices.sql", "V3__gate_and_pools.sql")) {
                database.change(read("tables/" + file).strip().split(";\\s*\\R\\s*\\R|;$", 0));
            }
        } else {
            TestPostgres.run(database.address(), "CREATE SCHEMA storyc");
            Flyway.configure()
                    .dataSource(TestPostgres.url(database.address()), "postgres", "")
                    .locations("classpath:dev/storyc/ledger/tables")
                    .defaultSchema("storyc")
                    .table("ledger_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        }
        database.change("INSERT INTO ledger (version, id, created) VALUES (3, 'kept', 1)");
    }

    private static String read(String file) throws IOException {
        try (InputStream text = LedgerSchema.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
