package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import dev.storyc.lower.Payload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about a file of faults before anything is served. */
@Tag("fast")
class EmulatorCommandTest {
    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void sit() throws IOException {
        desk = new Desk(folder);
    }

    @Test
    void allThatIsWrongIsToldAtOnceWithItsPlace() throws IOException {
        desk.write("faults.yaml", """
                seed: many
                job_time: soon
                create:
                  bussy: 3
                  busy: [1, often]
                  reset-after: [1, 60%]
                  error-after: 50%
                query: 5
                film:
                  slow: 0
                """);
        assertThat(desk.run("emulator", "--faults", "faults.yaml")).isEqualTo(Exit.USAGE);
        assertThat(desk.out).isEmpty();
        assertThat(desk.err)
                .contains("faults.yaml:1:7", "`seed` must be a whole number, and is `many`")
                .contains("faults.yaml:2:11", "`job_time` must be a duration, and is `soon`")
                .contains("faults.yaml:4:3", "`create.bussy` is no setting", "did you mean `create.busy`?")
                .contains("faults.yaml:5:13", "here stands `often`", "`5%` for one in twenty")
                .contains("faults.yaml:6:17", "the create number 1 goes wrong already, by `create.busy`")
                .contains("faults.yaml:7:16", "the chances of `create` come to 110%")
                .contains("faults.yaml:8:8", "here stands `5`")
                .contains("faults.yaml:10:9", "here stands `0`");
    }

    @Test
    void aFileThatIsNotThereOrNoYamlIsSaid() throws IOException {
        assertThat(desk.run("emulator", "--faults", "none.yaml")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("none.yaml can't be read: it does not exist");
        desk.write("broken.yaml", "create: {busy: 1\n");
        assertThat(desk.run("emulator", "--faults", "broken.yaml")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("broken.yaml:1:9", "never closed");
    }

    @Test
    void aPlanInJsonIsReadToo() throws IOException {
        Path file = desk.write("faults.json", """
                {"seed": 3, "job_time": "250ms", "job": {"stuck": 2}, "create": {"busy": ["20%", 4]}}
                """);
        FaultsFile.Plan plan = FaultsFile.read(file, "faults.json", 80);
        assertThat(plan.jobTime()).hasMillis(250);
        assertThat(plan.faults().job(2, new Payload("m", Map.of()))).isPresent();
    }

    @Test
    void aPortThatIsTakenIsSaid() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(desk.run("emulator", "--port", String.valueOf(taken.getLocalPort())))
                    .isEqualTo(Exit.USAGE);
            assertThat(desk.err).contains("port " + taken.getLocalPort() + " is taken");
        }
    }
}
