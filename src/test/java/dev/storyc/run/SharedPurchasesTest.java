package dev.storyc.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.emulator.Faults;
import dev.storyc.emulator.JobFault;
import dev.storyc.job.CreateAnswer;
import dev.storyc.job.FarEnd;
import dev.storyc.job.FarJob;
import dev.storyc.job.Job;
import dev.storyc.job.JobResolver;
import dev.storyc.job.JobResolver.Resolved;
import dev.storyc.job.JobState;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Payload;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Outcome.Kind;
import dev.storyc.plan.RunRecord;
import dev.storyc.plan.StepState;
import dev.storyc.shared.PassingPlace;
import dev.storyc.shared.SharedFolder;
import dev.storyc.shared.SharedPlace;
import dev.storyc.shared.SharedPlaceException;
import dev.storyc.store.SharedSeal;
import dev.storyc.store.SharedTerms;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines with a ledger each and a shared place in common. What was paid is asked of the far end, never of us. */
class SharedPurchasesTest {
    private static final Duration PATIENCE = Duration.ofMillis(1500);

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
            MachineProcesses machines = new MachineProcesses(folder, far.url(), 2, PATIENCE);
            Process killed = machines.start(1, 0, clips, point, 2);
            assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(killed.exitValue()).as(point).isEqualTo(137);
            try (Workshop other = machine(2, far)) {
                RunRecord record = other.build(KilledBuild.clips(0, clips));
                assertBilledOnce(far);
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
            try (Workshop first = machine(1, far)) {
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
            assertBilledOnce(far);
        }
    }

