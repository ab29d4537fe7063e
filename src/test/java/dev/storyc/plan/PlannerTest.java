package dev.storyc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.job.Asked;
import dev.storyc.job.Change;
import dev.storyc.job.Job;
import dev.storyc.job.JobResolver;
import dev.storyc.job.JobState;
import dev.storyc.job.TestClips;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.manifest.TestRecords;
import dev.storyc.plan.Step.Action;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class PlannerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Clip ARRIVAL = TestClips.clip("lisbon", "arrival", 1, "Wide shot of Lisbon at night, rain");
    private static final Clip MONTAGE = TestClips.clip("lisbon", "montage", 2, "A day in Lisbon");

    private final Map<Key, FilmRecord> films = new HashMap<>();
    private final Map<String, BigDecimal> observed = new HashMap<>();
    private final Map<Key, Job> jobs = new HashMap<>();
    private final Set<String> living = new HashSet<>();

    @Test
    void whatNobodyBoughtIsNewAndPriced() {
        Plan plan = plan(List.of(ARRIVAL, MONTAGE), List.of());
        assertThat(plan.steps()).extracting(Step::state).containsOnly(StepState.NEW);
        assertThat(plan.estimate().toSpend()).isEqualByComparingTo("0.858");
        assertThat(plan.estimate().jobs()).isEqualTo(2);
    }

    @Test
    void whatTheStoreHoldsCostsNothing() {
        hold(ARRIVAL);
        Plan plan = plan(List.of(ARRIVAL), List.of());
        assertThat(only(plan).state()).isEqualTo(StepState.CACHED);
        assertThat(plan.estimate().costs()).isFalse();
        assertThat(plan.estimate().saved()).isEqualByComparingTo("0.429");
    }

    @Test
    void aChangedClipSaysWhichWords() {
        Clip before = TestClips.clip("lisbon", "arrival", 1, "Wide shot of Lisbon at dawn, rain");
        Step step = only(plan(List.of(ARRIVAL), List.of(TestRecords.row(before))));
        assertThat(step.state()).isEqualTo(StepState.CHANGED);
        assertThat(step.action()).isEqualTo(Action.BUY);
        assertThat(step.differences())
                .containsExactly(new Difference(
                        "prompt", "Wide shot of Lisbon at dawn, rain", "Wide shot of Lisbon at night, rain"));
    }

    @Test
    void whatTheManifestNamesAndTheStoreLacksIsLostNotNew() {
        ManifestRow row = TestRecords.row(ARRIVAL);
        Plan plan = plan(List.of(ARRIVAL), List.of(row));
        assertThat(only(plan).state()).isEqualTo(StepState.LOST);
        assertThat(only(plan).action()).isEqualTo(Action.LEAVE);
        assertThat(plan.estimate().jobs()).isZero();
        assertThat(plan.estimate().lostCost()).isEqualByComparingTo("0.43");

        Clip moved = TestClips.clip("porto", "intro", 1, "Wide shot of Lisbon at night, rain");
        assertThat(only(plan(List.of(moved), List.of(row))).state()).isEqualTo(StepState.LOST);
        assertThat(only(new Planner(choices(true, Set.of())).plan(List.of(ARRIVAL), List.of(row), holdings(), NOW))
                        .action())
                .isEqualTo(Action.BUY);
    }

    @Test
    void whereNothingCostsAnythingLostIsJustRenderedAgain() {
        Planner planner = new Planner(new Planner.Choices(true, false, Set.of(), false, Duration.ofMinutes(20)));
        Plan plan = planner.plan(List.of(ARRIVAL), List.of(TestRecords.row(ARRIVAL)), holdings(), NOW);
        assertThat(only(plan).action()).isEqualTo(Action.BUY);
        assertThat(plan.estimate().costs()).isFalse();
    }

    @Test
    void equalKeysAreOneJobPricedOnce() {
        Clip same = TestClips.clip("board", "osaka", "arrival", 1, 1, "A day in Lisbon", 3, MONTAGE.price());
        Plan plan = plan(List.of(ARRIVAL, MONTAGE, same), List.of());
        assertThat(plan.steps()).hasSize(3);
        assertThat(plan.jobs()).hasSize(2);
        assertThat(plan.estimate().toSpend()).isEqualByComparingTo("0.858");
    }

    @Test
    void anUnknownPriceIsSaidAndNeverZero() {
        Clip unpriced = TestClips.clip("board", "v", "x", 1, 1, "p", 3, null);
        Plan plan = plan(List.of(unpriced), List.of());
        assertThat(plan.estimate().unpriced()).isEqualTo(1);
        assertThat(plan.estimate().costs()).isTrue();
        assertThat(new PlanText(false).write(plan)).contains("no price").contains("1 clip of them without a known");
    }

    @ParameterizedTest
    @CsvSource({
        "IN_DOUBT, IN_DOUBT, LEAVE",
        "SUBMITTED, RUNNING, RESUME",
        "SUCCEEDED, RUNNING, RESUME",
        "FAILED, FAILED, LEAVE",
        "REFUSED, REFUSED, LEAVE",
        "ABANDONED, ABANDONED, LEAVE",
        "SET_ASIDE, SET_ASIDE, LEAVE",
        "STORED, LOST, LEAVE",
        "RELEASED, NEW, BUY",
        "INTENT, IN_DOUBT, LEAVE"
    })
    void theLedgersStateIsShown(JobState job, StepState state, Action action) {
        attempt(ARRIVAL, job, NOW.minusSeconds(60), null);
        Step step = only(plan(List.of(ARRIVAL), List.of()));
        assertThat(step.state()).isEqualTo(state);
        assertThat(step.action()).isEqualTo(action);
    }

    @Test
    void whyItIsSentAgainIsSaidAsItWas() {
        attempt(ARRIVAL, JobState.RELEASED, NOW, JobResolver.BY_HAND);
        assertThat(new PlanText(false).write(plan(List.of(ARRIVAL), List.of())))
                .contains("sent again, as you decided (since ");
        attempt(ARRIVAL, JobState.RELEASED, NOW, "its build ended");
        assertThat(new PlanText(false).write(plan(List.of(ARRIVAL), List.of())))
                .contains("sent again: its build ended (since ")
                .doesNotContain("you decided");
    }

    @Test
    void anIntentWhoseProcessLivesRuns() {
        attempt(ARRIVAL, JobState.INTENT, NOW, null);
        living.add("owner");
        assertThat(only(plan(List.of(ARRIVAL), List.of())).state()).isEqualTo(StepState.RUNNING);
    }

    @Test
    void aJobSubmittedLongAgoIsPending() {
        attempt(ARRIVAL, JobState.SUBMITTED, NOW.minusSeconds(1201), null);
        assertThat(only(plan(List.of(ARRIVAL), List.of())).state()).isEqualTo(StepState.PENDING);
    }

    @ParameterizedTest
    @CsvSource({"FAILED", "REFUSED", "ABANDONED"})
    void whatIsOverIsBoughtAgainOnlyIfAskedFor(JobState job) {
        attempt(ARRIVAL, job, NOW, "too violent");
        StepState state = StepState.valueOf(job.name());
        Plan plan = new Planner(choices(false, Set.of(state))).plan(List.of(ARRIVAL), List.of(), holdings(), NOW);
        assertThat(only(plan).action()).isEqualTo(Action.BUY);
        for (StepState other : Set.of(StepState.FAILED, StepState.REFUSED, StepState.ABANDONED)) {
            if (other != state) {
                Plan none =
                        new Planner(choices(false, Set.of(other))).plan(List.of(ARRIVAL), List.of(), holdings(), NOW);
                assertThat(only(none).action()).isEqualTo(Action.LEAVE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1303: too many tasks in flight (refunded)",
                "1302",
                "[1303] parallel task over resource pack limit",
                "error code: 1303, too many",
                "Error 1302 - too fast",
                "code=1303"
            })
    void aJobThatFailedForWantOfRoomAndCostNothingIsTriedAgain(String words) {
        failed(words, BigDecimal.ZERO);
        assertThat(only(plan(List.of(ARRIVAL), List.of())).action()).isEqualTo(Action.BUY);
        // Where it was charged, or nobody said that it was not, a person decides.
        failed(words, new BigDecimal("0.43"));
        assertThat(only(plan(List.of(ARRIVAL), List.of())).action()).isEqualTo(Action.LEAVE);
        failed(words, null);
        assertThat(only(plan(List.of(ARRIVAL), List.of())).action()).isEqualTo(Action.LEAVE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "broke at frame 1302 (refunded)",
                "1301: the prompt speaks of 1303 soldiers",
                "13021 frames were lost",
                "1302.5 s is too long",
                "policy: code 1303 in the prompt"
            })
    void aNumberInTheTextIsNotTheVendorsCode(String words) {
        failed(words, BigDecimal.ZERO);
        assertThat(only(plan(List.of(ARRIVAL), List.of())).action()).isEqualTo(Action.LEAVE);
    }

    private void failed(String words, @Nullable BigDecimal charged) {
        Job intent = Job.intent(Asked.by(ARRIVAL), 1, "owner", "build", NOW);
        Change change = new Change("j", null, charged, null, words, null);
        jobs.put(ARRIVAL.key(), intent.moved(JobState.FAILED, change, NOW));
    }

    @Test
    void whatIsGoneIsNamedUnlessOnlyAPartWasAskedFor() {
        ManifestRow row = TestRecords.row(MONTAGE);
        assertThat(plan(List.of(ARRIVAL), List.of(row)).gone()).containsExactly(row);
        Planner narrowed = new Planner(new Planner.Choices(false, false, Set.of(), true, Duration.ofMinutes(20)));
        assertThat(narrowed.plan(List.of(ARRIVAL), List.of(row), holdings(), NOW)
                        .gone())
                .isEmpty();
    }

    @Test
    void theTextHoldsIn80ColumnsInAnyScript() {
        String prompt = "部屋を聴く。雨の夜、大阪の広い通り。".repeat(12);
        Clip long1 = TestClips.clip("osaka-9x16-with-a-name-that-never-ends-".repeat(2), "arrival", 1, prompt + " a b");
        Clip before = TestClips.clip(long1.variant(), "arrival", 1, prompt + " a c");
        attempt(MONTAGE, JobState.IN_DOUBT, NOW, "the connection was reset after the request was sent ".repeat(4));
        String text =
                new PlanText(false).write(plan(List.of(ARRIVAL, MONTAGE, long1), List.of(TestRecords.row(before))));
        assertThat(text.lines())
                .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(80));
        assertThat(text).contains("changed").contains("in-doubt").contains("storyc jobs resolve");
    }

    @Test
    void thousandsOfHeldVariantsAreALine() {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Clip clip = TestClips.clip("v" + i, "x", 1, "prompt " + i);
            hold(clip);
            clips.add(clip);
        }
        String text = new PlanText(false).write(plan(clips, List.of()));
        assertThat(text.lines().count()).isLessThan(15);
        assertThat(text)
                .contains("994 variants more whose 994 clips are all held")
                .contains("nothing to render");
    }

    @Test
    void theJsonKeepsExactPrices() throws Exception {
        Plan plan = plan(List.of(TestClips.clip("board", "v", "x", 1, 1, "p", 5, new BigDecimal("0.950"))), List.of());
        String json = new PlanJson().write(plan);
        assertThat(json)
                .contains("\"price_usd\":0.950")
                .contains("\"to_spend_usd\":0.950,\"expected_usd\":0.950")
                .endsWith("}\n");
        JsonNode root = JsonMapper.builder().build().readTree(json);
        assertThat(root.at("/clips/0/state").asText()).isEqualTo("new");
        assertThat(root.at("/clips/0/action").asText()).isEqualTo("buy");
    }

    @Test
    void wherePricesRoseThePlanSaysWhatToExpect() {
        observed.put("kwaivgi/kling-3.0/text-to-video", new BigDecimal("1.5"));
        Plan plan = plan(List.of(clip("a"), clip("b")), List.of());
        assertThat(plan.estimate().toSpend()).isEqualByComparingTo("0.858");
        assertThat(plan.estimate().expected()).isEqualByComparingTo("1.29");
        assertThat(new PlanText(false).write(plan))
                .contains("2 clips to render, 6 s: $0.858\n")
                .contains("The far end last charged more than its price list says: expect $1.29\n");
        assertThat(new PlanJson().write(plan)).contains("\"expected_usd\":1.29");
        assertThat(new PlanMarkdown().write(plan)).contains("expect $1.29");
    }

    private static Clip clip(String id) {
        return TestClips.clip("v", id, 1, "prompt of " + id);
    }

    private Plan plan(List<Clip> clips, List<ManifestRow> committed) {
        return new Planner(choices(false, Set.of())).plan(clips, committed, holdings(), NOW);
    }

    private static Planner.Choices choices(boolean rebuy, Set<StepState> retry) {
        return new Planner.Choices(false, rebuy, retry, false, Duration.ofMinutes(20));
    }

    private void hold(Clip clip) {
        films.put(clip.key(), TestRecords.of(clip, "cd".repeat(32), 99));
    }

    private void attempt(Clip clip, JobState state, Instant since, @Nullable String reason) {
        Job intent = Job.intent(Asked.by(clip), 1, "owner", "build", since);
        Change change = reason == null ? Change.NONE : Change.because(reason);
        jobs.put(clip.key(), intent.moved(state, change, since));
    }

    private static Step only(Plan plan) {
        assertThat(plan.steps()).hasSize(1);
        return plan.steps().get(0);
    }

    private Holdings holdings() {
        return new Holdings() {
            @Override
            public Optional<FilmRecord> film(Key key) {
                return Optional.ofNullable(films.get(key));
            }

            @Override
            public Optional<Job> job(Key key) {
                return Optional.ofNullable(jobs.get(key));
            }

            @Override
            public Map<String, BigDecimal> observed() {
                return observed;
            }

            @Override
            public boolean ownerLives(Job job) {
                return living.contains(job.owner());
            }
        };
    }
}
