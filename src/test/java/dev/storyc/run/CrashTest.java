package dev.storyc.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.emulator.Faults;
import dev.storyc.job.Job;
import dev.storyc.job.JobResolver;
import dev.storyc.job.JobState;
import dev.storyc.lower.Clip;
import dev.storyc.plan.Outcome.Kind;
import dev.storyc.plan.RunRecord;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Builds that are killed, and builds that meet on one store. What was paid is asked of the far end, never of us. */
class CrashTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "before-intent, 0",
        "after-intent, 1",
        "before-create, 1",
        "after-create, 1",
        "before-ACCEPTED, 1",
        "after-ACCEPTED, 0",
        "before-query, 0",
        "after-query, 0",
        "before-FILM_READY, 0",
        "after-FILM_READY, 0",
        "before-film, 0",
        "film-synced, 0",
        "film-renamed, 0",
        "film-durable, 0",
        "record-synced, 0",
        "record-renamed, 0",
        "record-durable, 0",
        "after-film, 0",
        "before-STORED, 0",
        "after-STORED, 0"
    })
    void killedAtAnyStepNothingIsSentTwice(String point, int mostInDoubt) throws Exception {
        int clips = 4;
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none())) {
            Process killed = build(far.url(), 0, clips, point, 2);
            assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(killed.exitValue()).as(point).isEqualTo(137);
            try (Workshop shop = new Workshop(folder.resolve("store"), far.url())) {
                RunRecord record = shop.build(KilledBuild.clips(0, clips));
                long doubtful = record.count(Kind.IN_DOUBT);
                // Four creates run at once, so others may have been in theirs when the second one died.
                assertThat(doubtful).isLessThanOrEqualTo(mostInDoubt == 0 ? 3 : 4);
                assertThat(record.count(Kind.RENDERED) + record.count(Kind.HELD))
                        .isEqualTo(clips - doubtful);
                assertBilledOnce(far);
                if (mostInDoubt == 1) {
                    assertThat(doubtful).isPositive();
                }
            }
        }
    }

    @Test
    void killedThreeTimesAtRandomThirtyClipsEndUpThereOrInDoubt() throws Exception {
        int clips = 30;
        Random random = new Random(42);
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(150))) {
            for (int kill = 0; kill < 3; kill++) {
                long before = far.stats().jobs();
                Process build = build(far.url(), 0, clips, "", 0);
                while (build.isAlive() && far.stats().jobs() < before + 4 + random.nextInt(4)) {
                    build.waitFor(5, TimeUnit.MILLISECONDS);
                }
                build.destroyForcibly();
                assertThat(build.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }
            try (Workshop shop = new Workshop(folder.resolve("store"), far.url())) {
                List<Clip> all = KilledBuild.clips(0, clips);
                RunRecord record = shop.build(all);
                long doubtful = record.count(Kind.IN_DOUBT);
                assertThat(record.count(Kind.RENDERED) + record.count(Kind.HELD))
                        .isEqualTo(clips - doubtful);
                assertBilledOnce(far);

                JobResolver resolver = new JobResolver(shop.ledger, shop.owner, InstantSource.system());
                for (Job job : shop.ledger.all()) {
                    if (job.state() == JobState.IN_DOUBT) {
                        resolver.release(job);
                    }
                }
                RunRecord last = shop.build(all);
                assertThat(last.count(Kind.RENDERED) + last.count(Kind.HELD)).isEqualTo(clips);
            }
        }
    }

    @Test
    void buildsThatMeetOnOneStoreRenderEachClipOnce() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(100))) {
            List<Process> builds = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                builds.add(build(far.url(), i * 4, 12, "", 0));
            }
            for (Process build : builds) {
                assertThat(build.waitFor(120, TimeUnit.SECONDS)).isTrue();
                String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(build.exitValue()).isZero();
                assertThat(said.strip()).matches("(?s)begun\\s+\\[(HELD)?(, )?(RENDERED)?]");
            }
            assertThat(far.stats().jobs()).isEqualTo(20);
            assertBilledOnce(far);
        }
    }

    @Test
    void ofTwoBuildsOneKilledTheOtherTakesUpItsJobs() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofSeconds(1))) {
            Process first = build(far.url(), 0, 4, "", 0);
            while (first.isAlive() && far.stats().jobs() < 4) {
                first.waitFor(5, TimeUnit.MILLISECONDS);
            }
            Process second = build(far.url(), 0, 4, "", 0);
            while (second.isAlive() && far.stats().queries() < 2) {
                second.waitFor(5, TimeUnit.MILLISECONDS);
            }
            first.destroyForcibly();
            assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(far.stats().jobs()).isEqualTo(4);
            assertBilledOnce(far);
            try (Workshop shop = new Workshop(folder.resolve("store"), far.url())) {
                RunRecord record = shop.build(KilledBuild.clips(0, 4));
                assertThat(record.count(Kind.HELD) + record.count(Kind.IN_DOUBT))
                        .isEqualTo(4);
            }
        }
    }

    @Test
    @Timeout(120) // Without asking after it, the job would hold the one slot for five minutes.
    void theSlotOfADeadBuildsJobIsFreedByAskingWhatBecameOfIt() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(100))) {
            Process killed = build(far.url(), 0, 1, "after-ACCEPTED", 1);
            assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
            try (Workshop shop = new Workshop(folder.resolve("store"), far.url())) {
                shop.settings = RunSettings.swift(1);
                assertThat(shop.ledger.submitted()).hasSize(1);
                assertThat(shop.build(KilledBuild.clips(4, 2)).count(Kind.RENDERED))
                        .isEqualTo(2);
                assertThat(shop.ledger.submitted()).isEmpty();
                // Its film is paid for, and comes home with the build that wants it.
                assertThat(shop.build(KilledBuild.clips(0, 1)).count(Kind.RENDERED))
                        .isEqualTo(1);
                assertThat(far.stats().jobs()).isEqualTo(3);
                assertBilledOnce(far);
            }
        }
    }

    private static void assertBilledOnce(FarEndHere far) {
        assertThat(far.stats().distinct().values())
                .allSatisfy(request -> assertThat(request.jobIds()).hasSize(1));
    }

    private Process build(URI api, int first, int count, String point, int visit) throws IOException {
        return new BuildProcesses(folder.resolve("store"), api, 4).start(first, count, point, visit);
    }
}
