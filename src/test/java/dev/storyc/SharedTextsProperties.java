package dev.storyc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.catalog.ModelCatalog;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Source;
import dev.storyc.expand.Choices;
import dev.storyc.expand.Crew;
import dev.storyc.expand.FilmScene;
import dev.storyc.expand.FilmShot;
import dev.storyc.expand.Rendered;
import dev.storyc.expand.Selection;
import jakarta.validation.ValidatorFactory;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Whatever a storyboard's texts depend on, what variants have in common is what each would have by itself: one text taken
 * for another would be a wrong film that somebody pays for.
 */
@Tag("fast")
class SharedTextsProperties {
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(3);
    private static final ValidatorFactory VALIDATORS = Validators.start();
    private static final ModelCatalog CATALOG = new ModelCatalog();
    private static final List<Crew> CREWS = List.of(new Crew(THREADS, 5), new Crew(Runnable::run, 3));
    private static final AtomicInteger CLIPS = new AtomicInteger();
    private static final AtomicInteger FINDINGS = new AtomicInteger();

    private static final List<String> NAMES =
            List.of("sku", "price", "note", "tone", "size", "quality", "one", "two", "three", "mood", "opt");
    private static final List<String> WORDS =
            List.of("Rain. ", "A street, ", "部屋 ", "“dusk” ", "e\u0301 ", "", "<<<voice_1>>> ", "35mm ", "{{! no }}");

    @AfterContainer
    static void mostOfThemAreSound() {
        THREADS.shutdownNow();
        assertThat(CLIPS.get()).isGreaterThan(1000);
        assertThat(FINDINGS.get()).isGreaterThan(100);
    }

    @Property(tries = 250, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void whatVariantsShareIsWhatEachWouldHave(@ForAll long seed) {
        Random random = new Random(seed);
        String board = board(random);
        String feed = feed(random);
        Map<String, String> sets = random.nextInt(4) == 0 ? Map.of("one", "set {{tone}}") : Map.of();
        List<String> alone = compiled(board, feed, sets, Crew.alone());
        for (Crew crew : CREWS) {
            assertThat(compiled(board, feed, sets, crew))
                    .as(board + "\n" + feed)
                    .isEqualTo(alone);
        }
        CLIPS.addAndGet((int) alone.stream().filter(line -> line.contains("=")).count());
        FINDINGS.addAndGet(
                (int) alone.stream().filter(line -> line.contains("@")).count());
    }

    private static String board(Random random) {
        StringBuilder board = new StringBuilder("version: 1\n");
        board.append("inputs:\n  price: { type: number, max: ").append(random.nextBoolean() ? 99 : 7);
        board.append(" }\n  quality: { type: string, enum: [std, pro], default: ");
        board.append(random.nextBoolean() ? "std" : "\"{{two}}\"")
                .append(" }\n  opt: { type: string, required: false }\n");
        board.append("variables:\n  one: \"").append(text(random, 2)).append("\"\n  two: ");
        board.append(random.nextBoolean() ? "pro" : "\"" + text(random, 1) + "\"")
                .append("\n  three: \"");
        board.append(text(random, 2)).append("\"\n  mood: calm\n");
        if (random.nextBoolean()) {
            board.append("settings: { mode: \"{{quality}}\", negative_prompt: \"no ")
                    .append(text(random, 1))
                    .append("\" }\n");
        }
        board.append("variants:\n");
        boolean rows = random.nextInt(4) > 0;
        board.append(rows ? "  rows: feed.csv\n" : "");
        board.append("  matrix: { tone: [warm, cold, \"\"], ")
                .append(rows ? "" : "sku: [a, b], price: [1, 8], note: [n], ");
        board.append("size: [s, \"m{{x}}\"] }\n");
        if (random.nextInt(3) == 0) {
            board.append("  overrides:\n    - { when: { tone: cold }, variables: { one: \"")
                    .append(text(random, 1));
            board.append("\" } }\n    - { when: { size: s }, variables: { three: blue, mood: \"")
                    .append(text(random, 1));
            board.append("\" } }\n");
        }
        if (random.nextInt(4) == 0) {
            board.append("  exclude: [ { tone: cold, size: s } ]\n");
        }
        if (random.nextInt(4) == 0) {
            board.append("  include: [ { sku: extra, price: 3, note: hm, tone: warm, size: s } ]\n");
        }
        board.append("scenes:\n");
        int scenes = 1 + random.nextInt(3);
        for (int i = 0; i < scenes; i++) {
            scene(i, random, board);
        }
        return board.toString();
    }

    private static void scene(int index, Random random, StringBuilder board) {
        board.append("  - id: s").append(index).append('\n');
        if (random.nextInt(5) == 0) {
            board.append("    ")
                    .append(random.nextBoolean() ? "when" : "unless")
                    .append(": { tone: cold }\n");
        }
        if (random.nextInt(3) == 0) {
            board.append("    with: { mood: \"").append(text(random, 1)).append('"');
            board.append(random.nextBoolean() ? ", quality: std" : "")
                    .append(random.nextInt(4) == 0 ? ", tone: flat" : "");
            board.append(" }\n");
        }
        if (random.nextInt(4) == 0) {
            board.append("    settings: { negative_prompt: \"")
                    .append(text(random, 2))
                    .append("\" }\n");
        }
        if (random.nextInt(5) == 0) {
            board.append("    caption: \"").append(text(random, 1)).append("\"\n");
        }
        if (random.nextBoolean()) {
            board.append("    duration: ")
                    .append(random.nextInt(6) == 0 ? "\"{{price}}\"" : "5")
                    .append('\n');
            board.append("    prompt: \"").append(text(random, 3)).append("\"\n");
            return;
        }
        board.append("    shots:\n");
        int shots = 2 + random.nextInt(2);
        for (int i = 0; i < shots; i++) {
            board.append("      - { duration: 3, prompt: \"")
                    .append(text(random, 2))
                    .append('"');
            board.append(random.nextInt(4) == 0 ? ", with: { one: \"" + text(random, 1) + "\" }" : "");
            board.append(random.nextInt(6) == 0 ? ", when: { size: s }" : "").append(" }\n");
        }
    }

    private static String text(Random random, int names) {
        StringBuilder text = new StringBuilder("Mara, ");
        for (int i = 0; i < names; i++) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            text.append(WORDS.get(random.nextInt(WORDS.size())));
            switch (random.nextInt(7)) {
                case 0 ->
                    text.append("{{#")
                            .append(name)
                            .append("}}with {{mood}}{{/")
                            .append(name)
                            .append("}} ");
                case 1 ->
                    text.append("{{^")
                            .append(name)
                            .append("}}dark{{/")
                            .append(name)
                            .append("}} ");
                default -> text.append("{{").append(name).append("}} ");
            }
        }
        return text.toString();
    }

