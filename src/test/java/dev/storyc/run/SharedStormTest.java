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
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Outcome.Kind;
import dev.storyc.plan.RunRecord;
import dev.storyc.plan.StepState;
import dev.storyc.shared.SharedFolder;
import dev.storyc.store.SharedSeal;
import dev.storyc.store.SharedTerms;
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
 * Two machines with a store each and a shared folder in common, whose builds are killed by the dozen while much goes wrong
 * at the far end. {@code -Pstorm} makes a thousand kills of it.
 */
class SharedStormTest {
    private static final int KILLS = Integer.getInteger("storm.kills", 60);
    private static final long SEED = Long.getLong("storm.seed", 20261123L);
    private static final int MACHINES = 2;
    private static final int WINDOW = 12;
    private static final int IN_FLIGHT = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final List<String> POINTS = List.of(
            "before-intent",
            "after-intent",
            "before-put-intent",
            "after-put-intent",
            "before-create",
            "after-create",
            "before-ACCEPTED",
            "after-ACCEPTED",
            "before-put-job",
            "after-put-job",
            "before-UNANSWERED",
            "after-UNANSWERED",
            "before-query",
            "after-query",
            "after-FILM_READY",
            "before-FAILED",
            "before-put-end",
            "after-put-end",
            "after-FAILED",
            "before-film",
            "after-STORED");

    @TempDir
    Path folder;

    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger atPoints = new AtomicInteger();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger furthest = new AtomicInteger();

