package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
}
