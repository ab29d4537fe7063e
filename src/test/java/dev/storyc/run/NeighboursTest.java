package dev.storyc.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.emulator.Faults;
import dev.storyc.job.JobResolver;
import dev.storyc.lower.Clip;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Outcome.Kind;
import dev.storyc.plan.RunRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds that share a store and want many of the same clips, some of them killed and started again. {@code -Pstorm}
 * makes it 8 of 200 clips each.
 */
class NeighboursTest {
    private static final int BUILDS = Integer.getInteger("storm.builds", 4);
    private static final int CLIPS = Integer.getInteger("storm.clips", 40);
    private static final int IN_FLIGHT = 12;

    @TempDir
    Path folder;

    @Test
    void eachClipIsRenderedOnceAndAllFinish() throws Exception {
        Random random = new Random(8);
        // Each build shares half of its clips with the next.
        int step = CLIPS / 2;
        int all = step * (BUILDS - 1) + CLIPS;
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(200))) {
            BuildProcesses builds = new BuildProcesses(folder.resolve("store"), far.url(), IN_FLIGHT);
            List<Process> running = new ArrayList<>();
            for (int i = 0; i < BUILDS; i++) {
                running.add(builds.start(i * step, CLIPS, "", 0));
            }
            int kills = 0;
            long mostAtOnce = 0;
            for (int i = 0; i < BUILDS; i += 3) {
                assertThat(BuildProcesses.begun(running.get(i))).isTrue();
                long jobs = far.stats().jobs();
                while (running.get(i).isAlive() && far.stats().jobs() < jobs + 5 + random.nextInt(10)) {
                    running.get(i).waitFor(5, TimeUnit.MILLISECONDS);
                    mostAtOnce = Math.max(mostAtOnce, atOnce(far));
                }
                kills += running.get(i).isAlive() ? 1 : 0;
                running.get(i).destroyForcibly();
                assertThat(running.get(i).waitFor(20, TimeUnit.SECONDS)).isTrue();
                running.set(i, builds.start(i * step, CLIPS, "", 0));
            }
            for (Process build : running) {
                while (!build.waitFor(20, TimeUnit.MILLISECONDS)) {
                    mostAtOnce = Math.max(mostAtOnce, atOnce(far));
                }
                assertThat(build.exitValue()).isZero();
            }
            assertThat(kills).isPositive();
            try (Workshop shop = new Workshop(folder.resolve("store"), far.url())) {
                List<Clip> clips = KilledBuild.clips(0, all);
                RunRecord record = shop.build(clips);
                long held = record.count(Kind.HELD);
                List<Outcome> doubtful = record.outcomes().stream()
                        .filter(outcome -> outcome.kind() == Kind.IN_DOUBT)
                        .toList();
                // Nothing was left for this build but what a killed one was sending.
                assertThat(held + doubtful.size()).isEqualTo(all);
                assertThat(doubtful).hasSizeLessThanOrEqualTo(kills * IN_FLIGHT);
                assertThat(far.stats().distinct().values())
                        .allSatisfy(request -> assertThat(request.jobIds()).hasSize(1));
                // A job that nobody may be following runs on beside those that are counted.
                assertThat(mostAtOnce).isLessThanOrEqualTo(IN_FLIGHT + doubtful.size());
                System.out.println(BUILDS + " builds of " + CLIPS + " clips, " + all + " different ones: " + kills
                        + " killed, " + far.stats().creates() + " creates, " + held + " films, " + doubtful.size()
                        + " in doubt, at most " + mostAtOnce + " jobs at once of " + IN_FLIGHT);
                JobResolver resolver = new JobResolver(shop.ledger, shop.owner, InstantSource.system());
                for (Outcome outcome : doubtful) {
                    assertThat(resolver.release(shop.ledger
                                    .find(outcome.step().clip().key())
                                    .orElseThrow()))
                            .isInstanceOf(JobResolver.Resolved.Done.class);
                }
                RunRecord last = shop.build(clips);
                assertThat(last.count(Kind.HELD) + last.count(Kind.RENDERED)).isEqualTo(all);
            }
        }
    }

    private static long atOnce(FarEndHere far) {
        return far.stats().jobsByState().getOrDefault("waiting", 0L)
                + far.stats().jobsByState().getOrDefault("running", 0L);
    }
}
