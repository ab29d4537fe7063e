package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds storyc to what it said before about every case under {@code golden}: clips and keys of the accepted ones, every
 * word about the rejected ones.
 *
 * <p>{@code -Dgolden.rewrite=true} writes the expectations anew and fails, so that nobody rewrites without looking.
 */
@Tag("fast")
class GoldenTest {
    private static final boolean REWRITE = Boolean.getBoolean("golden.rewrite");
    private static final Pattern RULE = Pattern.compile("^(?:error|warning|note)\\[([a-z-]+)]", Pattern.MULTILINE);

    /** Rules that no storyboard of a reasonable size breaks, with the test that breaks them. */
    private static final Set<Rule> SHOWN_ELSEWHERE = Set.of(
            Rule.FILE_TOO_LARGE, // YamlLimitsTest: a file of 4 MiB
            Rule.TOO_MANY_VARIANTS, // LazinessTest: a million variants
            Rule.TOO_MANY_ENTRIES, // HostileInputTest: 10,001 keys
            Rule.MORE_FINDINGS, // HostileInputTest: a thousand errors and one
            Rule.MANIFEST_UNREADABLE, // ManifestTest
            Rule.MANIFEST_TOO_NEW); // ManifestTest

    @TempDir
    private Path temporary;

    @TestFactory
    Stream<DynamicTest> accepted() throws IOException {
        return GoldenCase.all("accepted").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> accept(golden)));
    }

    @TestFactory
    Stream<DynamicTest> rejected() throws IOException {
        return GoldenCase.all("rejected").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> reject(golden)));
    }

    @Test
    void everyRuleHasACase() throws IOException {
        Set<String> shown = new TreeSet<>();
        for (String kind : List.of("accepted", "rejected")) {
            for (GoldenCase golden : GoldenCase.all(kind)) {
                RULE.matcher(golden.expected("diagnostics.txt")).results().forEach(m -> shown.add(m.group(1)));
            }
        }
        SHOWN_ELSEWHERE.forEach(rule -> shown.add(rule.id()));
        assertThat(shown)
                .containsExactlyElementsOf(
                        Arrays.stream(Rule.values()).map(Rule::id).sorted().toList());
    }

    private void accept(GoldenCase golden) throws IOException {
        Path workspace = workspace(golden);
        GoldenCase.Answer answer = GoldenCase.run(workspace, "compile", golden.arguments());
        assertThat(answer.exit()).as(answer.err()).isEqualTo(Exit.DONE);
        compare(golden, "clips.jsonl", answer.out());
        compare(golden, "diagnostics.txt", answer.err());
    }

    private void reject(GoldenCase golden) throws IOException {
        Path workspace = workspace(golden);
        GoldenCase.Answer answer = GoldenCase.run(workspace, "check", golden.arguments());
        assertThat(answer.exit()).as(answer.out() + answer.err()).isIn(Exit.STORYBOARD_WRONG, Exit.USAGE);
        assertThat(answer.err()).isEmpty();
        compare(golden, "diagnostics.txt", answer.out() + "exit " + answer.exit() + "\n");
    }

    private Path workspace(GoldenCase golden) throws IOException {
        Path workspace = Files.createTempDirectory(temporary, golden.name());
        golden.copy(workspace, (file, text) -> text);
        return workspace;
    }

    private static void compare(GoldenCase golden, String file, String actual) throws IOException {
        if (REWRITE) {
            golden.expect(file, actual);
        } else {
            assertThat(actual).isEqualTo(golden.expected(file));
        }
    }

    @Test
    void rewritingIsNoTesting() {
        if (REWRITE) {
            fail("the expectations were written anew: look at what changed, then test without -Dgolden.rewrite");
        }
    }
}
