package dev.storyc.bench;

import dev.storyc.fleet.FleetQueue;
import dev.storyc.fleet.FleetWorker;
import dev.storyc.fleet.QueuedClip;
import dev.storyc.fleet.WorkerListener;
import dev.storyc.fleet.WorkerSettings;
import dev.storyc.job.CreateAnswer;
import dev.storyc.job.FarEnd;
import dev.storyc.job.FarJob;
import dev.storyc.job.FarStatus;
import dev.storyc.job.FilmTaker;
import dev.storyc.job.Job;
import dev.storyc.job.TestClips;
import dev.storyc.ledger.PostgresAddress;
import dev.storyc.ledger.PostgresRealm;
import dev.storyc.ledger.PostgresRealms;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Payload;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Step;
import dev.storyc.plan.StepState;
import dev.storyc.run.Budget;
import dev.storyc.run.RunSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a fleet's database carries: workers with a far end that answers at once and films that are home at once, so that
 * nothing is measured but the queue, the ledger and PostgreSQL, which writes to disk as in earnest.
 *
 * <p>Arguments: how many clips wait at first (default 1000), how many workers (2), how many jobs in flight (64), for how many
 * seconds at most (30), how many clips the same build has bought before (0).
 */
public final class FleetBenchmark {
    private static final int CONNECTIONS = 12;

    private final PostgresAddress address;
    private final int waiting;
    private final int workers;
    private final int inFlight;
    private final int seconds;
    private final int before;
    private final AtomicInteger stored = new AtomicInteger();
    private final AtomicLong steps = new AtomicLong();
    private final AtomicInteger troubles = new AtomicInteger();

    private FleetBenchmark(PostgresAddress address, int waiting, int workers, int inFlight, int seconds, int before) {
        this.address = address;
        this.waiting = waiting;
        this.workers = workers;
        this.inFlight = inFlight;
        this.seconds = seconds;
        this.before = before;
    }

