package dev.storyc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storyc.catalog.ModelCatalog;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Source;
import dev.storyc.expand.Choices;
import dev.storyc.expand.Crew;
import dev.storyc.expand.FilmScene;
import dev.storyc.expand.FilmShot;
import dev.storyc.expand.Rendered;
import dev.storyc.expand.Selection;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** However many threads render, the results and their order are those of one. */
@Tag("fast")
class CrewTest {
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(4);
    private static final List<Crew> CREWS =
            List.of(new Crew(THREADS, 1), new Crew(THREADS, 9), new Crew(Runnable::run, 3), new Crew(task -> {}, 5));

    private static final String BOARD = """
            version: 1
            variants:
              rows: feed.csv
              matrix: { tone: [warm, cold, dim] }
              exclude: [ { tone: dim, sku: [item-7, item-8] } ]
              include: [ { sku: last, tone: bright, price: "1" } ]
              overrides: [ { when: { tone: cold }, variables: { light: blue } } ]
            inputs:
              price: { type: number, max: 400 }
            variables: { light: golden }
            picks: [ { clip: card, when: { tone: warm }, take: 2 } ]
            scenes:
              - { id: card, duration: 5, prompt: "{{sku}} in {{light}} light, {{tone}}", takes: 2 }
              - { id: tag, unless: { tone: cold }, duration: 4, prompt: "{{price}} on a tag" }
            """;

    private static final String WRONG_HERE_AND_THERE = """
            version: 1
            settings: { mode: "{{mode}}", negative_prompt: "no {{mode}}" }
            variants:
              rows: feed.csv
              matrix: { mode: [std, pro, "p{{o"], tone: [warm, "<<<voice_1>>>", "a\\u202Eb", "\\u0007", ""], seconds: [5, 20] }
              overrides: [ { when: { mode: pro }, variables: { light: "{{tone}}, blue", dot: "" } } ]
            inputs:
              price: { type: number, max: 55 }
            variables: { light: "golden {{sku}}", dot: ".", off: "false" }
            scenes:
              - { id: card, duration: "{{seconds}}", prompt: "{{sku}} in {{light}} light, {{tone}}{{#off}}!{{/off}}" }
              - id: two
                shots:
                  - { duration: 3, prompt: "{{tone}}", when: { mode: std } }
                  - { duration: 4, prompt: "{{tone}} {{price}}{{dot}}" }
                  - { duration: 4, prompt: "LONG{{sku}}" }
              - { id: last, settings: { mode: pro, negative_prompt: "no {{tone}}" }, with: { light: "red {{tone}}" }, duration: 3, prompt: "{{light}} {{dot}}" }
            """.replace("LONG", "long ".repeat(101) + "x");

    @AfterAll
    static void end() {
        THREADS.shutdownNow();
    }

    @Test
    void manyThreadsFindWhatOneFinds() {
        String feed = feed(300, "");
        List<String> alone = compiled(BOARD, feed, Crew.alone(), Selection.all());
        assertThat(alone).hasSize(1 + 300 * 3 - 2 + 1);
        for (Crew crew : CREWS) {
            assertThat(compiled(BOARD, feed, crew, Selection.all())).isEqualTo(alone);
        }
    }

    @Test
    void errorsInTheMiddleLeaveTheSameBehind() {
        // Row 401 and on are dearer than the input allows; a name comes twice; a row has a cell too many.
        String feed = feed(450, "item-3,9\nitem-x,1,2,3\n");
        List<String> alone = compiled(BOARD, feed, Crew.alone(), Selection.all());
        assertThat(alone).anyMatch(line -> line.contains("duplicate-variant"));
        assertThat(alone).anyMatch(line -> line.contains("row-shape"));
        assertThat(alone).anyMatch(line -> line.contains("input-not-allowed"));
        for (Crew crew : CREWS) {
            assertThat(compiled(BOARD, feed, crew, Selection.all())).isEqualTo(alone);
        }
    }

    /** Films after an error aren't lowered, whoever was faster, so nothing is said of what they would ask for. */
    @Test
    void repeatsAreSaidOfTheSameFilms() {
        String board = BOARD + "  - { id: again, duration: 4, prompt: \"{{price}} on a tag\" }\n";
        for (String more : List.of("item-3,9\n", "item-x,1,2,3\n", "")) {
            for (int rows : List.of(2, 45, 450)) {
                List<String> alone = compiled(board, feed(rows, more), Crew.alone(), Selection.all());
                assertThat(alone).anyMatch(line -> line.contains("same-request"));
                for (Crew crew : CREWS) {
                    assertThat(compiled(board, feed(rows, more), crew, Selection.all()))
                            .isEqualTo(alone);
                }
            }
        }
    }

    @Test
    void whatIsSelectedIsTheSame() {
        String feed = feed(200, "");
        for (Crew crew : CREWS) {
            Selection selection = Selection.of(List.of("variant:item-1*", "clip:tag", "clip:none"), List.of());
            List<String> some = compiled(BOARD, feed, crew, selection);
            assertThat(some)
                    .isEqualTo(compiled(
                            BOARD,
                            feed,
                            Crew.alone(),
                            Selection.of(List.of("variant:item-1*", "clip:tag"), List.of())));
            assertThat(selection.unmatched()).contains("clip:none").doesNotContain("variant:item-1*");
        }
    }

    /** One that renders alone remembers nothing of other variants; the others have most texts from a variant before. */
    @Test
    void whatIsRememberedIsWhatIsRenderedAnew() {
        List<String> alone = compiled(WRONG_HERE_AND_THERE, feed(60, ""), Crew.alone(), Selection.all());
        assertThat(String.join("\n", alone))
                .contains("unbound-mark@", "hidden-direction@", "bad-character@", "blank-prompt@", "setting-value@")
                .contains("shot-prompt-too-long@", "clip-duration@", "section-on-text@", "input-not-allowed@");
        for (Crew crew : CREWS) {
            assertThat(compiled(WRONG_HERE_AND_THERE, feed(60, ""), crew, Selection.all()))
                    .isEqualTo(alone);
        }
    }

