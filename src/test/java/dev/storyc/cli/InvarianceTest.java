package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.storyc.diagnostic.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What means the same is paid once: every accepted case in other clothes has the same clips and keys. */
@Tag("fast")
class InvarianceTest {
    private static final Pattern TOP_LEVEL_KEY = Pattern.compile("(?m)^(?=[\\w\"'-]+\\s*:)");

    @TempDir
    private Path temporary;

    @TestFactory
    Stream<DynamicTest> windowsLineEnds() throws IOException {
        return disguised((file, text) -> text.replaceAll("(?<!\r)\n", "\r\n"));
    }

    @TestFactory
    Stream<DynamicTest> comments() throws IOException {
        return disguised((file, text) -> file.equals(GoldenCase.STORYBOARD) ? commented(text) : text);
    }

    @TestFactory
    Stream<DynamicTest> keyOrder() throws IOException {
        return disguised((file, text) -> file.equals(GoldenCase.STORYBOARD) ? reordered(text) : text);
    }

    @TestFactory
    Stream<DynamicTest> fileName() throws IOException {
        return GoldenCase.all("accepted").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> {
                    Path workspace = Files.createTempDirectory(temporary, golden.name());
                    golden.copy(workspace, (file, text) -> text);
                    Path storyboard = workspace.resolve(GoldenCase.STORYBOARD);
                    assumeTrue(Files.exists(storyboard), "the case is about file names");
                    Files.move(storyboard, workspace.resolve("renamed.yaml"));
                    List<String> arguments = new ArrayList<>(golden.arguments());
                    Collections.replaceAll(arguments, GoldenCase.STORYBOARD, "renamed.yaml");
                    compare(golden, workspace, arguments);
                }));
    }

    private Stream<DynamicTest> disguised(GoldenCase.Disguise disguise) throws IOException {
        return GoldenCase.all("accepted").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> {
                    Path workspace = Files.createTempDirectory(temporary, golden.name());
                    golden.copy(workspace, disguise);
                    compare(golden, workspace, golden.arguments());
                }));
    }

    private static void compare(GoldenCase golden, Path workspace, List<String> arguments) throws IOException {
        GoldenCase.Answer answer = GoldenCase.run(workspace, "compile", arguments);
        assertThat(answer.exit()).as(answer.err()).isEqualTo(Exit.DONE);
        assertThat(answer.out()).isEqualTo(golden.expected("clips.jsonl"));
    }

    private static String commented(String text) {
        String inside = TOP_LEVEL_KEY.matcher(text).replaceAll("# a comment: with {{braces}} and \"quotes\n");
        return inside + "\n# the last word\n";
    }

    /** Top-level keys from last to first, but for what holds anchors, which must stand above its aliases. */
    private static String reordered(String text) {
        List<String> anchors = new ArrayList<>();
        List<String> others = new ArrayList<>();
        String head = "";
        for (String part : TOP_LEVEL_KEY.split(text, -1)) {
            if (!TOP_LEVEL_KEY.matcher(part).lookingAt()) {
                head = part;
            } else {
                (part.startsWith("x-") ? anchors : others).add(part.endsWith("\n") ? part : part + "\n");
            }
        }
        String tail = "";
        int last = others.size() - 1;
        if (last >= 0 && others.get(last).endsWith("...\n")) {
            tail = "...\n";
            others.set(last, others.get(last).replaceFirst("\\.\\.\\.\n$", ""));
        }
        Collections.reverse(others);
        return head + String.join("", anchors) + String.join("", others) + tail;
    }
}
