package dev.storyc.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.emulator.Faults;
import dev.storyc.job.Job;
import dev.storyc.job.JobResolver;
import dev.storyc.job.JobResolver.Resolved;
import dev.storyc.job.JobState;
import dev.storyc.lower.Clip;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Outcome.Kind;
import dev.storyc.plan.RunRecord;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines with a ledger each and a shared place in common. What was paid is asked of the far end, never of us. */
class SharedPurchasesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "before-intent, no",
        "after-intent, no",
        "before-put-intent, no",
        "after-put-intent, yes",
        "before-create, yes",
        "after-create, yes",
        "before-ACCEPTED, yes",
        "after-ACCEPTED, yes",
        "before-put-job, yes",
        "after-put-job, no",
        "before-query, no",
        "after-FILM_READY, no",
        "before-film, no",
        "after-film, no",
        "after-STORED, no"
    })
    void whereOneMachineDiesAtAnyStepAnotherGoesOnAndBillsNothingTwice(String point, String doubt) throws Exception {
        int clips = 4;
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none())) {
            SharedMachines team = new SharedMachines(folder, far);
            MachineProcesses machines = new MachineProcesses(folder, far.url(), 2, SharedMachines.PATIENCE);
            Process killed = machines.start(1, 0, clips, point, 2);
            assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(killed.exitValue()).as(point).isEqualTo(137);
            try (Workshop other = team.machine(2)) {
                RunRecord record = other.build(KilledBuild.clips(0, clips));
                team.assertBilledOnce();
                long doubtful = record.count(Kind.IN_DOUBT);
                // Two creates run at once, so the other one may have been in its own when this one died.
                assertThat(doubtful).isBetween(doubt.equals("yes") ? 1L : 0L, doubt.equals("yes") ? 2L : 1L);
                assertThat(record.count(Kind.RENDERED)).isEqualTo(clips - doubtful);
                for (Outcome outcome : record.outcomes()) {
                    if (outcome.kind() == Kind.IN_DOUBT) {
                        assertThat(outcome.words()).contains("the machine m1 was sending it");
                    }
                }
                // What the first one bought the second never did.
                assertThat(far.stats().creates()).isLessThanOrEqualTo(clips);
                resubmit(other);
                assertThat(other.build(KilledBuild.clips(0, clips)).outcomes())
                        .allMatch(o -> o.kind() == Kind.RENDERED || o.kind() == Kind.HELD);
            }
            // The machine that died comes back, and has nothing to decide or to pay any more.
            long creates = far.stats().creates();
            try (Workshop first = team.machine(1)) {
                RunRecord record = first.build(KilledBuild.clips(0, clips));
                assertThat(far.stats().creates()).isEqualTo(creates);
                long inDoubt = record.count(Kind.IN_DOUBT);
                // It alone knows of intents that it never told, of which it had two in hand at most.
                assertThat(inDoubt).isLessThanOrEqualTo(2);
                assertThat(record.count(Kind.RENDERED) + record.count(Kind.HELD))
                        .isEqualTo(clips - inDoubt);
            }
        }
    }

    @Test
    void machinesThatRaceForTheSameThirtyClipsBillEachOnceAndAllHaveThem() throws Exception {
        int clips = 30;
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(100))) {
            SharedMachines team = new SharedMachines(folder, far);
            MachineProcesses machines = new MachineProcesses(folder, far.url(), 4, Duration.ofMinutes(2));
            List<Process> builds = new ArrayList<>();
            for (int machine = 1; machine <= 4; machine++) {
                builds.add(machines.start(machine, 0, clips, "", 0));
            }
            for (Process build : builds) {
                assertThat(build.waitFor(180, TimeUnit.SECONDS)).isTrue();
                String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(build.exitValue()).isZero();
                assertThat(said.strip()).matches("(?s)begun\\s+\\[(HELD)?(, )?(RENDERED)?]");
            }
            assertThat(far.stats().jobs()).isEqualTo(clips);
            team.assertBilledOnce();
        }
    }

    @Test
    void theNextRunnerTakesUpThePaidJobsOfOneThatWasKilledAndPaysNothing() throws Exception {
        int clips = 3;
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofSeconds(2))) {
            SharedMachines team = new SharedMachines(folder, far);
            MachineProcesses machines = new MachineProcesses(folder, far.url(), 4, SharedMachines.PATIENCE);
            Process killed = machines.start(1, 0, clips, "after-put-job", 3);
            assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(far.stats().jobs()).isEqualTo(clips);
            try (Workshop next = team.machine(2)) {
                List<Clip> wanted = KilledBuild.clips(0, clips);
                assertThat(next.plan(wanted, List.of()).estimate().toSpend()).isZero();
                // Neither this cap nor the sum of this build minds what another machine has paid.
                Budget nothing = new Budget(Map.of("--max-cost", new BigDecimal("0.01")), Map.of());
                RunRecord record = next.build(wanted, nothing);
                assertThat(record.count(Kind.RENDERED)).isEqualTo(clips);
                assertThat(record.created()).isZero();
                assertThat(record.bought().spent()).isZero();
                assertThat(far.stats().creates()).isEqualTo(clips);
                assertThat(next.ledger.all()).allMatch(job -> job.state() == JobState.STORED);
            }
        }
    }

    @Test
    void aMachineThatOnlyReadsWaitsForOthersAndTellsNothing() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofSeconds(1))) {
            SharedMachines team = new SharedMachines(folder, far);
            MachineProcesses machines = new MachineProcesses(folder, far.url(), 4, SharedMachines.PATIENCE);
            Process killed = machines.start(1, 0, 2, "after-put-job", 2);
            assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
            try (Workshop reader = team.machine(2, team.shared(), SharedMachines.PATIENCE, false)) {
                long before = team.files();
                RunRecord record = reader.build(KilledBuild.clips(0, 3));
                assertThat(record.count(Kind.RENDERED)).isEqualTo(3);
                assertThat(record.created()).isEqualTo(1);
                assertThat(far.stats().creates()).isEqualTo(3);
                assertThat(team.files()).isEqualTo(before);
            }
        }
    }

    @Test
    void whatWasBoughtBeforeTheTeamSharedIsToldAndWaitedFor() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofSeconds(1))) {
            SharedMachines team = new SharedMachines(folder, far);
            Process alone =
                    new BuildProcesses(folder.resolve("machine-1"), far.url(), 4).start(0, 2, "after-ACCEPTED", 2);
            assertThat(alone.waitFor(60, TimeUnit.SECONDS)).isTrue();
            long creates = far.stats().creates();
            try (Workshop first = team.machine(1);
                    Workshop second = team.machine(2)) {
                int told = first.ledger.submitted().size();
                assertThat(told).isPositive();
                assertThat(first.shared().publish()).isEqualTo(told);
                second.ledger.lookAround();
                assertThat(second.ledger.all()).hasSize(told);
                assertThat(second.build(KilledBuild.clips(0, 2)).count(Kind.RENDERED))
                        .isPositive();
                assertThat(far.stats().creates()).isBetween(creates, 2L);
            }
        }
    }

    @Test
    void nothingSecretIsTold() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none())) {
            SharedMachines team = new SharedMachines(folder, far);
            try (Workshop shop = team.machine(1)) {
                shop.callback = "http://127.0.0.1:1/called";
                shop.calls = Tools.Calls.ELSEWHERE;
                shop.build(KilledBuild.clips(0, 1));
                String token = shop.ledger.all().get(0).token();
                assertThat(token).isNotBlank();
                try (Stream<Path> all = Files.walk(folder.resolve("shared"))) {
                    for (Path file : all.filter(Files::isRegularFile).toList()) {
                        assertThat(Files.readString(file))
                                .doesNotContain("ak-test")
                                .doesNotContain(token);
                    }
                }
            }
        }
    }

    private static void resubmit(Workshop shop) {
        JobResolver resolver = new JobResolver(shop.ledger, shop.owner, InstantSource.system(), "ada");
        for (Job job : shop.ledger.all()) {
            if (job.state() == JobState.IN_DOUBT) {
                assertThat(resolver.release(job)).isInstanceOf(Resolved.Done.class);
            }
        }
    }
}
