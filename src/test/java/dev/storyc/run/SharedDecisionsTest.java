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
import dev.storyc.plan.Outcome.Kind;
import dev.storyc.plan.RunRecord;
import dev.storyc.plan.StepState;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decided about an attempt on one machine, and what the others make of it. */
class SharedDecisionsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"adopt", "abandon", "resubmit"})
    void whatIsDecidedOnOneMachineHoldsOnTheOther(String decision) throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none())) {
            SharedMachines team = new SharedMachines(folder, far);
            team.kill("after-create");
            List<Clip> clips = KilledBuild.clips(0, 1);
            String jobId = far.stats()
                    .distinct()
                    .values()
                    .iterator()
                    .next()
                    .jobIds()
                    .iterator()
                    .next();
            try (Workshop first = team.machine(1);
                    Workshop second = team.machine(2)) {
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
            SharedMachines team = new SharedMachines(folder, far);
            List<Clip> clips = KilledBuild.clips(0, 1);
            try (Workshop second = team.machine(2);
                    Workshop first = team.machine(
                            1,
                            team.shared(),
                            SharedMachines.PATIENCE,
                            true,
                            new Workshop.Seams(
                                    l -> l, real -> new SlowCreate(real, () -> giveUp(second, clips)), t -> t))) {
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
            SharedMachines team = new SharedMachines(folder, far);
            List<Clip> clips = KilledBuild.clips(0, 2);
            try (Workshop first = team.machine(1);
                    Workshop second = team.machine(2)) {
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

    // ---------------------------------------------------------------- the parts

    private static void giveUp(Workshop shop, List<Clip> clips) {
        try {
            assertThat(shop.build(clips).count(Kind.IN_DOUBT)).isEqualTo(1);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        JobResolver resolver = new JobResolver(shop.ledger, shop.owner, InstantSource.system(), "ada");
        assertThat(resolver.abandon(shop.ledger.all().get(0))).isInstanceOf(Resolved.Done.class);
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
}
