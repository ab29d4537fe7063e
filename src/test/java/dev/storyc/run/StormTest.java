package dev.storyc.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.emulator.EmulatorStats;
import dev.storyc.emulator.FaultTimes;
import dev.storyc.emulator.PlannedFaults;
import dev.storyc.job.Job;
import dev.storyc.job.JobResolver;
import dev.storyc.job.JobState;
import dev.storyc.lower.Clip;
import dev.storyc.lower.RequestKey;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Outcome.Kind;
import dev.storyc.plan.RunRecord;
import dev.storyc.plan.StepState;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds that are killed by the dozen, at every step and at any moment, while much goes wrong at the far end. What was
 * paid is asked of the far end, never of us. {@code -Pstorm} makes a thousand kills of it.
 */
class StormTest {
    private static final int KILLS = Integer.getInteger("storm.kills", 60);
    private static final long SEED = Long.getLong("storm.seed", 20260301L);
    private static final int AT_ONCE = 3;
    private static final int WINDOW = 16;
    private static final int IN_FLIGHT = 4;
    private static final BigDecimal PRICE = new BigDecimal("0.429");

    private static final List<String> POINTS = List.of(
            "before-intent",
            "after-intent",
            "before-create",
            "after-create",
            "before-ACCEPTED",
            "after-ACCEPTED",
            "before-UNANSWERED",
            "after-UNANSWERED",
            "before-query",
            "after-query",
            "before-FILM_READY",
            "after-FILM_READY",
            "before-FAILED",
            "after-FAILED",
            "before-film",
            "after-film",
            "before-STORED",
            "after-STORED");

    @TempDir
    Path folder;

    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger atPoints = new AtomicInteger();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger furthest = new AtomicInteger();