    @Test
    void nothingIsBilledTwiceOverTwoMachinesAndBothHaveEveryFilm() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), badLuck(), Duration.ofMillis(250))) {
            MachineProcesses machines = new MachineProcesses(folder, far.url(), IN_FLIGHT, PATIENCE);
            kill(machines);
            List<Clip> clips = KilledBuild.clips(0, furthest.get());
            try (Workshop first = machine(1, machines, far);
                    Workshop second = machine(2, machines, far)) {
                int doubtful = 0;
                int adopted = 0;
                List<Outcome> open = untilSettled(first, clips);
                open.addAll(untilSettled(second, clips));
                while (!open.isEmpty()) {
                    assertThat(open)
                            .as("only what is in doubt wants a person")
                            .allMatch(outcome -> outcome.kind() == Kind.IN_DOUBT);
                    // What both list is decided once, now from the one machine and now from the other.
                    Workshop decides = doubtful % 2 == 0 ? second : first;
                    adopted += decide(decides == first ? second : first, far.stats());
                    adopted += decide(decides, far.stats());
                    doubtful += open.size();
                    open = untilSettled(first, clips);
                    open.addAll(untilSettled(second, clips));
                }
                Set<String> films = films(first, clips);
                EmulatorStats stats = far.stats();
                assertThat(films).as("both have the same films").isEqualTo(films(second, clips));
                assertThat(films)
                        .as("jobs whose films are stored, and jobs that were billed")
                        .isEqualTo(billed(List.of(first, second), stats));
                System.out.println("storm over two machines, seed " + SEED + ": " + kills + " kills (" + atPoints
                        + " at named steps), "
                        + stats.faults().values().stream()
                                .mapToLong(Long::longValue)
                                .sum()
                        + " faults injected, " + stats.creates() + " creates, " + stats.jobs() + " jobs, "
                        + stats.distinct().size() + " distinct requests billed once each, $" + stats.billedUsd() + ", "
                        + films.size() + " films on each, " + doubtful + " in doubt (" + adopted + " adopted)");
            }
        }
    }

    private void kill(MachineProcesses machines) throws Exception {
        ExecutorService lanes = Executors.newFixedThreadPool(MACHINES);
        List<Future<?>> all = new ArrayList<>();
        for (int machine = 1; machine <= MACHINES; machine++) {
            int number = machine;
            Random random = new Random(SEED + machine);
            all.add(lanes.submit(() -> {
                while (kills.get() < KILLS) {
                    killOne(machines, number, random);
                }
                return null;
            }));
        }
        lanes.shutdown();
        for (Future<?> lane : all) {
            lane.get();
        }
    }

    private void killOne(MachineProcesses machines, int machine, Random random) throws Exception {
        // Some that this one or the other left behind, and some that nobody has had.
        int first = Math.max(0, next.getAndAdd(random.nextInt(5)) - WINDOW / 2);
        furthest.accumulateAndGet(first + WINDOW, Math::max);
        String point = random.nextBoolean() ? POINTS.get(random.nextInt(POINTS.size())) : "";
        Process build = machines.start(machine, first, WINDOW, point, 1 + random.nextInt(3));
        boolean begun = BuildProcesses.begun(build);
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
            boolean helps = open.stream()
                    .anyMatch(o -> Set.of(Kind.FAILED, Kind.NOT_SENT, Kind.PENDING, Kind.UNFETCHED, Kind.ABANDONED)
                            .contains(o.kind()));
            if (!helps) {
                break;
            }
        }
        return new ArrayList<>(open);
    }

    /** What a person does with the vendor's page before them: a job that is there and nobody's is adopted. */
    private static int decide(Workshop shop, EmulatorStats page) {
        shop.ledger.lookAround();
        JobResolver resolver = new JobResolver(shop.ledger, shop.owner, InstantSource.system(), "ada");
        int adopted = 0;
        for (Job job : shop.ledger.all()) {
            if (job.state() != JobState.IN_DOUBT) {
                continue;
            }
            EmulatorStats.Distinct request = page.distinct().get(job.key().hex());
            String nobodys = request == null
                    ? null
                    : request.jobIds().stream()
                            .filter(id -> !shop.ledger.knows(id))
                            .findFirst()
                            .orElse(null);
            JobResolver.Resolved resolved =
                    nobodys == null ? resolver.release(job) : resolver.adopt(job, nobodys, shop.farEnd());
            for (int again = 0; nobodys != null && again < 30 && unasked(resolved); again++) {
                resolved = resolver.adopt(job, nobodys, shop.farEnd());
            }
            adopted += nobodys != null && resolved instanceof JobResolver.Resolved.Done ? 1 : 0;
        }
        return adopted;
    }

    /** The query itself met a fault. */
    private static boolean unasked(JobResolver.Resolved resolved) {
        return resolved instanceof JobResolver.Resolved.Unheard;
    }

    private static Set<String> films(Workshop shop, List<Clip> clips) {
        Set<String> jobs = new HashSet<>();
        for (Clip clip : clips) {
            assertThat(RequestKey.of(clip.payload(), 1)).isEqualTo(clip.key());
            jobs.add(shop.store.find(clip.key()).orElseThrow().jobId());
        }
        return jobs;
    }

    /** All jobs of the far end but those that failed and were paid back. */
    private static Set<String> billed(List<Workshop> shops, EmulatorStats stats) {
        Set<String> billed = new HashSet<>();
        stats.distinct().values().forEach(request -> billed.addAll(request.jobIds()));
        for (Workshop shop : shops) {
            for (Job job : shop.ledger.all()) {
                if (job.state() == JobState.FAILED && job.counted().signum() == 0) {
                    billed.remove(job.jobId());
                }
            }
        }
        return billed;
    }

    private static Workshop machine(int number, MachineProcesses machines, FarEndHere far) {
        SharedTerms terms = new SharedTerms(
                new SharedFolder(machines.shared()),
                SharedSeal.none("loopback"),
                true,
                "m" + number,
                Duration.ofSeconds(2),
                () -> {});
        Workshop shop = new Workshop(machines.store(number), far.url(), Workshop.Seams.NONE, terms);
        shop.settings = RunSettings.swift(8);
        shop.retry = EnumSet.of(StepState.FAILED);
        return shop;
    }

    private static PlannedFaults badLuck() {
        Map<String, FaultTimes> times = new HashMap<>();
        chance(times, 0.02, "create.busy", "create.too-many", "create.error-before", "create.error-after");
        chance(times, 0.02, "create.reset-before", "create.reset-after", "create.garbage-after");
        chance(times, 0.005, "create.account");
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
