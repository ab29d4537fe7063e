package dev.storyc.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.JavaProcess;
import dev.storyc.TestPostgres;
import dev.storyc.emulator.FaultTimes;
import dev.storyc.emulator.PlannedFaults;
import dev.storyc.ledger.CuttingProxy;
import dev.storyc.ledger.PostgresAddress;
import dev.storyc.plan.Outcome.Kind;
import dev.storyc.run.Budget;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a worker had in hand when it was killed, stopped or cut off goes on in another's, with the lease and the signs of
 * life of a fleet in earnest. How long that takes is printed; the bound is what only a fault would pass. {@code
 * -Pfleet-storm} tries all fates, for each takes half a minute.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(300)
class TakeOverTest {
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration AT_MOST = Duration.ofSeconds(90);
    private static final int CLIPS = 12;

    @TempDir
    Path folder;

    private final PostgresAddress database = TestPostgres.database();
    private final List<Process> workers = new ArrayList<>();

    /** What comes over a worker. */
    private enum Fate {
        KILLED,
        STOPPED,
        CUT_OFF
    }

    @AfterEach
    void end() {
        workers.forEach(Process::destroyForcibly);
    }

    static List<Fate> fates() {
        return Boolean.getBoolean("fleet.fates") ? List.of(Fate.values()) : List.of(Fate.KILLED);
    }

    @ParameterizedTest
    @MethodSource("fates")
    void whatAWorkerHadInHandGoesOnElsewhereAndNothingIsBilledTwice(Fate fate) throws Exception {
        // Films that take five seconds to come, so that steps are in hand.
        PlannedFaults slow = new PlannedFaults(1, Map.of("film.slow", new FaultTimes(Set.of(), 1.0)));
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), slow, Duration.ofMillis(100));
                CuttingProxy one = new CuttingProxy(database.port());
                CuttingProxy other = new CuttingProxy(database.port());
                Yard yard = new Yard(database, folder.resolve("store"), far.url(), LEASE)) {
            Map<Process, CuttingProxy> networks = Map.of(worker(one, far), one, worker(other, far), other);
            Workers living = Workers.of(yard.realm);
            await("both work", () -> living.living(LEASE).size() == 2);
            String build = yard.add(FleetTest.clips("a", CLIPS), 0, Budget.NONE);
            await("one has steps in hand", () -> busiest(yard, living).isPresent());
            Worker busy = busiest(yard, living).orElseThrow();
            Process victim = workers.stream()
                    .filter(w -> w.pid() == busy.pid())
                    .findFirst()
                    .orElseThrow();
            CuttingProxy network = Objects.requireNonNull(networks.get(victim));
            strike(fate, victim, network);
            long begun = System.nanoTime();
            int left = inHand(yard, busy).size();
            await("they are in others' hands", () -> inHand(yard, busy).isEmpty());
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            System.out.printf(
                    "%s with %d steps in hand: they went on elsewhere after %.1f s%n",
                    fate, left, took.toMillis() / 1000.0);
            await("its lease is gone", () -> !yard.realm.owners().lives(busy.owner()));
            if (fate != Fate.KILLED) {
                revive(fate, victim, network);
                await(
                        "it works under another name",
                        () -> living.living(LEASE).stream()
                                .anyMatch(w ->
                                        w.pid() == victim.pid() && !w.owner().equals(busy.owner())));
            }
            await("the build ends", () -> yard.queue.build(build).orElseThrow().ended() != null);
            assertThat(yard.queue.clips(build)).extracting(QueuedClip::outcome).containsOnly(Kind.RENDERED);
            assertThat(far.stats().creates()).isEqualTo(CLIPS);
            assertThat(far.stats().distinct().values())
                    .hasSize(CLIPS)
                    .allSatisfy(
                            request -> assertThat(request.billedUsd()).isEqualByComparingTo(new BigDecimal("0.429")));
        }
    }

    private static void strike(Fate fate, Process victim, CuttingProxy network) throws Exception {
        switch (fate) {
            case KILLED -> victim.destroyForcibly().waitFor();
            case STOPPED -> signal("STOP", victim);
            case CUT_OFF -> network.swallow(true);
        }
    }

    private static void revive(Fate fate, Process victim, CuttingProxy network) throws Exception {
        if (fate == Fate.STOPPED) {
            signal("CONT", victim);
        } else {
            network.swallow(false);
        }
    }

    private static void signal(String name, Process process) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    private Process worker(CuttingProxy network, FarEndHere far) throws IOException {
        Process process = JavaProcess.of(
                        StormWorker.class.getName(),
                        List.of("-Xmx256m"),
                        String.valueOf(network.before(database).port()),
                        database.database(),
                        folder.resolve("store").toString(),
                        far.url().toString(),
                        String.valueOf(CLIPS),
                        String.valueOf(LEASE.toMillis()),
                        "earnest")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("worker.log").toFile()))
                .start();
        workers.add(process);
        return process;
    }

    /** One that is taking at least three steps. */
    private static Optional<Worker> busiest(Yard yard, Workers living) {
        return living.living(LEASE).stream()
                .filter(w -> inHand(yard, w).size() >= 3)
                .findFirst();
    }

    /** The steps that a worker is taking, as far as the others know. */
    private static List<String> inHand(Yard yard, Worker worker) {
        return new Db(yard.realm.connections())
                .list(
                        row -> row.getString(1),
                        "SELECT task_instance FROM scheduled_tasks WHERE picked AND picked_by = ?",
                        worker.owner());
    }

    private static void await(String what, BooleanSupplier so) throws InterruptedException {
        long begun = System.nanoTime();
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime() - begun).as(what).isLessThan(AT_MOST.toNanos());
            Thread.sleep(50);
        }
    }
}
