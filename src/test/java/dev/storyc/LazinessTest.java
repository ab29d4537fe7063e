package dev.storyc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.catalog.ModelCatalog;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Source;
import dev.storyc.expand.Choices;
import dev.storyc.expand.Crew;
import java.io.FilterReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Variants flow through one at a time: a film costs what it costs, however many come after it. */
@Tag("fast")
class LazinessTest {
    private final StoryboardCompiler compiler =
            new StoryboardCompiler(new ModelCatalog(), Validators.start(), Crew.alone());

    @Test
    void theFirstFilmOfAHundredThousandIsMadeAlone() {
        Source source = matrix(50, 50, 40);
        AtomicInteger made = new AtomicInteger();
        try (Stream<Result<CompiledFilm>> films =
                compiler.compile(source, MemorySources.empty(), Choices.none(), film -> film)) {
            String first = films.filter(film -> film.value() != null)
                    .peek(film -> made.incrementAndGet())
                    .map(film -> film.value() == null ? "" : film.value().film().variant())
                    .findFirst()
                    .orElseThrow();
            assertThat(first).isEqualTo("0-0-0");
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void rowsAreReadAsTheyAreNeeded() {
        String csv = "title\n"
                + IntStream.range(0, 200_000)
                        .mapToObj(i -> "Aurora number " + i)
                        .collect(Collectors.joining("\n"));
        AtomicLong characters = new AtomicLong();
        MemorySources sources =
                new MemorySources(Map.of(), Map.of("feed.csv", () -> new FilterReader(new StringReader(csv)) {
                    @Override
                    public int read(char[] into, int offset, int length) throws IOException {
                        int count = super.read(into, offset, length);
                        characters.addAndGet(Math.max(0, count));
                        return count;
                    }
                }));
        Source source = new Source("a.yaml", """
                version: 1
                variants: { rows: feed.csv }
                scenes: [ { id: card, duration: 5, prompt: "{{title}}" } ]
                """);
        try (Stream<Result<CompiledFilm>> films = compiler.compile(source, sources, Choices.none(), film -> film)) {
            assertThat(films.filter(film -> film.value() != null).limit(3)).hasSize(3);
        }
        assertThat(characters.get()).isPositive().isLessThan(csv.length() / 20);
    }

    @Test
    void aMillionVariantsAreTheMost() {
        try (Stream<Result<CompiledFilm>> films =
                compiler.compile(matrix(101, 100, 100), MemorySources.empty(), Choices.none(), film -> film)) {
            List<Diagnostic> found =
                    films.flatMap(film -> film.diagnostics().stream()).toList();
            assertThat(found).extracting(Diagnostic::rule).containsExactly(Rule.TOO_MANY_VARIANTS);
        }
    }

    private static Source matrix(int a, int b, int c) {
        return new Source(
                "a.yaml",
                "version: 1\nvariants: { matrix: { a: " + numbers(a) + ", b: " + numbers(b) + ", c: " + numbers(c)
                        + " } }\nscenes: [ { id: card, duration: 5, prompt: \"{{a}} {{b}} {{c}}\" } ]\n");
    }

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