    /** What is remembered isn't rendered, but what a variant's texts may come to is what it would be if it were. */
    @Test
    void textsOutgrowAVariantWhetherTheyAreSharedOrNot() {
        for (int thousands : new int[] {30, 90, 205, 215}) {
            String board = """
                    version: 1
                    variants: { matrix: { a: [x, y], b: [x, y], c: [x, y] } }
                    variables:
                      one: "{{a}} LONG"
                      two: "{{b}} LONG"
                      three: "{{c}} LONG"
                    scenes:
                      - { id: one, duration: 5, prompt: "{{one}}" }
                      - { id: two, duration: 5, prompt: "{{two}}" }
                      - { id: three, duration: 5, prompt: "{{three}}" }
                      - { id: four, duration: 5, prompt: "{{one}}." }
                      - { id: five, duration: 5, prompt: "{{two}}!" }
                    """.replace("LONG", "long words".repeat(100 * thousands));
            List<String> alone = compiled(board, "", Crew.alone(), Selection.all());
            assertThat(alone.stream().anyMatch(line -> line.contains("text-too-large")))
                    .as("with %d thousand", thousands)
                    .isEqualTo(thousands == 215);
            for (Crew crew : CREWS.subList(0, 3)) {
                assertThat(compiled(board, "", crew, Selection.all())).isEqualTo(alone);
            }
        }
    }

    @Test
    void aBugInAThreadIsThrownWhereFilmsAreAskedFor() {
        StoryboardCompiler compiler = compiler(new Crew(THREADS, 4));
        Source source = new Source("a.yaml", BOARD);
        assertThatThrownBy(() -> {
                    try (Stream<Result<String>> films =
                            compiler.compile(source, sources(feed(90, "")), Choices.none(), film -> {
                                if (film.film().variant().startsWith("item-60")) {
                                    throw new IllegalStateException("boom");
                                }
                                return "";
                            })) {
                        films.forEach(film -> {});
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("boom");
    }

    /** Films are rendered while the storyboard is validated, and a model that nobody knows has no payloads. */
    @Test
    void nothingIsLoweredThatIsNotValid() {
        String board = BOARD.replace("version: 1", "version: 1\nmodel: nobody/knows");
        List<String> alone = compiled(board, feed(300, ""), Crew.alone(), Selection.all());
        assertThat(alone.get(0)).contains("unknown-model");
        assertThat(alone.subList(1, alone.size())).hasSizeGreaterThan(300).noneMatch(line -> line.contains("#"));
        for (Crew crew : CREWS) {
            assertThat(compiled(board, feed(300, ""), crew, Selection.all())).isEqualTo(alone);
        }
    }

    @Test
    void moreThanAMillionIsSaidOnce() {
        String axis = IntStream.range(0, 1_001).mapToObj(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
        String board = "version: 1\nvariants: { matrix: { a: " + axis + ", b: " + axis + " } }\n"
                + "scenes: [ { id: card, duration: 5, prompt: \"{{a}} {{b}}\" } ]\n";
        try (Stream<Result<CompiledFilm>> films = compiler(new Crew(ForkJoinPool.commonPool(), 6))
                .compile(new Source("a.yaml", board), MemorySources.empty(), Choices.none(), film -> film)) {
            assertThat(films.flatMap(film -> film.diagnostics().stream()))
                    .extracting(diagnostic -> diagnostic.rule())
                    .containsExactly(Rule.TOO_MANY_VARIANTS);
        }
    }

    private static List<String> compiled(String board, String feed, Crew crew, Selection selection) {
        Choices choices = new Choices(Map.of(), selection);
        try (Stream<Result<CompiledFilm>> films =
                compiler(crew).compile(new Source("a.yaml", board), sources(feed), choices, film -> film)) {
            return films.map(CrewTest::shown).toList();
        }
    }

    private static String shown(Result<CompiledFilm> result) {
        CompiledFilm film = result.value();
        String clips = film == null
                ? "-"
                : film.film().variant()
                        + film.film().scenes().stream().map(CrewTest::shown).collect(Collectors.joining())
                        + film.clips().stream()
                                .map(clip -> " " + clip.id() + "#" + clip.take() + "=" + clip.key())
                                .collect(Collectors.joining());
        return clips
                + result.diagnostics().stream()
                        .map(d -> " " + d.rule().id() + "@" + d.span().line() + " " + d.message())
                        // Nobody promises in what order a film's findings are found; they are shown by place.
                        .sorted()
                        .collect(Collectors.joining());
    }

    private static String shown(FilmScene scene) {
        Stream<Rendered> texts = Stream.concat(
                Stream.ofNullable(scene.prompt()), scene.shots().stream().map(FilmShot::prompt));
        return texts.map(text -> " " + text.text() + text.makeup().get().ingredients())
                .collect(Collectors.joining());
    }

    private static StoryboardCompiler compiler(Crew crew) {
        return new StoryboardCompiler(new ModelCatalog(), Validators.start(), crew);
    }

    private static MemorySources sources(String feed) {
        return new MemorySources(Map.of(), Map.of("feed.csv", () -> new StringReader(feed)));
    }

    private static String feed(int rows, String more) {
        return IntStream.rangeClosed(1, rows)
                .mapToObj(i -> "item-" + i + "," + i + "\n")
                .collect(Collectors.joining("", "sku,price\n", more));
    }
}
