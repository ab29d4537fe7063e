package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every finding marks the words that are meant: {@code marks.txt} of each rejected case holds them, read by a person.
 *
 * <p>Rewriting the golden cases leaves these files alone. Only where one is missing is it written, and the test fails.
 */
@Tag("fast")
class MarkedTextTest {
    @TempDir
    private Path temporary;

    @TestFactory
    Stream<DynamicTest> marks() throws IOException {
        return GoldenCase.all("rejected").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> check(golden)));
    }

    private void check(GoldenCase golden) throws IOException {
        Path workspace = Files.createTempDirectory(temporary, golden.name());
        golden.copy(workspace, (file, text) -> text);
        List<String> arguments = new ArrayList<>(golden.arguments());
        arguments.add("--format=json");
        StringBuilder marks = new StringBuilder();
        for (String line :
                GoldenCase.run(workspace, "check", arguments).out().lines().toList()) {
            JsonNode finding = new JsonMapper().readTree(line);
            marks.append(finding.get("rule").asText())
                    .append(": ")
                    .append(marked(workspace, finding))
                    .append('\n');
        }
        if (!Files.exists(golden.folder().resolve(GoldenCase.MARKS))) {
            golden.expect(GoldenCase.MARKS, marks.toString());
            fail(golden.name() + "/" + GoldenCase.MARKS
                    + " was written: read whether this is what a person would edit");
        }
        assertThat(marks.toString()).isEqualTo(golden.expected(GoldenCase.MARKS));
    }

    /** The text that the finding's columns, counted in code points, enclose; of several lines the first. */
    private static String marked(Path workspace, JsonNode finding) throws IOException {
        String file = finding.get("file").asText();
        if (file.startsWith("--")) {
            return file;
        }
        // What is no UTF-8 has no columns anyway.
        String text = new String(Files.readAllBytes(workspace.resolve(file)), StandardCharsets.UTF_8);
        String[] lines =
                text.startsWith("\uFEFF") ? text.substring(1).split("\r\n|\n|\r", -1) : text.split("\r\n|\n|\r", -1);
        String line = lines[Math.min(finding.get("line").asInt(), lines.length) - 1];
        int points = line.codePointCount(0, line.length());
        int from = Math.min(finding.get("column").asInt() - 1, points);
        boolean more = finding.get("end_line").asInt() > finding.get("line").asInt();
        int to = more
                ? points
                : Math.min(Math.max(from, finding.get("end_column").asInt() - 1), points);
        String marked = line.substring(line.offsetByCodePoints(0, from), line.offsetByCodePoints(0, to));
        return marked.replace("\t", "\\t") + (more ? "⏎" : "");
    }
}
