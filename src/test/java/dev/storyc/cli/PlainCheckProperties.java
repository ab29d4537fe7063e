package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.console.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import picocli.CommandLine;

/** What is read without picocli means what picocli would have read. */
@Tag("fast")
class PlainCheckProperties {
    @Property(tries = 2000)
    void readsAsPicocliDoes(@ForAll("arguments") List<String> words) {
        Optional<PlainCheck> plain = plain(words);
        if (plain.isPresent()) {
            assertThat(byPicocli(words)).isEqualTo(plain.get());
        }
    }

    @Example
    void readsWhatEditorsAndHooksType() {
        assertThat(plain(List.of())).contains(new PlainCheck(List.of(), "text", false));
        assertThat(plain(List.of("--format", "json", "a.yaml", "b c/日.yaml", "--strict")))
                .contains(new PlainCheck(List.of("a.yaml", "b c/日.yaml"), "json", true));
    }

    @Example
    void leavesAllElseToPicocli() {
        List<List<String>> others = List.of(
                List.of("--help"),
                List.of("--format"),
                List.of("--format", "--strict"),
                List.of("--format=json"),
                List.of("--strict", "--strict"),
                List.of("--format", "json", "--format", "json"),
                List.of("--", "a"),
                List.of(""),
                List.of("-"),
                List.of("--set", "a=b"));
        assertThat(others).allSatisfy(words -> assertThat(plain(words)).isEmpty());
        assertThat(PlainCheck.read(new String[0])).isEmpty();
        assertThat(PlainCheck.read(new String[] {"plan"})).isEmpty();
    }

    @Provide
    Arbitrary<List<String>> arguments() {
        Arbitrary<String> word = Arbitraries.of(
                "--strict",
                "--format",
                "json",
                "text",
                "sarif",
                "a.yaml",
                "b c",
                "日本",
                "--",
                "-",
                "-h",
                "@a",
                "--format=json",
                "--set",
                "a=b",
                "'q'",
                "\"q\"",
                "a=b",
                "check",
                "$X",
                "${sys:user.home}",
                "%n",
                "\\");
        return word.list().ofMaxSize(5);
    }

    private static Optional<PlainCheck> plain(List<String> words) {
        String[] args = new String[words.size() + 1];
        args[0] = "check";
        for (int i = 0; i < words.size(); i++) {
            args[i + 1] = words.get(i);
        }
        return PlainCheck.read(args);
    }

    private static PlainCheck byPicocli(List<String> words) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        CheckCommand command = new CheckCommand(new Console(nowhere, nowhere, Map.of(), false), Path.of("/"));
        new CommandLine(command).setExpandAtFiles(false).parseArgs(words.toArray(String[]::new));
        return command.asked();
    }
}
