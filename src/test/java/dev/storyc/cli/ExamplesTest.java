package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.CompiledFilm;
import dev.storyc.StoryboardCompiler;
import dev.storyc.Validators;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.TextDiagnosticFormatter;
import dev.storyc.expand.Choices;
import dev.storyc.expand.Crew;
import dev.storyc.workspace.Workspace;
import dev.storyc.workspace.WorkspaceSettings;
import dev.storyc.workspace.WorkspaceSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every storyboard people can copy from this repository compiles: the examples, and each whole one in the documents. */
@Tag("fast")
class ExamplesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml[ \t]*\\R(.*?)^```");

    private final StoryboardCompiler compiler =
            new StoryboardCompiler(new ModelCatalog(), Validators.start(), Crew.alone());
    private final TextDiagnosticFormatter formatter = new TextDiagnosticFormatter(100, false);

    @TestFactory
    Stream<DynamicTest> the_examples_compile_without_a_warning() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(ROOT.resolve("storyboards"))) {
            files = walk.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(3);
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(
                        ROOT.relativize(file).toString(), () -> compiles(Files.readString(file), file)));
    }

    @TestFactory
    Stream<DynamicTest> every_storyboard_in_the_documents_compiles() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> walk = Files.walk(ROOT.resolve("docs"))) {
            walk.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (Path document : documents) {
            Matcher block = BLOCK.matcher(Files.readString(document));
            for (int n = 1; block.find(); n++) {
                String text = block.group(1);
                Path place = ROOT.resolve("storyboards/example-" + n + ".yaml");
                tests.add(DynamicTest.dynamicTest(
                        ROOT.relativize(document) + ", block " + n, () -> compiles(text, place)));
            }
        }
        assertThat(tests).as("whole storyboards in README and docs").hasSizeGreaterThan(5);
        return tests.stream();
    }

    private void compiles(String text, Path place) {
        WorkspaceSources sources = new WorkspaceSources(new Workspace(ROOT, WorkspaceSettings.none(), ROOT), place);
        List<String> findings = new ArrayList<>();
        int clips = 0;
        Source source = new Source(ROOT.relativize(place).toString(), text);
        try (Stream<Result<CompiledFilm>> films = compiler.compile(source, sources, Choices.none(), film -> film)) {
            for (Result<CompiledFilm> film : (Iterable<Result<CompiledFilm>>) films::iterator) {
                film.diagnostics().stream().map(this::words).forEach(findings::add);
                CompiledFilm value = film.value();
                clips += value == null ? 0 : value.clips().size();
            }
        }
        assertThat(findings).isEmpty();
        assertThat(clips).isPositive();
    }

    private String words(Diagnostic diagnostic) {
        return formatter.format(diagnostic);
    }
}
