package dev.storyc.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.JavaProcess;
import dev.storyc.emulator.EmulatorStats;
import dev.storyc.emulator.FaultTimes;
import dev.storyc.emulator.PlannedFaults;
import dev.storyc.job.Job;
import dev.storyc.job.JobResolver;
import dev.storyc.job.JobState;
import dev.storyc.job.LedgerException;
import dev.storyc.job.TestClips;
import dev.storyc.ledger.PostgresAddress;
import dev.storyc.lower.Clip;
import dev.storyc.lower.RequestKey;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Outcome.Kind;
import dev.storyc.plan.StepState;
import dev.storyc.run.ApiKey;
import dev.storyc.run.Budget;
import dev.storyc.run.FarEndHere;
import dev.storyc.run.RunSettings;
import dev.storyc.run.ShortApi;
import dev.storyc.run.WebAccess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fleet whose workers' clocks are ten seconds apart, who are killed, or stopped for longer than their lease, whose database is cut off and started anew,
 * while much goes wrong at the far end. What was paid is asked of the far end, never of us. {@code -Pfleet-storm} makes a
 * thousand kills of it.
 */
@DisabledOnOs(OS.WINDOWS)
class FleetStormTest {
    private static final int KILLS = Integer.getInteger("fleet.storm.kills", 60);
    private static final int WORKERS = Integer.getInteger("fleet.storm.workers", 3);
    private static final int CLIPS = Integer.getInteger("fleet.storm.clips", 150);
    private static final long SEED = Long.getLong("fleet.storm.seed", 20260302L);
    private static final int IN_FLIGHT = Integer.getInteger("fleet.storm.in.flight", 8);
    /** After so long nobody is killed any more: what a slow machine did until then must still come to an end. */
    private static final Duration AT_MOST = Duration.ofMinutes(Integer.getInteger("fleet.storm.minutes", 600));

    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final BigDecimal PRICE = new BigDecimal("0.429");

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final Map<String, Integer> done = new HashMap<>();
    private final List<Running> workers = new ArrayList<>();
    private final AtomicInteger asleep = new AtomicInteger();
    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(WORKERS + 1);
    private int port;

    @SuppressWarnings("NullAway.Init")
    private EmbeddedPostgres server;

    @SuppressWarnings("NullAway.Init")
    private FarEndHere far;

    @SuppressWarnings("NullAway.Init")
    private OtherClock clocks;

    private int clips;

    /** @param begun whether it works, and isn't asleep */
    private record Running(Process process, AtomicBoolean begun) {
        boolean working() {
            return begun.get() && process.isAlive();
        }
    }

