package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a slip on the command line is told. */
@Tag("fast")
class UsageTest {
    @TempDir
    Path folder;

    @Test
    void aMisspeltCommandIsToldTheNearest() throws IOException {
        Desk desk = new Desk(folder);
        assertThat(desk.run("chekc")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).startsWith("storyc: there is no command `chekc`; did you mean `check`?");
        assertThat(desk.run("zzzzzzzz")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("known are init, check, compile");
    }

    @Test
    void aMisspeltOptionKeepsItsName() throws IOException {
        Desk desk = new Desk(folder);
        assertThat(desk.run("check", "--formt", "json")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("--formt").contains("storyc check --help").doesNotContain("no command");
    }

    @Test
    void quotesAndEqualsSignsOfASetValueAreItsOwn() throws IOException {
        Desk desk = new Desk(folder);
        desk.write("s.yaml", """
                version: 1
                variables: { a: x }
                scenes: [{ id: gull, duration: 5, prompt: "{{a}}" }]
                """);
        assertThat(desk.run("compile", "s.yaml", "--set", "a=\"b=c")).isEqualTo(Exit.DONE);
        assertThat(desk.out).contains("\"prompt\":\"\\\"b=c\"");
        assertThat(desk.err).isEmpty();
    }

    @Test
    void aSetWithoutAValueIsToldWhatItTakes() throws IOException {
        Desk desk = new Desk(folder);
        desk.write("s.yaml", "scenes: []\n");
        assertThat(desk.run("check", "s.yaml", "--set", "\u001b[31ma")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).isEqualTo("storyc: --set takes NAME=VALUE, and not `\\u001b[31ma`\n");
        assertThat(desk.run("check", "s.yaml", "--set", "=a")).isEqualTo(Exit.USAGE);
    }

    @Test
    void anArgumentThatBeginsWithAtIsNoFileOfArguments() throws IOException {
        Desk desk = new Desk(folder);
        assertThat(desk.run("check", "@/dev/zero")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("there is no file or folder @/dev/zero");
    }

    @Test
    void aPlanThatSomebodyReadsShowsWhatTurnsTextRound() throws IOException {
        Desk desk = new Desk(folder);
        desk.write("s.yaml", """
                version: 1
                title: "Gulls \\u202Esllug"
                scenes: [{ id: gull, duration: 5, prompt: "A gull \\u202Ellug" }]
                """);
        assertThat(desk.run("plan", "s.yaml")).isEqualTo(Exit.DONE);
        assertThat(desk.err).contains("warning[hidden-direction]");
        assertThat(desk.everything.toString()).doesNotContain("\u202E").contains("\\u202e");
    }
}