    @Test
    void nothingIsBilledTwiceAndEveryPaidFilmIsStored() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), badLuck(), Duration.ofMillis(250))) {
            Path store = folder.resolve("store");
            kill(new BuildProcesses(store, far.url(), IN_FLIGHT));
            List<Clip> clips = KilledBuild.clips(0, furthest.get());
            try (Workshop shop = new Workshop(store, far.url())) {
                shop.settings = RunSettings.swift(8);
                shop.retry = EnumSet.of(StepState.FAILED);
                int doubtful = 0;
                int adopted = 0;
                // The creates that are sent again meet faults too.
                for (List<Outcome> open = untilSettled(shop, clips);
                        !open.isEmpty();
                        open = untilSettled(shop, clips)) {
                    assertThat(open)
                            .as("only what is in doubt wants a person")
                            .allMatch(outcome -> outcome.kind() == Kind.IN_DOUBT);
                    doubtful += open.size();
                    adopted += decide(open, shop, far.stats());
                }

                Map<String, FilmRecord> films = new HashMap<>();
                for (Clip clip : clips) {
                    FilmRecord film = shop.store.find(clip.key()).orElseThrow();
                    films.put(film.jobId(), film);
                    assertThat(shop.store.film(film)).hasSize(film.bytes());
                }
                EmulatorStats stats = far.stats();
                assertThat(films.keySet())
                        .as("jobs whose films are stored, and jobs that were billed")
                        .isEqualTo(billed(shop, stats));
                assertThat(stats.distinct().values())
                        .allSatisfy(request -> assertThat(request.billedUsd()).isEqualByComparingTo(PRICE));
                System.out.println("storm of seed " + SEED + ": " + kills + " kills (" + atPoints + " at named steps), "
                        + stats.faults().values().stream()
                                .mapToLong(Long::longValue)
                                .sum()
                        + " faults injected, " + stats.creates() + " creates, " + stats.jobs() + " jobs, "
                        + stats.distinct().size() + " distinct requests billed once each, $"
                        + stats.billedUsd() + ", " + films.size() + " films stored, " + doubtful
                        + " in doubt (" + adopted + " adopted, " + (doubtful - adopted) + " sent again)");
            }
        }
    }

    private void kill(BuildProcesses builds) throws Exception {
        ExecutorService lanes = Executors.newFixedThreadPool(AT_ONCE);
        List<Future<?>> all = new ArrayList<>();
        for (int lane = 0; lane < AT_ONCE; lane++) {
            Random random = new Random(SEED + lane);
            all.add(lanes.submit(() -> {
                while (kills.get() < KILLS) {
                    killOne(builds, random);
                }
                return null;
            }));
        }
        lanes.shutdown();
        for (Future<?> lane : all) {
            lane.get();
        }
    }

    private void killOne(BuildProcesses builds, Random random) throws Exception {
        // Some that others left behind, and some that nobody has had.
        int first = Math.max(0, next.getAndAdd(random.nextInt(5)) - WINDOW / 2);
        furthest.accumulateAndGet(first + WINDOW, Math::max);
        String point = random.nextBoolean() ? POINTS.get(random.nextInt(POINTS.size())) : "";
        Process build = builds.start(first, WINDOW, point, 1 + random.nextInt(3));
        boolean begun = BuildProcesses.begun(build);
        // One that is to die at a step gets the time to reach it.
        int patience = point.isEmpty() ? 200 + random.nextInt(1800) : 4000;
        boolean ended = build.waitFor(begun ? patience : 60_000, TimeUnit.MILLISECONDS);
        if (!ended) {
            build.destroyForcibly();
            assertThat(build.waitFor(20, TimeUnit.SECONDS)).isTrue();
            kills.incrementAndGet();
        } else if (build.exitValue() == 137) {
            kills.incrementAndGet();
            atPoints.incrementAndGet();
        } else {
            assertThat(build.exitValue()).as("a build that wasn't killed").isZero();
        }
    }

    /** Builds as somebody does who runs it again as long as that helps; what is left wants a person. */
    private static List<Outcome> untilSettled(Workshop shop, List<Clip> clips) throws InterruptedException {
        List<Outcome> open = List.of();
        for (int build = 0; build < 40; build++) {
            RunRecord record = shop.build(clips);
            open = record.outcomes().stream()
                    .filter(o -> o.kind() != Kind.RENDERED && o.kind() != Kind.HELD)
                    .toList();
            // A refunded failure was allowed to be bought again, and an account that is turned away is asked later.
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
    private static int decide(List<Outcome> doubtful, Workshop shop, EmulatorStats page) {
        JobResolver resolver = new JobResolver(shop.ledger, shop.owner, InstantSource.system());
        int adopted = 0;
        for (Outcome outcome : doubtful) {
            Job job = shop.ledger.find(outcome.step().clip().key()).orElseThrow();
            EmulatorStats.Distinct request = page.distinct()
                    .get(RequestKey.of(outcome.step().clip().payload(), 1).hex());
            String nobodys = request == null
                    ? null
                    : request.jobIds().stream()
                            .filter(id -> !shop.ledger.knows(id))
                            .findFirst()
                            .orElse(null);
            JobResolver.Resolved resolved =
                    nobodys == null ? resolver.release(job) : resolver.adopt(job, nobodys, shop.farEnd());
            for (int again = 0;
                    nobodys != null && again < 30 && !(resolved instanceof JobResolver.Resolved.Done);
                    again++) {
                // The query itself met a fault.
                resolved = resolver.adopt(job, nobodys, shop.farEnd());
            }
            assertThat(resolved).isInstanceOf(JobResolver.Resolved.Done.class);
            adopted += nobodys == null ? 0 : 1;
        }
        return adopted;
    }

    /** All jobs of the far end but those that failed and were paid back. */
    private static Set<String> billed(Workshop shop, EmulatorStats stats) {
        Set<String> billed = new HashSet<>();
        stats.distinct().values().forEach(request -> billed.addAll(request.jobIds()));
        for (Job job : shop.ledger.all()) {
            if (job.state() == JobState.FAILED && job.counted().signum() == 0) {
                billed.remove(job.jobId());
            }
        }
        return billed;
    }

    private static PlannedFaults badLuck() {
        Map<String, FaultTimes> times = new HashMap<>();
        chance(times, 0.02, "create.busy", "create.too-many", "create.error-before", "create.error-after");
        chance(times, 0.02, "create.reset-before", "create.reset-after", "create.garbage-after");
        chance(times, 0.005, "create.account");
        chance(times, 0.03, "query.busy", "query.error", "query.reset", "query.garbage", "query.unknown-status");
        chance(times, 0.02, "job.fails-refunded", "job.fails-busy", "job.slow");
        chance(times, 0.04, "film.missing", "film.expired", "film.cut-short", "film.reset", "film.not-a-film");
        chance(times, 0.04, "film.redirect");
        return new PlannedFaults(SEED, times);
    }

    private static void chance(Map<String, FaultTimes> times, double chance, String... names) {
        for (String name : names) {
            times.put(name, new FaultTimes(Set.of(), chance));
        }
    }
}
