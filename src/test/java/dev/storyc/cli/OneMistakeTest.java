package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.CompiledFilm;
import dev.storyc.StoryboardCompiler;
import dev.storyc.Validators;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.DiagnosticLog;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Source;
import dev.storyc.expand.Choices;
import dev.storyc.expand.Crew;
import dev.storyc.workspace.Workspace;
import dev.storyc.workspace.WorkspaceSettings;
import dev.storyc.workspace.WorkspaceSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** One mistake is one finding: every kind of slip, made in every accepted case, is reported once and has no follow-up. */
@Tag("fast")
class OneMistakeTest {
    private static final StoryboardCompiler COMPILER =
            new StoryboardCompiler(new ModelCatalog(), Validators.start(), Crew.alone());

    /** Kinds that are no mistake everywhere, and why. */
    private static final Map<String, String> MAYBE_NONE = Map.of(
            "duration left out", "a list of shots needs none",
            "duration left out in braces", "what is merged from an anchor may stand elsewhere",
            "an input undeclared", "an axis or a column needs no declaration",
            "an empty prompt", "beside a list of shots it is not sent",
            "a value misspelt in a condition", "an `unless` may match nothing",
            "no prompt", "beside a list of shots it is not sent");

    @TestFactory
    Stream<DynamicTest> everyKindOfSlip() throws IOException {
        Map<Path, String> right = right();
        return new Mutations()
                .kinds().entrySet().stream()
                        .map(kind -> DynamicTest.dynamicTest(kind.getKey(), () -> {
                            List<String> wrong = new ArrayList<>();
                            int[] made = {0};
                            right.forEach((file, text) -> kind.getValue()
                                    .apply(text)
                                    .forEach(mutated -> {
                                        made[0]++;
                                        List<Diagnostic> found = check(file, mutated).stream()
                                                .filter(Diagnostic::isError)
                                                .toList();
                                        boolean maybeNone = MAYBE_NONE.containsKey(kind.getKey());
                                        if (found.size() > 1 || (found.isEmpty() && !maybeNone)) {
                                            wrong.add(file + "\n" + difference(text, mutated) + "\n" + words(found));
                                        }
                                    }));
                            assertThat(wrong).as(kind.getKey()).isEmpty();
                            assertThat(made[0])
                                    .as("places for " + kind.getKey())
                                    .isPositive();
                        }));
    }

    private static Map<Path, String> right() throws IOException {
        Map<Path, String> right = new LinkedHashMap<>();
        for (GoldenCase golden : GoldenCase.all("accepted")) {
            Path file = golden.folder().resolve(GoldenCase.STORYBOARD);
            // One that has folders of its own for partials would need its storyc.yaml.
            boolean bare = !Files.exists(golden.folder().resolve(WorkspaceSettings.FILE));
            if (bare && Files.exists(file) && golden.arguments().size() == 1) {
                right.put(file, Files.readString(file));
            }
        }
        try (Stream<Path> files = Files.list(Path.of("storyboards"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                right.put(file, Files.readString(file));
            }
        }
        return right;
    }

    private static List<Diagnostic> check(Path file, String text) {
        Path folder = file.toAbsolutePath().resolveSibling("").normalize();
        Path root = folder.endsWith("storyboards") ? folder.resolveSibling("").normalize() : folder;
        WorkspaceSources sources = new WorkspaceSources(new Workspace(root, WorkspaceSettings.none(), root), file);
        DiagnosticLog log = new DiagnosticLog();
        try (Stream<Result<CompiledFilm>> films = COMPILER.compile(
                new Source(file.getFileName().toString(), text), sources, Choices.none(), film -> film)) {
            films.forEach(film -> {
                CompiledFilm value = film.value();
                log.addAll(film.diagnostics(), value == null ? "" : value.film().variant());
            });
        }
        return log.sorted();
    }

    private static String words(List<Diagnostic> found) {
        StringBuilder words = new StringBuilder();
        found.forEach(d -> words.append("    ")
                .append(d.rule().id())
                .append(' ')
                .append(d.span().address())
                .append(": ")
                .append(d.message())
                .append('\n'));
        return words.toString();
    }

    private static String difference(String text, String mutated) {
        int start = 0;
        while (start < Math.min(text.length(), mutated.length()) && text.charAt(start) == mutated.charAt(start)) {
            start++;
        }
        int line = mutated.lastIndexOf('\n', Math.max(0, start - 1)) + 1;
        int end = mutated.indexOf('\n', Math.min(mutated.length(), start + 1));
        return "  " + mutated.substring(line, end < 0 ? mutated.length() : end).replace("\n", "⏎");
    }
}