    @Test
    void theNextRunnerTakesUpThePaidJobsOfOneThatWasKilledAndPaysNothing() throws Exception {
        int clips = 3;
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofSeconds(2))) {
            MachineProcesses machines = new MachineProcesses(folder, far.url(), 4, PATIENCE);
            Process killed = machines.start(1, 0, clips, "after-put-job", 3);
            assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(far.stats().jobs()).isEqualTo(clips);
            try (Workshop next = machine(2, far)) {
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

    @ParameterizedTest
    @ValueSource(strings = {"intent", "list"})
    void whereThePlaceCantBeToldOfAnIntentNothingIsCreated(String what) throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none())) {
            FailingPlace place = new FailingPlace(shared(), what, Failure.BEFORE);
            try (Workshop shop = machine(1, far, place)) {
                RunRecord record = shop.build(KilledBuild.clips(0, 4));
                assertThat(record.count(Kind.CLOSED)).isEqualTo(4);
                assertThat(record.outcomes().get(0).words()).contains("the disk is gone");
                assertThat(far.stats().creates()).isZero();
                assertThat(shop.ledger.all()).isEmpty();
                assertThat(record.bought().spent()).isZero();
                // Mended, the next build buys as ever.
                place.mend();
                assertThat(shop.build(KilledBuild.clips(0, 4)).count(Kind.RENDERED))
                        .isEqualTo(4);
            }
            try (Workshop other = machine(2, far)) {
                assertThat(other.build(KilledBuild.clips(0, 4)).count(Kind.RENDERED))
                        .isEqualTo(4);
            }
            assertBilledOnce(far);
        }
    }

    @Test
    void whereTheJobCantBeToldTheFilmComesHomeAndTheNextBuildTellsIt() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none())) {
            FailingPlace place = new FailingPlace(shared(), "job", Failure.BEFORE);
            try (Workshop shop = machine(1, far, place)) {
                shop.settings = new RunSettings(
                        4,
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ofMillis(50),
                        3);
                PlanRunner runner = shop.runner();
                Thread stopper = new Thread(() -> stopAfter(runner, far, 2));
                stopper.start();
                runner.run(shop.plan(KilledBuild.clips(0, 2), List.of()), Budget.NONE);
                stopper.join();
                assertThat(shop.ledger.submitted()).hasSize(2);
                assertThat(shop.shared().troubles())
                        .singleElement()
                        .asString()
                        .contains("2 jobs")
                        .contains("push");
                assertThat(names("job")).isZero();
                place.mend();
                assertThat(shop.shared().publish()).isEqualTo(2);
                assertThat(shop.shared().publish()).isZero();
                assertThat(names("job")).isEqualTo(2);
                assertThat(shop.shared().troubles()).isEmpty();
            }
            try (Workshop other = machine(2, far)) {
                assertThat(other.build(KilledBuild.clips(0, 2)).count(Kind.RENDERED))
                        .isEqualTo(2);
            }
            assertThat(far.stats().creates()).isEqualTo(2);
        }
    }

    @Test
    void anAnswerOfThePlaceThatIsLostIsSettledByReadingBack() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none())) {
            FailingPlace place = new FailingPlace(shared(), "intent", Failure.AFTER);
            try (Workshop shop = machine(1, far, place)) {
                assertThat(shop.build(KilledBuild.clips(0, 3)).count(Kind.RENDERED))
                        .isEqualTo(3);
            }
            assertBilledOnce(far);
            assertThat(far.stats().creates()).isEqualTo(3);
        }
    }

    @Test
    void anIntentThatMayHaveArrivedIsTakenBackWhenThePlaceAnswersAgain() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none())) {
            FailingPlace place = new FailingPlace(shared(), "intent", Failure.AFTER_AND_DEAF);
            try (Workshop shop = machine(1, far, place)) {
                assertThat(shop.build(KilledBuild.clips(0, 1)).count(Kind.CLOSED))
                        .isEqualTo(1);
                assertThat(far.stats().creates()).isZero();
                assertThat(names("intent")).isEqualTo(1);
                place.mend();
                assertThat(shop.shared().publish()).isEqualTo(1);
                assertThat(names("end")).isEqualTo(1);
            }
            // Nobody waits for it or has anything to decide.
            try (Workshop other = machine(2, far, shared(), Duration.ofMinutes(9), true)) {
                assertThat(other.build(KilledBuild.clips(0, 1)).count(Kind.RENDERED))
                        .isEqualTo(1);
            }
            assertThat(far.stats().creates()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"adopt", "abandon", "resubmit"})
    void whatIsDecidedOnOneMachineHoldsOnTheOther(String decision) throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none())) {
            kill(far, "after-create");
            List<Clip> clips = KilledBuild.clips(0, 1);
            String jobId = far.stats()
                    .distinct()
                    .values()
                    .iterator()
                    .next()
                    .jobIds()
                    .iterator()
                    .next();
            try (Workshop first = machine(1, far);
                    Workshop second = machine(2, far)) {
                assertThat(first.build(clips).count(Kind.IN_DOUBT)).isEqualTo(1);
                assertThat(second.build(clips).count(Kind.IN_DOUBT)).isEqualTo(1);
                Job there = second.ledger.all().get(0);
                JobResolver resolver = new JobResolver(second.ledger, second.owner, InstantSource.system(), "ada");
                Resolved resolved = switch (decision) {
                    case "adopt" -> resolver.adopt(there, jobId, second.farEnd());
                    case "abandon" -> resolver.abandon(there);
                    default -> resolver.release(there);
                };
                assertThat(resolved).isInstanceOf(Resolved.Done.class);
                // The other decision comes too late, and is told so.
                Job here = first.ledger.all().get(0);
                JobResolver late = new JobResolver(first.ledger, first.owner, InstantSource.system(), "bob");
                assertThat(late.release(here)).isInstanceOf(Resolved.Impossible.class);
                first.ledger.look(List.of(clips.get(0).key()));
                JobState state = first.ledger.all().get(0).state();
                RunRecord record = first.build(clips);
                if (decision.equals("adopt")) {
                    assertThat(state).isEqualTo(JobState.SUBMITTED);
                    assertThat(record.count(Kind.RENDERED)).isEqualTo(1);
                    assertThat(second.build(clips).count(Kind.RENDERED)).isEqualTo(1);
                    assertThat(far.stats().creates()).isEqualTo(1);
                } else if (decision.equals("abandon")) {
                    assertThat(state).isEqualTo(JobState.ABANDONED);
                    assertThat(first.ledger.history(clips.get(0).key())).anyMatch(entry -> "ada".equals(entry.by()));
                    assertThat(record.count(Kind.ABANDONED)).isEqualTo(1);
                    assertThat(far.stats().creates()).isEqualTo(1);
                } else {
                    assertThat(state).isEqualTo(JobState.RELEASED);
                    assertThat(record.count(Kind.RENDERED)).isEqualTo(1);
                    // Once more, as was decided, and not once more on each machine.
                    assertThat(second.build(clips).count(Kind.RENDERED)).isEqualTo(1);
                    assertThat(far.stats().creates()).isEqualTo(2);
                }
            }
        }
    }

    @Test
    void anAnswerThatComesAfterAllIsTakenByBoth() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none())) {
            List<Clip> clips = KilledBuild.clips(0, 1);
            try (Workshop second = machine(2, far);
                    Workshop first = new Workshop(
                            folder.resolve("machine-1"),
                            far.url(),
                            new Workshop.Seams(
                                    l -> l, real -> new SlowCreate(real, () -> giveUp(second, clips)), t -> t),
                            terms(1, shared(), PATIENCE, true))) {
                assertThat(first.build(clips).count(Kind.RENDERED)).isEqualTo(1);
                assertThat(second.ledger.all()).singleElement().matches(job -> job.state() == JobState.ABANDONED);
                assertThat(second.build(clips).count(Kind.RENDERED)).isEqualTo(1);
                assertThat(far.stats().creates()).isEqualTo(1);
            }
        }
    }

    @Test
    void whatFailedOrWasGivenUpOnOneMachineIsNotBoughtAnewOnAnother() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), new FailingJobs())) {
            List<Clip> clips = KilledBuild.clips(0, 2);
            try (Workshop first = machine(1, far);
                    Workshop second = machine(2, far)) {
                assertThat(first.build(clips).count(Kind.FAILED)).isEqualTo(2);
                assertThat(second.build(clips).count(Kind.FAILED)).isEqualTo(2);
                assertThat(far.stats().creates()).isEqualTo(2);
                second.retry = EnumSet.of(StepState.FAILED);
                assertThat(second.build(clips).count(Kind.FAILED)).isEqualTo(2);
                assertThat(far.stats().creates()).isEqualTo(4);
                // The first one learns of the second attempt.
                first.ledger.look(clips.stream().map(Clip::key).toList());
                assertThat(first.ledger.all()).hasSize(4);
            }
        }
    }

    @Test
    void aMachineThatOnlyReadsWaitsForOthersAndTellsNothing() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofSeconds(1))) {
            MachineProcesses machines = new MachineProcesses(folder, far.url(), 4, PATIENCE);
            Process killed = machines.start(1, 0, 2, "after-put-job", 2);
            assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
            try (Workshop reader = machine(2, far, shared(), PATIENCE, false)) {
                long before = files();
                RunRecord record = reader.build(KilledBuild.clips(0, 3));
                assertThat(record.count(Kind.RENDERED)).isEqualTo(3);
                assertThat(record.created()).isEqualTo(1);
                assertThat(far.stats().creates()).isEqualTo(3);
                assertThat(files()).isEqualTo(before);
            }
        }
    }

    @Test
    void whatWasBoughtBeforeTheTeamSharedIsToldAndWaitedFor() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofSeconds(1))) {
            Process alone =
                    new BuildProcesses(folder.resolve("machine-1"), far.url(), 4).start(0, 2, "after-ACCEPTED", 2);
            assertThat(alone.waitFor(60, TimeUnit.SECONDS)).isTrue();
            long creates = far.stats().creates();
            try (Workshop first = machine(1, far);
                    Workshop second = machine(2, far)) {
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
            try (Workshop shop = machine(1, far)) {
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

    // ---------------------------------------------------------------- the parts

    private void kill(FarEndHere far, String point) throws Exception {
        MachineProcesses machines = new MachineProcesses(folder, far.url(), 4, PATIENCE);
        Process killed = machines.start(1, 0, 1, point, 1);
        assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(killed.exitValue()).isEqualTo(137);
    }

    private static void giveUp(Workshop shop, List<Clip> clips) {
        try {
            assertThat(shop.build(clips).count(Kind.IN_DOUBT)).isEqualTo(1);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        JobResolver resolver = new JobResolver(shop.ledger, shop.owner, InstantSource.system(), "ada");
        assertThat(resolver.abandon(shop.ledger.all().get(0))).isInstanceOf(Resolved.Done.class);
    }

    private static void resubmit(Workshop shop) {
        JobResolver resolver = new JobResolver(shop.ledger, shop.owner, InstantSource.system(), "ada");
        for (Job job : shop.ledger.all()) {
            if (job.state() == JobState.IN_DOUBT) {
                assertThat(resolver.release(job)).isInstanceOf(Resolved.Done.class);
            }
        }
    }

    private static void stopAfter(PlanRunner runner, FarEndHere far, int jobs) {
        while (far.stats().jobs() < jobs || runner.sending() > 0) {
            Thread.onSpinWait();
        }
        runner.stop();
    }

    private SharedFolder shared() {
        return new SharedFolder(folder.resolve("shared"));
    }

    private Workshop machine(int number, FarEndHere far) {
        return machine(number, far, shared());
    }

    private Workshop machine(int number, FarEndHere far, SharedPlace place) {
        return machine(number, far, place, PATIENCE, true);
    }

    private Workshop machine(int number, FarEndHere far, SharedPlace place, Duration patience, boolean writes) {
        return new Workshop(
                folder.resolve("machine-" + number),
                far.url(),
                Workshop.Seams.NONE,
                terms(number, place, patience, writes));
    }

    private static SharedTerms terms(int number, SharedPlace place, Duration patience, boolean writes) {
        return new SharedTerms(place, SharedSeal.none("loopback"), writes, "m" + number, patience, () -> {});
    }

    private long names(String file) throws IOException {
        return files(path -> path.getFileName().toString().equals(file));
    }

    private long files() throws IOException {
        return files(path -> true);
    }

    private long files(Predicate<Path> which) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("shared"))) {
            return all.filter(Files::isRegularFile).filter(which).count();
        }
    }

    private static void assertBilledOnce(FarEndHere far) {
        assertThat(far.stats().distinct().values())
                .allSatisfy(request -> assertThat(request.jobIds()).hasSize(1));
    }

    /** A create that others decide about before it is sent at last. */
    private record SlowCreate(FarEnd real, Runnable meanwhile) implements FarEnd {
        @Override
        public CreateAnswer create(Payload payload, @Nullable String token) {
            meanwhile.run();
            return real.create(payload, token);
        }

        @Override
        public FarJob query(String jobId) {
            return real.query(jobId);
        }
    }

    private static final class FailingJobs implements Faults {
        @Override
        public Optional<JobFault> job(int n, Payload request) {
            return Optional.of(new JobFault.Fails("the model fell over", false));
        }
    }

    private enum Failure {
        BEFORE,
        AFTER,
        AFTER_AND_DEAF
    }

    /** A place that fails where it is told to: before it does what is asked, or after it did. */
    private static final class FailingPlace implements PassingPlace {
        private final SharedPlace real;
        private final String what;
        private final AtomicReference<Failure> failure;
        private volatile boolean deaf;

        FailingPlace(SharedPlace real, String what, Failure failure) {
            this.real = real;
            this.what = what;
            this.failure = new AtomicReference<>(failure);
        }

        void mend() {
            failure.set(null);
            deaf = false;
        }

        @Override
        public SharedPlace real() {
            return real;
        }

        @Override
        public boolean putNew(String name, byte[] bytes) {
            Failure now = failure.get();
            if (now == null || !name.endsWith("/" + what)) {
                return real.putNew(name, bytes);
            }
            if (now != Failure.BEFORE) {
                real.putNew(name, bytes);
                deaf = now == Failure.AFTER_AND_DEAF;
            }
            throw broken();
        }

        @Override
        public Optional<byte[]> read(String name, int most) {
            if (deaf) {
                throw broken();
            }
            return real.read(name, most);
        }

        @Override
        public List<String> list(String under) {
            if (deaf || (failure.get() != null && what.equals("list"))) {
                throw broken();
            }
            return real.list(under);
        }

        private static SharedPlaceException broken() {
            return new SharedPlaceException(SharedPlaceException.Kind.UNREACHABLE, "the disk is gone");
        }
    }
}
