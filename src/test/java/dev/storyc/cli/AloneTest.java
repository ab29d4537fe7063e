package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.emulator.Faults;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On one machine nothing is loaded of what teams and fleets need: it would be paid for at every start. */
class AloneTest {
    /** How the names of their classes begin. */
    private static final List<String> FOR_TEAMS = List.of(
            "software.amazon.",
            "org.postgresql.",
            "com.zaxxer.hikari.",
            "org.flywaydb.",
            "com.github.kagkarlsson.",
            "io.micrometer.",
            "dev.storyc.shared.S3",
            "dev.storyc.shared.OkSdkClient");

    @TempDir
    Path folder;

    @Test
    void a_build_alone_loads_nothing_of_s3_and_postgresql() throws Exception {
        Desk desk = new Desk(folder);
        desk.write("storyboards/one.yaml", """
                version: 1
                scenes: [ { id: card, duration: 5, prompt: A lamp on a table } ]
                """);
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(30), null)) {
            desk.environment.put("STORYC_API_URL", far.url().toString());
            assertThat(loaded(desk, "check")).isEmpty();
            assertThat(loaded(desk, "plan")).isEmpty();
            assertThat(loaded(desk, "build", "--yes")).isEmpty();
            assertThat(far.stats().creates()).isEqualTo(1);
        }
    }

    private List<String> loaded(Desk desk, String... command) throws IOException, InterruptedException {
        Path log = folder.resolve("classes.log");
        Path said = folder.resolve("said.log");
        Process process = desk.process(List.of("-Xlog:class+load:file=" + log + ":none"), command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(said)).isZero();
        List<String> names = Files.readAllLines(log);
        assertThat(names).anyMatch(line -> line.startsWith("dev.storyc.cli.Main"));
        return names.stream()
                .filter(line -> FOR_TEAMS.stream().anyMatch(line::startsWith))
                .toList();
    }
}