    @Test
    void nothingIsBilledTwiceNothingIsLostAndWhatIsInDoubtIsListed() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = start();
        clocks = OtherClock.make(folder);
        far = new FarEndHere(folder.resolve("far"), badLuck(), Duration.ofMillis(700));
        PostgresAddress database = StormWorker.database(port, "postgres");
        try (Yard yard = new Yard(database, folder.resolve("store"), far.url(), Duration.ofSeconds(60))) {
            yard.settings = RunSettings.swift(IN_FLIGHT);
            yard.retry = EnumSet.of(StepState.FAILED);
            for (int i = 0; i < WORKERS; i++) {
                workers.add(worker(i));
            }
            storm(yard);
            List<Clip> all = clips(0, clips);
            int doubtful = 0;
            int adopted = 0;
            for (List<Outcome> open = untilSettled(yard, all); !open.isEmpty(); open = untilSettled(yard, all)) {
                assertThat(open).as("only what is in doubt wants a person").allMatch(o -> o.kind() == Kind.IN_DOUBT);
                doubtful += open.size();
                adopted += decide(open, yard);
            }
            check(yard, all, doubtful, adopted);
        } finally {
            workers.forEach(worker -> worker.process().destroyForcibly());
            timers.shutdownNow();
            far.close();
            server.close();
        }
    }

    private void storm(Yard yard) throws Exception {
        int restarts = 0;
        long begun = System.nanoTime();
        for (int kills = 0; kills < KILLS && System.nanoTime() - begun < AT_MOST.toNanos(); kills++) {
            if (kills % 50 == 49) {
                System.out.println((kills + 1) + " of " + KILLS + " kills, " + clips + " clips queued, after "
                        + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) + " s: " + done);
            }
            // Something to do until the last kill.
            feed(yard, Math.min(CLIPS, CLIPS * (kills + 2) / KILLS));
            int victim = victim();
            Thread.sleep(300 + random.nextInt(900));
            int dice = random.nextInt(100);
            if (dice < 60) {
                kill(victim);
            } else if (dice < 85) {
                sleepPastLease(victim);
            } else if (dice < 93 || restarts >= 1 + KILLS / 20) {
                cutOff();
            } else {
                restarts++;
                server.close();
                server = start();
                done.merge("restarts of PostgreSQL", 1, Integer::sum);
            }
        }
        while (asleep.get() > 0) {
            Thread.sleep(50);
        }
    }

    /** One that works: a kill is to be one of a worker, and not of a Java that starts. */
    private int victim() throws Exception {
        long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (System.nanoTime() - patience < 0) {
            tend();
            int which = random.nextInt(WORKERS);
            // All but one work, so that between two kills something gets done, however slowly a Java starts here.
            boolean enough = workers.stream().filter(Running::working).count() >= WORKERS - 1;
            if (enough && workers.get(which).working()) {
                return which;
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("no worker begins to work");
    }

    /** Starts a worker anew that ended since its database was away as it began, as whatever keeps services would. */
    private void tend() throws IOException {
        for (int i = 0; i < WORKERS; i++) {
            if (!workers.get(i).process().isAlive()) {
                workers.set(i, worker(i));
                done.merge("started anew", 1, Integer::sum);
            }
        }
    }

    private void feed(Yard yard, int wanted) throws InterruptedException {
        for (int tries = 0; tries < 100 && clips < wanted; tries++) {
            try {
                yard.add(clips(clips, wanted - clips), random.nextInt(3), Budget.NONE);
                clips = wanted;
            } catch (LedgerException e) {
                // PostgreSQL is away.
                Thread.sleep(200);
            }
        }
    }

    private void kill(int which) throws Exception {
        workers.get(which).process().destroyForcibly().waitFor();
        workers.set(which, worker(which));
        done.merge("kill -9", 1, Integer::sum);
    }

    /** Meanwhile the others take over what it had in hand, and are killed themselves. */
    private void sleepPastLease(int which) throws Exception {
        Running worker = workers.get(which);
        worker.begun().set(false);
        signal("STOP", worker.process());
        asleep.incrementAndGet();
        var unused = timers.schedule(
                () -> {
                    signal("CONT", worker.process());
                    worker.begun().set(true);
                    return asleep.decrementAndGet();
                },
                LEASE.toMillis() + 500,
                TimeUnit.MILLISECONDS);
        done.merge("stopped past the lease", 1, Integer::sum);
    }

    private static void signal(String name, Process process) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    private void cutOff() throws Exception {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                    + " AND application_name = 'storyc'");
        }
        done.merge("all connections cut", 1, Integer::sum);
    }

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .setServerConfig("max_connections", "200")
                .start();
    }

    /** The first three's clocks are five seconds behind, right, and five ahead, and so on. */
    private Running worker(int which) throws IOException {
        ProcessBuilder builder = JavaProcess.of(
                        StormWorker.class.getName(),
                        List.of("-Xmx256m"),
                        String.valueOf(port),
                        "postgres",
                        folder.resolve("store").toString(),
                        far.url().toString(),
                        String.valueOf(IN_FLIGHT),
                        String.valueOf(LEASE.toMillis()))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("worker.log").toFile()));
        builder.environment().putAll(clocks.by(5 * (which % 3 - 1)));
        Process process = builder.start();
        AtomicBoolean begun = new AtomicBoolean();
        // The reader stays open with its pipe.
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        var unused = timers.submit(() -> {
            begun.set(StormWorker.BEGUN.equals(said.readLine()));
            return true;
        });
        return new Running(process, begun);
    }

    private static List<Clip> clips(int first, int count) {
        List<Clip> clips = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            clips.add(TestClips.clip("v" + i, "x", 1, "clip number " + i));
        }
        return clips;
    }

    /** Builds as somebody does who runs it again as long as that helps; what is left wants a person. */
    private List<Outcome> untilSettled(Yard yard, List<Clip> all) throws Exception {
        List<Outcome> open = List.of();
        for (int build = 0; build < 40; build++) {
            tend();
            open = yard.build(all, Budget.NONE).outcomes().stream()
                    .filter(o -> o.kind() != Kind.RENDERED && o.kind() != Kind.HELD)
                    .toList();
            boolean helps = open.stream()
                    .anyMatch(o -> Set.of(Kind.FAILED, Kind.NOT_SENT, Kind.PENDING, Kind.UNFETCHED)
                            .contains(o.kind()));
            if (!helps) {
                return open;
            }
        }
        return open;
    }

    /** What a person does with the vendor's page before them: a job that is there and nobody's is adopted. */
    private int decide(List<Outcome> doubtful, Yard yard) {
        JobResolver resolver = new JobResolver(yard.realm.ledger(), yard.realm.owners(), yard.realm.clock());
        ShortApi api = new ShortApi(
                far.url(), new ApiKey("ak-test-0123456789"), Duration.ofSeconds(20), null, WebAccess.direct());
        int adopted = 0;
        for (Outcome outcome : doubtful) {
            Clip clip = outcome.step().clip();
            Job job = yard.realm.ledger().find(clip.key()).orElseThrow();
            EmulatorStats.Distinct request =
                    far.stats().distinct().get(RequestKey.of(clip.payload(), 1).hex());
            String nobodys = request == null
                    ? null
                    : request.jobIds().stream()
                            .filter(id -> !yard.realm.ledger().knows(id))
                            .findFirst()
                            .orElse(null);
            JobResolver.Resolved resolved = nobodys == null ? resolver.release(job) : resolver.adopt(job, nobodys, api);
            for (int again = 0; again < 30 && !(resolved instanceof JobResolver.Resolved.Done); again++) {
                resolved = nobodys == null ? resolver.release(job) : resolver.adopt(job, nobodys, api);
            }
            assertThat(resolved).isInstanceOf(JobResolver.Resolved.Done.class);
            adopted += nobodys == null ? 0 : 1;
        }
        return adopted;
    }

    private void check(Yard yard, List<Clip> all, int doubtful, int adopted) {
        Map<String, FilmRecord> films = new HashMap<>();
        for (Clip clip : all) {
            FilmRecord film = yard.store.find(clip.key()).orElseThrow();
            films.put(film.jobId(), film);
        }
        EmulatorStats stats = far.stats();
        Set<String> billed = new HashSet<>();
        stats.distinct().values().forEach(request -> billed.addAll(request.jobIds()));
        for (Job job : yard.realm.ledger().all()) {
            if (job.state() == JobState.FAILED && job.counted().signum() == 0) {
                billed.remove(job.jobId());
            }
        }
        assertThat(films.keySet())
                .as("jobs whose films are stored, and jobs that were billed")
                .isEqualTo(billed);
        assertThat(stats.distinct().values())
                .allSatisfy(request -> assertThat(request.billedUsd()).isEqualByComparingTo(PRICE));
        System.out.println("fleet storm of seed " + SEED + ": " + WORKERS + " workers"
                + (clocks.made() ? " whose clocks are up to 10 s apart, " : ", ") + done + ", "
                + stats.faults().values().stream().mapToLong(Long::longValue).sum() + " faults injected, "
                + stats.creates() + " creates, " + stats.jobs() + " jobs, "
                + stats.distinct().size()
                + " distinct requests billed once each, $" + stats.billedUsd() + ", " + films.size()
                + " films stored, " + doubtful + " in doubt (" + adopted + " adopted, " + (doubtful - adopted)
                + " sent again)");
        assertThat(workers)
                .allSatisfy(worker -> assertThat(worker.process().isAlive()).isTrue());
    }

    private static PlannedFaults badLuck() {
        Map<String, FaultTimes> times = new HashMap<>();
        chance(times, 0.02, "create.busy", "create.too-many", "create.error-before", "create.error-after");
        chance(times, 0.02, "create.reset-before", "create.reset-after", "create.garbage-after");
        chance(times, 0.003, "create.account");
        chance(times, 0.03, "query.busy", "query.error", "query.reset", "query.garbage", "query.unknown-status");
        chance(times, 0.02, "job.fails-refunded", "job.fails-busy", "job.slow");
        chance(times, 0.04, "film.missing", "film.expired", "film.cut-short", "film.reset", "film.not-a-film");
        return new PlannedFaults(SEED, times);
    }

    private static void chance(Map<String, FaultTimes> times, double chance, String... names) {
        for (String name : names) {
            times.put(name, new FaultTimes(Set.of(), chance));
        }
    }
}
