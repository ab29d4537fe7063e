package dev.storyc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.job.Asked;
import dev.storyc.job.Change;
import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.job.TestClips;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.manifest.TestRecords;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What people read of a plan: as text in 80 and 120 columns, and as a comment on a pull request. */
@Tag("fast")
class PlanFormsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final Map<Key, FilmRecord> films = new HashMap<>();
    private final Map<Key, Job> jobs = new HashMap<>();
    private final Set<String> spares = new HashSet<>();

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120})
    void everyStateHoldsInTheColumnsThereAre(int width) {
        String prompt = "A drone over the harbour of Lisbon at " + "first light, gulls and cranes, ".repeat(20);
        Clip changed = clip("lisbon", "arrival", prompt + "ending on the ferry as it lands.");
        Clip before = clip("lisbon", "arrival", prompt.replace("first", "last") + "ending on the tram as it climbs.");
        Clip lost = clip("osaka", "neon", "Neon in rain");
        Clip spare = clip("osaka", "street", "A street");
        Clip doubt = clip("lisbon", "crowd", "A crowd");
        Clip unpriced = TestClips.clip("board", "lisbon", "unpriced", 9, 1, "p", 3, null);
        Clip held = clip("lisbon", "card", "A card");
        films.put(held.key(), TestRecords.of(held, "cd".repeat(32), 9));
        attempt(doubt, JobState.IN_DOUBT, "the connection was reset after the request was sent ".repeat(4));
        ManifestRow spared = named(spare, "5a".repeat(32));
        spares.add(spared.film().sha256());
        Plan plan = plan(
                List.of(changed, lost, spare, doubt, unpriced, held),
                List.of(
                        TestRecords.row(before),
                        named(lost, "ab".repeat(32)),
                        spared,
                        TestRecords.row(clip("porto", "left-out", "x"))));
        String text = new PlanText(false, width).write(plan);
        assertThat(text.lines())
                .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(width));
        assertThat(text)
                .contains("last", "first", "tram", "ferry")
                .contains("no price")
                .contains("storyc jobs resolve")
                .contains("lost: bought before, and not in this store")
                .contains("paid $0.43")
                .contains("--rebuy")
                .contains("1 clip taken back from out/")
                .contains("no longer in the storyboard")
                .contains("1 clip held");
        assertThat(plan.estimate().lost()).isEqualTo(1);
        assertThat(plan.estimate().restored()).isEqualTo(1);
    }

    @Test
    void oneChangeOfManyClipsIsReadOnce() {
        List<Clip> clips = new ArrayList<>();
        List<ManifestRow> rows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clips.add(clip("v" + i, "arrival", "Grey light over city " + i));
            rows.add(TestRecords.row(clip("v" + i, "arrival", "Blue light over city " + i)));
        }
        String text = new PlanText(false).write(plan(clips, rows));
        assertThat(text.split("Blue light over", -1)).hasSize(2);
        assertThat(text.split("the same change as board/v0/arrival", -1)).hasSize(5);
    }

    @Test
    void whatSeveralClipsShareIsPricedOnce() {
        Clip first = clip("lisbon", "card", "A card");
        Clip second = clip("osaka", "card", "A card");
        Plan plan = plan(List.of(first, second), List.of());
        String text = new PlanText(false).write(plan);
        assertThat(text).contains("1 clip to render, 3 s: $0.429").contains("shared");
        assertThat(text.split("\\$0.429", -1)).hasSize(3);
        assertThat(new PlanMarkdown().write(plan)).contains("| 6 | 0.429 |");
    }

    @Test
    void wordsThatChangedFarApartAreToldApart() {
        String before = "one two three four five six seven eight nine ten eleven twelve";
        String after = "one 2 three four five six seven eight nine ten 11 twelve";
        assertThat(WordChange.between(before, after))
                .containsExactly(
                        new WordChange("one two three four …", "one 2 three four …"),
                        new WordChange("… nine ten eleven twelve", "… nine ten 11 twelve"));
        assertThat(WordChange.between("a b", "a b c")).containsExactly(new WordChange("a b", "a b c"));
        assertThat(WordChange.between("雨の夜、東京の石畳にネオン。 Fine grain.", "雨の夜、大阪の石畳にネオン。 Fine grain."))
                .containsExactly(new WordChange("… 夜、東京の石 …", "… 夜、大阪の石 …"));
        assertThat(WordChange.between("灯 35mmで", "灯 85mmで")).containsExactly(new WordChange("灯 35mmで", "灯 85mmで"));
        assertThat(WordChange.between("", "a b")).containsExactly(new WordChange("", "a b"));
        assertThat(WordChange.between("a  b", "a b")).hasSize(1);
    }

    @Test
    void aCommentOnFiveHundredClipsIsShortAndFolded() {
        List<Clip> clips = new ArrayList<>();
        List<ManifestRow> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            clips.add(clip("city-" + i, "arrival", "Grey light, thirty-five millimetres, over city " + i));
            rows.add(TestRecords.row(
                    clip("city-" + i, "arrival", "Blue light, thirty-five millimetres, over city " + i)));
        }
        String comment = new PlanMarkdown().write(plan(clips, rows));
        assertThat(comment).hasSizeLessThan(3_000);
        assertThat(comment)
                .startsWith(Markdown.MARK + "\n### storyc: 500 clips to render, 1500 s, $214.50\n")
                .contains("<details>")
                .contains("<code>Blue light, thirty-five …</code> → <code>Grey light, thirty-five …</code>")
                .contains("and 488 more");
    }

    @Test
    void aCommentStaysUnderTheForgesLimitWhateverChanged() {
        List<Clip> clips = new ArrayList<>();
        List<ManifestRow> rows = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            String word = "word" + i + " ";
            clips.add(clip("v" + i, "scene-" + i, word.repeat(300)));
            rows.add(TestRecords.row(clip("v" + i, "scene-" + i, ("x" + word).repeat(300))));
        }
        assertThat(new PlanMarkdown().write(plan(clips, rows))).hasSizeLessThan(60_000);
    }

    @Test
    void aCommentStaysUnderTheForgesLimitWhateverTheNames() {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String long1 = "\u202e__[`".repeat(60) + i;
            clips.add(TestClips.clip("board-" + i, long1, long1, 1, 1, "p" + i, 3, null));
        }
        String comment = new PlanMarkdown().write(plan(clips, List.of()));
        assertThat(comment)
                .hasSizeLessThan(60_000)
                .contains(" more with news; `storyc plan` tells all")
                .doesNotContain("\u202e");
        assertThat(comment.split("<details>", -1)).hasSameSizeAs(comment.split("</details>", -1));
    }

    @Test
    void noTextOfAnAuthorMakesMarkup() {
        String evil = "|a|`b` <script>alert(1)</script> @octocat #12 [x](http://evil.example) **bold** \\| _i_ ![p](q)";
        Clip after = clip("lisbon", "arrival", evil + " now");
        Clip before = clip("lisbon", "arrival", evil.replace("octocat", "hubot") + " then");
        String comment = new PlanMarkdown().write(plan(List.of(after), List.of(TestRecords.row(before))));
        assertThat(comment)
                .doesNotContain("<script>")
                .doesNotContain("@octocat")
                .doesNotContain("](http")
                .doesNotContain("**bold**")
                .doesNotContain("`b`");
        // A row has as many columns as its head.
        String row = comment.lines()
                .filter(line -> line.contains("arrival"))
                .findFirst()
                .orElseThrow();
        assertThat(row.chars().filter(c -> c == '|').count()).isEqualTo(7);
    }

    @Test
    void theSumsAreInTheCommentToo() {
        Clip unpriced = TestClips.clip("board", "v", "x", 1, 1, "p", 3, null);
        Clip lost = clip("osaka", "neon", "Neon in rain");
        Clip held = clip("lisbon", "card", "A card");
        films.put(held.key(), TestRecords.of(held, "cd".repeat(32), 9));
        ManifestRow gone = TestRecords.row(clip("porto", "left-out", "x"));
        String comment = new PlanMarkdown()
                .write(plan(List.of(unpriced, lost, held), List.of(named(lost, "ab".repeat(32)), gone)));
        assertThat(comment)
                .startsWith(Markdown.MARK + "\n### storyc: 1 clip to render, 3 s, no known price\n")
                .contains("| of them without a known price | 1 |")
                .contains("| held by the store | 1 | saves $0.429 |")
                .contains("| lost: bought before, not in this store | 1 | cost $0.43; ")
                .contains(
                        "**Lost** (bought before, not in this store): <code>board&#47;osaka&#47;neon &#36;0.43</code>")
                .contains("**No longer in the storyboard**: <code>board&#47;porto&#47;left-out</code>");
    }

    @Test
    void theManifestsFilmWinsIfItsBytesAreHereAndElseThatIsSaid() {
        Clip clip = clip("lisbon", "card", "A card");
        FilmRecord other = TestRecords.of(clip, "cd".repeat(32), 9);
        films.put(clip.key(), other);
        ManifestRow row = named(clip, "ab".repeat(32));
        Step step = plan(List.of(clip), List.of(row)).steps().get(0);
        assertThat(step.film()).isEqualTo(other);
        assertThat(step.named()).isEqualTo(row.film());
        assertThat(new PlanText(false).write(plan(List.of(clip), List.of(row))))
                .contains("the manifest names another film (abababababab, job ");
        spares.clear();
        held.add(row.film().sha256());
        Step won = plan(List.of(clip), List.of(row)).steps().get(0);
        assertThat(won.film()).isEqualTo(row.film());
        assertThat(won.named()).isNull();
    }

    private final Set<String> held = new HashSet<>();

    private Plan plan(List<Clip> clips, List<ManifestRow> committed) {
        Planner.Choices choices = new Planner.Choices(false, false, Set.of(), false, Duration.ofMinutes(20));
        return new Planner(choices).plan(clips, committed, holdings(), NOW);
    }

    private static Clip clip(String variant, String id, String prompt) {
        return TestClips.clip("board", variant, id, 1, 1, prompt, 3, new BigDecimal("0.429"));
    }

    private static ManifestRow named(Clip clip, String sha256) {
        ManifestRow row = TestRecords.row(clip);
        return new ManifestRow(row.place(), TestRecords.of(clip, sha256, 1234), row.file());
    }

    private void attempt(Clip clip, JobState state, @Nullable String reason) {
        Job intent = Job.intent(Asked.by(clip), 1, "owner", "build", NOW);
        jobs.put(clip.key(), intent.moved(state, reason == null ? Change.NONE : Change.because(reason), NOW));
    }

    private Holdings holdings() {
        return new Holdings() {
            @Override
            public Optional<FilmRecord> film(Key key) {
                return Optional.ofNullable(films.get(key));
            }

            @Override
            public boolean holds(FilmRecord named) {
                return held.contains(named.sha256());
            }

            @Override
            public boolean spare(FilmRecord named) {
                return spares.contains(named.sha256());
            }

            @Override
            public Optional<Job> job(Key key) {
                return Optional.ofNullable(jobs.get(key));
            }

            @Override
            public boolean ownerLives(Job job) {
                return false;
            }
        };
    }
}
