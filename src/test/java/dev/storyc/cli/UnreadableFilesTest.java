package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file that can't be read as a storyboard is told, by the command that was given it. */
@Tag("fast")
class UnreadableFilesTest {
    private static final String BOARD = "version: 1\nscenes:\n  - { id: a, duration: 5, prompt: \"A pier{{n}}\" }\n";

    @TempDir
    private Path folder;

    private Desk desk;

    @BeforeEach
    void lay() throws IOException {
        desk = new Desk(folder);
    }

    @Test
    void aFileThatIsTooLargeSaysSo() throws IOException {
        desk.write("storyboards/a.yaml", BOARD + "#".repeat(4 * 1024 * 1024));
        assertThat(desk.run("check")).isEqualTo(Exit.STORYBOARD_WRONG);
        assertThat(desk.out)
                .startsWith("error[file-too-large]: this file can't be read: it has 4,194,37")
                .contains("bytes, and may have 4,194,304\n")
                .contains("help: move rows into a CSV file");
    }

    @Test
    void aFileOfAnotherEncodingIsToldWhatToDo() throws IOException {
        Files.createDirectories(desk.folder.resolve("storyboards"));
        Files.write(desk.folder.resolve("storyboards/a.yaml"), new byte[] {'s', (byte) 0xE9, '\n'});
        assertThat(desk.run("check", "storyboards/a.yaml")).isEqualTo(Exit.STORYBOARD_WRONG);
        assertThat(desk.out)
                .contains("error[file-unreadable]: this file can't be read: it is not UTF-8: byte E9 on line 1")
                .contains("help: save it as UTF-8 text\n");
    }

    @Test
    void aValueRefusedOnTheCommandLineIsUsage() throws IOException {
        desk.write("storyboards/a.yaml", "inputs: { n: { type: integer, max: 3, default: 1 } }\n" + BOARD);
        assertThat(desk.run("check", "--set", "n=4")).isEqualTo(Exit.USAGE);
        assertThat(desk.run("check", "--set", "n=2")).isZero();
    }

    @Test
    void aPartialIsUnusedOnlyWhereAllStoryboardsWereRead() throws IOException {
        desk.write("templates/used.mustache", "one\n");
        desk.write("templates/lost.mustache", "two\n");
        desk.write("storyboards/a.yaml", BOARD.replace("{{n}}", ""));
        desk.write("storyboards/b.yaml", BOARD.replace("{{n}}", "{{> used}}"));
        assertThat(desk.run("check", "storyboards/a.yaml")).isZero();
        assertThat(desk.out).doesNotContain("unused-partial");
        assertThat(desk.run("check")).isZero();
        assertThat(desk.out).contains("uses the partial `lost`").doesNotContain("`used`");
    }
}