    /** Prints one line of figures. */
    public static void main(String[] args) throws Exception {
        int[] numbers = {1000, 2, 64, 30, 0};
        for (int i = 0; i < args.length; i++) {
            numbers[i] = Integer.parseInt(args[i]);
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                .start()) {
            PostgresAddress address = new PostgresAddress(
                    "127.0.0.1", server.getPort(), "postgres", "postgres", "", "disable", Map.of());
            new FleetBenchmark(address, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]).run();
        }
    }

    private void run() throws Exception {
        List<PostgresRealm> realms = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            realms.add(PostgresRealms.open(address, "bench", PostgresRealms.Use.COMMAND.with(CONNECTIONS)));
        }
        FleetQueue queue = FleetQueue.open(realms.get(0));
        long begun = System.nanoTime();
        String build = queue.add(
                new FleetQueue.Wish("bench", "bench", 0, new Budget(Map.of("the cap", new BigDecimal("10000000")), Map.of())),
                clips());
        double enqueued = since(begun);
        boughtBefore(build);
        long transactions = number("SELECT xact_commit FROM pg_stat_database WHERE datname = 'postgres'");
        long log = number("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn");
        List<FleetWorker> fleet = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        long work = System.nanoTime();
        for (PostgresRealm realm : realms) {
            FleetWorker worker = worker(realm);
            fleet.add(worker);
            Thread thread = new Thread(() -> {
                try {
                    worker.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.start();
            threads.add(thread);
        }
        long connections = 0;
        double first = 0;
        while (stored.get() < waiting && since(work) < seconds) {
            Thread.sleep(100);
            connections = Math.max(connections, number("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = 'postgres'"));
            first = first == 0 && stored.get() > 0 ? since(work) : first;
        }
        double took = since(work);
        int done = stored.get();
        long after = number("SELECT xact_commit FROM pg_stat_database WHERE datname = 'postgres'");
        long logAfter = number("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn");
        fleet.forEach(FleetWorker::drain);
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.printf(
                "%,d queued in %.1f s, %,d bought before; %d workers, %d in flight: %,d clips in %.1f s, %.1f a second, the first after %.2f s;"
                        + " a clip takes %.1f steps, %.1f transactions, %.1f kB of log; %d connections at most; %d troubles%n",
                waiting,
                enqueued,
                before,
                workers,
                inFlight,
                done,
                took,
                done / took,
                first,
                steps.get() / (double) done,
                (after - transactions) / (double) done,
                (logAfter - log) / 1024.0 / done,
                connections - 1,
                troubles.get());
        for (String table : List.of("attempt", "entry", "reservation", "queued")) {
            System.out.printf(
                    "  %s: %,d rows, %,d bytes each with their indexes%n",
                    table,
                    number("SELECT COUNT(*) FROM bench." + table),
                    number("SELECT pg_total_relation_size('bench." + table + "') / GREATEST(1, (SELECT COUNT(*) FROM bench."
                            + table + "))"));
        }
        realms.forEach(PostgresRealm::close);
    }

    /** What the build would have in the ledger and in its budget by then. */
    private void boughtBefore(String build) throws SQLException {
        String numbers = " FROM generate_series(1, " + before + ") n";
        change("INSERT INTO bench.attempt (request_key, attempt, state, storyboard, variant, clip, take, request, estimate,"
                + " job_id, amount, charged, owner, build, started, since, counted, reserved, pool)"
                + " SELECT encode(sha256(n::text::bytea), 'hex'), 1, 'STORED', 'board', 'v' || n, 'arrival', 1,"
                + " repeat('x', 300), '0.429', 'before-' || n, '0.429', '0.429', 'bench', '" + build
                + "', 1, 1, 429000000, '0.429', 'pool'" + numbers);
        // So many changes of one row in one transaction would take hours, and never come so.
        change("ALTER TABLE bench.reservation DISABLE TRIGGER USER");
        change("INSERT INTO bench.scope_total (scope, counted) VALUES ('" + build + ":the cap', 0)");
        change("INSERT INTO bench.reservation (scope, request_key, attempt) SELECT '" + build
                + ":the cap', encode(sha256(n::text::bytea), 'hex'), 1" + numbers);
        change("UPDATE bench.scope_total SET counted = (SELECT COALESCE(SUM(counted), 0) FROM bench.attempt)");
        change("ALTER TABLE bench.reservation ENABLE TRIGGER USER");
        change("ANALYZE");
    }

    private void change(String sql) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + address.port() + "/postgres?user=postgres";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<FleetQueue.Wanted> clips() {
        List<FleetQueue.Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < waiting; i++) {
            Clip clip = TestClips.clip("variant-" + i, "arrival", 1, "A lamp over a wet street, number " + i + ".");
            Step step = new Step(clip, StepState.NEW, Step.Action.BUY, List.of(), null, null);
            wanted.add(new FleetQueue.Wanted(step, new TreeSet<>(List.of("board"))));
        }
        return wanted;
    }

    private FleetWorker worker(PostgresRealm realm) {
        RunSettings run = new RunSettings(
                inFlight,
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                Duration.ofMinutes(20),
                Duration.ofSeconds(1),
                6);
        WorkerSettings usual = WorkerSettings.usual(run, "pool", "bench");
        FilmTaker home = job -> new FilmTaker.Taken.Stored();
        return new FleetWorker(usual, realm, new AtOnce(), clip -> home, key -> false, new WorkerListener() {
            @Override
            public void stepped() {
                steps.incrementAndGet();
            }

            @Override
            public void over(
                    QueuedClip clip,
                    Outcome.Kind outcome,
                    @Nullable Job job,
                    @Nullable String words) {
                stored.incrementAndGet();
            }

            @Override
            public void troubled(String what, RuntimeException e) {
                troubles.incrementAndGet();
            }
        });
    }

    /** Takes everything and is done with it. */
    private static final class AtOnce implements FarEnd {
        private final AtomicLong jobs = new AtomicLong();

        @Override
        public CreateAnswer create(Payload payload, @Nullable String token) {
            return new CreateAnswer.Accepted("job-" + jobs.incrementAndGet() + "-" + hashCode(), "0.429", new BigDecimal("0.429"), null);
        }

        @Override
        public FarJob query(String jobId) {
            return FarJob.of(new FarStatus.Ready("https://films.example/" + jobId + ".mp4"));
        }
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private long number(String sql) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + address.port() + "/postgres?user=postgres";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
