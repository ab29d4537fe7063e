package dev.storyc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.job.Job;
import dev.storyc.job.TestClips;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.manifest.TestRecords;
import dev.storyc.plan.Comparison.Base;
import dev.storyc.plan.Comparison.Change;
import dev.storyc.plan.Comparison.Cost;
import dev.storyc.plan.Comparison.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a change of storyboards means and costs, and how that is told. */
@Tag("fast")
class ComparisonTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Base MAIN = new Base("main", "0123456789abcdef0123456789abcdef01234567", List.of());

    @Test
    void clipsAreNewChangedMovedGoneOrAsTheyWere() {
        Clip same = clip("lisbon", "quay", "The quay");
        Clip changed = clip("lisbon", "card", "A black card");
        Clip moved = clip("lisbon", "tower", "The tower");
        Clip gone = clip("lisbon", "tram", "The tram");
        Comparison comparison = compare(
                List.of(same, changed, moved, gone),
                List.of(
                        same,
                        clip("lisbon", "card", "A white card"),
                        clip("porto", "belfry", "The tower"),
                        clip("porto", "river", "The river")),
                List.of());
        assertThat(comparison.same()).isOne();
        assertThat(comparison.changes())
                .extracting(Change::kind)
                .containsExactly(Kind.CHANGED, Kind.MOVED, Kind.NEW, Kind.GONE);
        assertThat(comparison.changes().get(0).differences())
                .containsExactly(new Difference("prompt", "A black card", "A white card"));
        assertThat(comparison.changes().get(1).before()).isSameAs(moved);
        assertThat(comparison.changes())
                .extracting(Change::cost)
                .containsExactly(Cost.ADDED, Cost.DUE, Cost.ADDED, Cost.NONE);
        assertThat(comparison.adds().usd()).isEqualByComparingTo("0.858");
        assertThat(comparison.due().jobs()).isEqualTo(2);
        assertThat(comparison.spared().jobs()).isEqualTo(2);
        assertThat(comparison.total().jobs()).isEqualTo(4);
    }

    @Test
    void whatEitherManifestNamesCostsNothing() {
        Clip bought = clip("lisbon", "quay", "The quay");
        Clip boughtThen = clip("lisbon", "card", "A black card");
        Clip changed = clip("lisbon", "card", "A white card");
        Comparison built = compare(
                List.of(boughtThen),
                List.of(bought, changed),
                List.of(TestRecords.row(bought), TestRecords.row(changed), TestRecords.row(boughtThen)));
        assertThat(built.adds().jobs()).isZero();
        assertThat(built.changes()).extracting(Change::cost).containsOnly(Cost.PAID);
        assertThat(ComparisonMarkdown.headline(built)).isEqualTo("merging costs nothing");
        Comparison reverted = compare(List.of(changed), List.of(boughtThen), List.of(TestRecords.row(boughtThen)));
        assertThat(reverted.adds().jobs()).isZero();
        assertThat(reverted.spared().jobs()).isOne();
    }

    @Test
    void aRequestThatIsThereTwiceCountsOnce() {
        Comparison comparison = compare(
                List.of(), List.of(clip("lisbon", "card", "A card"), clip("porto", "card", "A card")), List.of());
        assertThat(comparison.adds().jobs()).isOne();
        assertThat(comparison.count(Kind.NEW)).isEqualTo(2);
        assertThat(comparison.added(Kind.NEW).usd()).isEqualByComparingTo("0.429");
        assertThat(new ComparisonMarkdown().write(comparison))
                .contains("| new | 2 | 1 | 3 | 0.429 |")
                .contains("<code>lisbon</code>, <code>porto</code> | 6 | 0.429 |");
    }

    @Test
    void aStoryboardThatGotAnotherNameIsTheOneItWas() {
        List<Clip> before = new ArrayList<>();
        List<Clip> now = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            before.add(named("tide", "scene-" + i, "Scene " + i));
            now.add(named("flood", "scene-" + i, i == 4 ? "Another scene" : "Scene " + i));
        }
        now.add(named("other", "x", "Something else"));
        Comparison comparison = compare(before, now, List.of());
        assertThat(comparison.count(Kind.MOVED)).isEqualTo(4);
        assertThat(comparison.count(Kind.CHANGED)).isOne();
        assertThat(comparison.count(Kind.NEW)).isOne();
        assertThat(comparison.count(Kind.GONE)).isZero();
        assertThat(comparison.adds().jobs()).isEqualTo(2);
        assertThat(new ComparisonMarkdown().write(comparison))
                .contains("<code>storyboard</code>: <code>tide</code> → ");
    }

    @Test
    void whatHasNoPriceIsSaidAndNeverCountedAsNothing() {
        Clip unpriced = TestClips.clip("board", "v", "x", 1, 1, "p", 3, null);
        Comparison some = compare(List.of(), List.of(unpriced, clip("v", "y", "q")), List.of());
        assertThat(ComparisonMarkdown.headline(some))
                .isEqualTo("merging adds 2 clips to render, 6 s, $0.429 and what has no known price");
        Comparison none = compare(List.of(), List.of(unpriced), List.of());
        assertThat(new ComparisonText(80).write(none)).contains("merging adds 1 clip to render, 3 s, no known price");
    }

    @Test
    void aCommentStaysUnderTheLimitAndSaysWhatItLeavesOut() {
        List<Clip> before = new ArrayList<>();
        List<Clip> now = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            String words = ("word" + i + " _*`| ").repeat(60);
            before.add(named("board-" + i % 300, "scene-" + i, words));
            now.add(named("board-" + i % 300, "scene-" + i, "x" + words.replace("word", "verb")));
        }
        String comment = new ComparisonMarkdown().write(compare(before, now, List.of()));
        assertThat(comment)
                .hasSizeLessThan(60_000)
                .startsWith(Markdown.MARK + "\n### storyc: merging adds 5000 clips to render, 15000 s, $2145.00\n")
                .contains(" more with changes; `storyc plan --against` tells all");
        assertThat(comment.split("<details>", -1)).hasSameSizeAs(comment.split("</details>", -1));
    }

    @Test
    void noTextOfAnAuthorOrOfABranchMakesMarkup() {
        String evil = "|a| `b` <script>x</script> @octocat #12 [x](http://evil.example) **bold** <!-- storyc plan -->";
        Base base = new Base("<b>@octocat</b>|`x`", MAIN.commit(), List.of(evil));
        Comparison comparison = Comparison.of(
                base,
                plan(List.of(clip("lisbon", "a", evil + " then")), List.of()),
                plan(List.of(clip("lisbon", "a", evil + " now")), List.of()));
        String comment = new ComparisonMarkdown().write(comparison);
        assertThat(comment)
                .doesNotContain("<script>", "@octocat", "](http", "**bold**", "`b`", "<b>", "`x`")
                .containsOnlyOnce(Markdown.MARK);
        String row = comment.lines()
                .filter(line -> line.contains(" changed |") && line.contains("lisbon"))
                .findFirst()
                .orElseThrow();
        assertThat(row.chars().filter(c -> c == '|').count()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120})
    void theTextHoldsInTheColumnsThereAre(int width) {
        String prompt = "夜の港、雨に濡れた石畳、".repeat(40);
        List<Clip> before = new ArrayList<>();
        List<Clip> now = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            before.add(clip("a-city-with-a-rather-long-name-" + i, "arrival-at-the-station-before-dawn", prompt + "朝"));
            now.add(clip("a-city-with-a-rather-long-name-" + i, "arrival-at-the-station-before-dawn", "夕" + prompt));
        }
        now.add(TestClips.clip("board", "v", "x", 1, 12, "p", 15, null));
        Base base = new Base("a-branch-name-".repeat(12), MAIN.commit(), List.of("a note ".repeat(40)));
        String text =
                new ComparisonText(width).write(Comparison.of(base, plan(before, List.of()), plan(now, List.of())));
        assertThat(text.lines()).allMatch(line -> Columns.width(line) <= width);
        assertThat(text).contains("and 28 more", "take 12");
    }

    @Test
    void programsReadTheSame() throws Exception {
        Comparison comparison = compare(
                List.of(clip("lisbon", "card", "A black card")),
                List.of(clip("lisbon", "card", "A white card")),
                List.of());
        JsonNode json = JsonMapper.builder()
                .build()
                .readTree(new PlanJson()
                        .write(plan(List.of(clip("lisbon", "card", "A white card")), List.of()), comparison, null))
                .required("against");
        assertThat(json.at("/commit").asText()).isEqualTo(MAIN.commit());
        assertThat(json.at("/changes/0/kind").asText()).isEqualTo("changed");
        assertThat(json.at("/changes/0/changes/0/after").asText()).isEqualTo("A white card");
        assertThat(json.at("/adds/jobs").asInt()).isOne();
        assertThat(json.at("/adds/usd").decimalValue()).isEqualByComparingTo("0.429");
        assertThat(json.at("/spared/jobs").asInt()).isOne();
    }

    private static Comparison compare(List<Clip> before, List<Clip> now, List<ManifestRow> committed) {
        return Comparison.of(MAIN, plan(before, committed), plan(now, committed));
    }

    private static Clip clip(String variant, String id, String prompt) {
        return TestClips.clip("board", variant, id, 1, 1, prompt, 3, new BigDecimal("0.429"));
    }

    private static Clip named(String storyboard, String id, String prompt) {
        return TestClips.clip(storyboard, "v", id, 1, 1, prompt, 3, new BigDecimal("0.429"));
    }

    private static Plan plan(List<Clip> clips, List<ManifestRow> committed) {
        Planner.Choices choices = new Planner.Choices(false, false, Set.of(), true, Duration.ofMinutes(20));
        return new Planner(choices).plan(clips, committed, NOTHING, NOW);
    }

    private static final Holdings NOTHING = new Holdings() {
        @Override
        public Optional<FilmRecord> film(Key key) {
            return Optional.empty();
        }

        @Override
        public Optional<Job> job(Key key) {
            return Optional.empty();
        }

        @Override
        public boolean ownerLives(Job job) {
            return false;
        }
    };
}
