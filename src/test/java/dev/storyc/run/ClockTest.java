package dev.storyc.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.emulator.Faults;
import dev.storyc.job.JobState;
import dev.storyc.job.TestClips;
import dev.storyc.lower.Clip;
import dev.storyc.plan.Outcome.Kind;
import dev.storyc.plan.RunRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock that is set while a build runs, as by a person, or by a machine that wakes up: it changes nothing but waiting. */
class ClockTest {
    private static final Clip A = TestClips.clip("v", "a", 1, "first");
    private static final Clip B = TestClips.clip("v", "b", 2, "second");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"-PT24H", "PT24H", "-PT5M", "P400D"})
    void aClockThatJumpsWhileJobsRunLosesNothing(String jump) throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(400));
                Workshop shop = new Workshop(folder.resolve("store"), far.url())) {
            AtomicInteger looks = new AtomicInteger();
            // The first looks date the intents; all later ones come from after the jump.
            shop.time = () ->
                    looks.incrementAndGet() <= 3 ? Instant.now() : Instant.now().plus(Duration.parse(jump));
            RunRecord record = shop.build(List.of(A, B));
            assertThat(record.count(Kind.RENDERED)).isEqualTo(2);
            assertThat(looks.get()).isGreaterThan(3);
            assertThat(far.stats().creates()).isEqualTo(2);
            assertThat(shop.ledger.all())
                    .allSatisfy(job -> assertThat(job.state()).isEqualTo(JobState.STORED));
            assertThat(shop.build(List.of(A, B)).count(Kind.HELD)).isEqualTo(2);
        }
    }
}