    private static String feed(Random random) {
        StringBuilder feed = new StringBuilder("sku,price,note")
                .append(random.nextInt(3) == 0 ? ",mood" : "")
                .append('\n');
        int rows = 1 + random.nextInt(12);
        for (int i = 0; i < rows; i++) {
            feed.append("item-")
                    .append(i)
                    .append(',')
                    .append(1 + random.nextInt(9))
                    .append(',');
            feed.append(random.nextInt(3) == 0 ? "" : random.nextBoolean() ? "no" : "ink " + i);
            feed.append(feed.indexOf("mood") > 0 ? random.nextBoolean() ? "," : ",keen" : "")
                    .append('\n');
        }
        return feed.toString();
    }

    private static List<String> compiled(String board, String feed, Map<String, String> sets, Crew crew) {
        StoryboardCompiler compiler = new StoryboardCompiler(CATALOG, VALIDATORS, crew);
        MemorySources sources = new MemorySources(Map.of(), Map.of("feed.csv", () -> new StringReader(feed)));
        try (Stream<Result<CompiledFilm>> films = compiler.compile(
                new Source("a.yaml", board), sources, new Choices(sets, Selection.all()), film -> film)) {
            return films.map(SharedTextsProperties::shown).toList();
        }
    }

    private static String shown(Result<CompiledFilm> result) {
        List<String> all = new ArrayList<>();
        CompiledFilm film = result.value();
        if (film != null) {
            all.add(film.film().variant() + film.film().values());
            film.film().scenes().forEach(scene -> all.add(shown(scene)));
            film.clips()
                    .forEach(clip -> all.add(
                            clip.id() + "=" + clip.key() + clip.payload().args()));
        }
        result.diagnostics().stream()
                .map(d -> d.rule().id() + "@" + d.span().address() + d.span().excerpt() + d.message() + d.hint()
                        + d.trace())
                // Nobody promises in what order a film's findings are found; they are shown by place.
                .sorted()
                .forEach(all::add);
        return String.join(" | ", all);
    }

    private static String shown(FilmScene scene) {
        Stream<Rendered> texts = Stream.of(
                        Stream.of(scene.duration()),
                        Stream.ofNullable(scene.prompt()),
                        Stream.ofNullable(scene.caption()),
                        scene.settings().values().stream(),
                        scene.shots().stream().map(FilmShot::prompt))
                .flatMap(some -> some);
        return scene.id()
                + texts.map(text -> text.text()
                                + text.standIn()
                                + text.makeup().get().ingredients()
                                + text.makeup().get().shares())
                        .collect(Collectors.joining("; "));
    }
}
