package dev.storyc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.catalog.ModelCatalog;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.TextDiagnosticFormatter;
import dev.storyc.expand.Choices;
import dev.storyc.expand.Crew;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;

/** Whatever a file holds ends in findings at places that exist, never in an exception. */
@Tag("fast")
class NeverThrowsProperties {
    private static final List<String> SCRAPS = List.of(
            "{{",
            "}}",
            "{",
            "}",
            "[",
            "]",
            ":",
            ": ",
            "#",
            " #x",
            "\"",
            "'",
            "- ",
            "\n",
            "\n  ",
            "\t",
            "&a ",
            "*a",
            "<<: ",
            "!!x ",
            "---\n",
            "|",
            ">-",
            "0",
            "-1",
            "99999999999",
            "null",
            "~",
            "true",
            "1e999",
            "{{#a}}",
            "{{/a}}",
            "{{> p}}",
            "{{{",
            "\u0000",
            "\uD83C",
            "🎬",
            "\uFDD0",
            "\r",
            "rows: feed.csv",
            "scenes:",
            "shots: auto",
            "? ");
    private static final MemorySources SOURCES = new MemorySources(
            Map.of("p", "{{> p}} {{#a}}", "brand.yaml", "variables: { a: \"{{b}}\", b: [1, \"{{a}}\"] }"),
            Map.of("feed.csv", () -> new StringReader("a,b\n1,\"x\n2,3,4\n")));

    private final StoryboardCompiler compiler =
            new StoryboardCompiler(new ModelCatalog(), Validators.start(), Crew.alone());
    private final List<String> storyboards = storyboards();

    @Property(tries = 600, seed = "20261122")
    void arbitraryText(@ForAll String text) {
        compile(text);
    }

    @Property(tries = 2500, seed = "20261122")
    void storyboardsWithSlipsOfThePen(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int slips) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(storyboards.get(random.nextInt(storyboards.size())));
        for (int i = 0; i < slips && text.length() > 0; i++) {
            int at = random.nextInt(text.length());
            int to = Math.min(text.length(), at + 1 + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, to);
                case 1 -> text.insert(at, text.substring(at, to));
                default -> text.replace(at, random.nextBoolean() ? at : to, SCRAPS.get(random.nextInt(SCRAPS.size())));
            }
        }
        compile(text.toString());
    }

    private void compile(String text) {
        TextDiagnosticFormatter formatter = new TextDiagnosticFormatter(80, false);
        try (Stream<Result<CompiledFilm>> films =
                compiler.compile(new Source("a.yaml", text), SOURCES, Choices.none(), film -> film)) {
            films.limit(60)
                    .forEach(film -> film.diagnostics().forEach(found -> {
                        sane(found);
                        assertThat(formatter.format(found))
                                .contains(found.rule().id());
                    }));
        }
    }

    private static void sane(Diagnostic found) {
        assertThat(found.span().line()).isPositive();
        assertThat(found.span().column()).isPositive();
        assertThat(found.span().endLine()).isGreaterThanOrEqualTo(found.span().line());
        assertThat(found.message()).isNotBlank();
    }

    private static List<String> storyboards() {
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/golden"))) {
            return files.filter(file -> file.getFileName().toString().equals("storyboard.yaml"))
                    .filter(file -> !file.toString().contains("utf-"))
                    .sorted()
                    .map(NeverThrowsProperties::read)
                    .filter(text -> text.length() < 3000)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
