package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What docs/comparison.md says that storyc says of the twenty planted mistakes is what it says, word for word. */
@Tag("fast")
class ComparisonTest {
    private static final Path CASES = Path.of("src/test/resources/comparison");
    private static final Pattern SUMMARY = Pattern.compile("\n1 storyboard: 1 error\n$");

    @TempDir
    private Path temporary;

    @TestFactory
    Stream<DynamicTest> thePageIsRight() throws IOException {
        String page = Files.readString(Path.of("docs/comparison.md"));
        List<Path> folders;
        try (Stream<Path> all = Files.list(CASES)) {
            folders = all.sorted().toList();
        }
        assertThat(folders).hasSize(20);
        return folders.stream()
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName() + "", () -> {
                    GoldenCase planted = new GoldenCase(folder);
                    Path workspace = Files.createDirectories(temporary.resolve(planted.name()));
                    planted.copy(workspace, (file, text) -> text);
                    GoldenCase.Answer answer = GoldenCase.run(workspace, "check", planted.arguments());
                    assertThat(answer.exit()).isEqualTo(Exit.STORYBOARD_WRONG);
                    Matcher summary = SUMMARY.matcher(answer.out());
                    assertThat(summary.find())
                            .as("one mistake, one finding: " + answer.out())
                            .isTrue();
                    assertThat(page).contains("```text\n" + summary.replaceFirst("") + "```\n");
                }));
    }
}
