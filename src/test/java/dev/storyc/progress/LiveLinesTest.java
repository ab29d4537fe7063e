package dev.storyc.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.console.Ink;
import dev.storyc.console.TerminalWindow;
import dev.storyc.job.Asked;
import dev.storyc.job.Change;
import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.job.Spending;
import dev.storyc.job.TestClips;
import dev.storyc.lower.Clip;
import dev.storyc.plan.Columns;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Step;
import dev.storyc.plan.StepState;
import dev.storyc.run.RunEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the lines of a running build say, in windows of all sizes. */
@Tag("fast")
class LiveLinesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String ME = "me";

    private final RenderTimes times = new RenderTimes();

    @Test
    void aLineARunningClipAndATotal() {
        BuildTally tally = tally("quay", "card", "harbour", "night");
        times.learn("kwaivgi/kling-3.0/text-to-video", Duration.ofSeconds(170));
        start(tally, "quay", 83);
        start(tally, "card", 5);
        finish(tally, "harbour", JobState.STORED, Outcome.Kind.RENDERED, null);
        List<String> lines = lines(tally, 80, 24);
        assertThat(lines)
                .containsExactly(
                        "  board/lisbon/quay  rendering     1:23",
                        "  board/lisbon/card  rendering     0:05",
                        "  1 of 4 clips · $0.429 spent, $0.858 reserved · about 3 min left");
    }

    @Test
    void whatWentWrongIsCountedAndWhatIsInDoubtStaysReserved() {
        BuildTally tally = tally("quay", "card", "harbour");
        finish(tally, "quay", JobState.IN_DOUBT, Outcome.Kind.IN_DOUBT, "no answer");
        finish(tally, "card", JobState.FAILED, Outcome.Kind.FAILED, "no");
        assertThat(lines(tally, 80, 24))
                .containsExactly("  2 of 3 clips · 1 failed, 1 in doubt · $0.429 spent, $0.429 reserved");
    }

    @Test
    void anotherBuildsAttemptIsNoneOfThisOnesMoney() {
        BuildTally tally = tally("quay");
        Clip clip = clip("quay");
        Job theirs = Job.intent(Asked.by(clip), 1, "another", "b", NOW);
        tally.heard(new RunEvent(RunEvent.Kind.RESUMED, clip, theirs, null, null), NOW);
        assertThat(tally.spending()).isEqualTo(new Spending(BigDecimal.ZERO, BigDecimal.ZERO));
    }

    @Test
    void anIntentThatIsTakenBackIsReservedNoMore() {
        BuildTally tally = tally("quay");
        Clip clip = clip("quay");
        tally.heard(new RunEvent(RunEvent.Kind.CREATING, clip, intent(clip, 0), null, null), NOW);
        assertThat(tally.spending().reserved()).isEqualByComparingTo("0.429");
        tally.heard(new RunEvent(RunEvent.Kind.WAITING, clip, null, "busy", null), NOW);
        assertThat(tally.spending().reserved()).isZero();
        assertThat(lines(tally, 80, 24).get(0)).contains("retrying");
    }

    @Test
    void neverMoreLinesOrColumnsThanTheWindowHas() {
        String[] ids = new String[300];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = "東京の長い散歩-と-a-very-long-name-of-a-clip-" + i;
        }
        BuildTally tally = tally(ids);
        times.learn("kwaivgi/kling-3.0/text-to-video", Duration.ofSeconds(170));
        for (String id : ids) {
            start(tally, id, 4000);
        }
        for (int columns = 10; columns <= 200; columns += 7) {
            for (int rows = 1; rows <= 60; rows++) {
                List<String> lines = lines(tally, columns, rows);
                assertThat(lines).hasSizeLessThanOrEqualTo(Math.max(1, rows - 1));
                for (String line : lines) {
                    assertThat(Columns.width(line)).as(line).isLessThan(columns);
                }
            }
        }
        List<String> lines = lines(tally, 80, 24);
        assertThat(lines).hasSize(23);
        assertThat(lines.get(21)).isEqualTo("  … and 279 more");
        assertThat(lines.get(22)).startsWith("  0 of 300 clips · $0.00 spent, $128.70 reserved · ");
        assertThat(lines.get(0)).endsWith("a-clip-0  rendering  1:06:40");
    }

    private List<String> lines(BuildTally tally, int columns, int rows) {
        return new LiveLines(tally, false, new Ink(false)).at(NOW, new TerminalWindow.Size(columns, rows));
    }

    private BuildTally tally(String... ids) {
        List<Step> steps = new ArrayList<>();
        for (String id : ids) {
            steps.add(step(clip(id)));
        }
        return new BuildTally(steps, ME, 4, times);
    }

    private static Step step(Clip clip) {
        return new Step(clip, StepState.NEW, Step.Action.BUY, List.of(), null, null);
    }

    private static Clip clip(String id) {
        return TestClips.clip("lisbon", id, 1, "prompt of " + id);
    }

    private static Job intent(Clip clip, int secondsAgo) {
        return Job.intent(Asked.by(clip), 1, ME, "b", NOW.minusSeconds(secondsAgo));
    }

    private static void start(BuildTally tally, String id, int secondsAgo) {
        Clip clip = clip(id);
        Job job = intent(clip, secondsAgo);
        tally.heard(new RunEvent(RunEvent.Kind.CREATING, clip, job, null, null), NOW);
        Job submitted = job.moved(JobState.SUBMITTED, Change.NONE, NOW);
        tally.heard(new RunEvent(RunEvent.Kind.SUBMITTED, clip, submitted, null, null), NOW);
    }

    private static void finish(BuildTally tally, String id, JobState state, Outcome.Kind kind, @Nullable String words) {
        Clip clip = clip(id);
        Job job = intent(clip, 100).moved(state, Change.NONE, NOW);
        Outcome outcome = new Outcome(step(clip), kind, words, job, null);
        tally.heard(new RunEvent(RunEvent.Kind.FINISHED, clip, job, words, outcome), NOW);
    }
}
