package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.console.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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
class PlainCompileProperties {
    @Property(tries = 2000)
    void readsAsPicocliDoes(@ForAll("arguments") List<String> words) {
        Optional<PlainCompile> plain = plain(words);
        if (plain.isPresent()) {
            assertThat(byPicocli(words)).isEqualTo(plain.get());
        }
    }

    @Example
    void readsWhatScriptsType() {
        assertThat(plain(List.of())).contains(new PlainCompile(List.of(), null));
        assertThat(plain(List.of("b c/日.yaml", "-o", "out/clips.jsonl", "a.yaml")))
                .contains(new PlainCompile(List.of("b c/日.yaml", "a.yaml"), Path.of("out/clips.jsonl")));
        assertThat(plain(List.of("--output", "clips.jsonl")))
                .contains(new PlainCompile(List.of(), Path.of("clips.jsonl")));
    }

    @Example
    void leavesAllElseToPicocli() {
        List<List<String>> others = List.of(
                List.of("--help"),
                List.of("-o"),
                List.of("-o", "--set"),
                List.of("-oa"),
                List.of("--output=a"),
                List.of("-o", "a", "--output", "b"),
                List.of("--", "a"),
                List.of(""),
                List.of("a\0b", "-o", "a\0b"),
                List.of("--set", "a=b"));
        assertThat(others).allSatisfy(words -> assertThat(plain(words)).isEmpty());
        assertThat(PlainCompile.read(new String[0])).isEmpty();
        assertThat(PlainCompile.read(new String[] {"check"})).isEmpty();
    }

    @Provide
    Arbitrary<List<String>> arguments() {
        Arbitrary<String> word = Arbitraries.of(
                "-o",
                "--output",
                "a.yaml",
                "b c",
                "日本",
                "--",
                "-",
                "-h",
                "@a",
                "-oa",
                "--output=a",
                "--set",
                "a=b",
                "'q'",
                "\"q\"",
                "compile",
                "$X",
                "${sys:user.home}",
                "%n",
                "\\",
                "..");
        return word.list().ofMaxSize(5);
    }

    private static Optional<PlainCompile> plain(List<String> words) {
        List<String> args = new ArrayList<>(words);
        args.add(0, "compile");
        return PlainCompile.read(args.toArray(String[]::new));
    }

    private static PlainCompile byPicocli(List<String> words) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        CompileCommand command = new CompileCommand(new Console(nowhere, nowhere, Map.of(), false), Path.of("/"));
        new CommandLine(command).setExpandAtFiles(false).parseArgs(words.toArray(String[]::new));
        return command.asked();
    }
}
