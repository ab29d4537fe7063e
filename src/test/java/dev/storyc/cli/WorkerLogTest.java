package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.cli.WorkerLog.About;
import dev.storyc.cli.WorkerLog.Level;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class WorkerLogTest {
    private static final About CLIP = new About("build-1", "a1b2", "job-7", "aurora/lisbon/arrival");

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private WorkerLog log(boolean json) {
        PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new WorkerLog(err, () -> Instant.parse("2026-11-23T03:04:05Z"), json);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anEventIsOneLineOfJsonWithWhatItIsAbout() {
        log(true).event(Level.INFO, "submitted", CLIP, "first line\nsecond \u001b[31m");
        log(true).event(Level.WARNING, "lease-lost", About.WORKER, null);
        assertThat(said())
                .isEqualTo("{\"time\":\"2026-11-23T03:04:05Z\",\"level\":\"info\",\"event\":\"submitted\","
                        + "\"build\":\"build-1\",\"key\":\"a1b2\",\"job_id\":\"job-7\",\"clip\":\"aurora/lisbon/arrival\","
                        + "\"words\":\"first line second \\\\u001b[31m\"}\n"
                        + "{\"time\":\"2026-11-23T03:04:05Z\",\"level\":\"warning\",\"event\":\"lease-lost\"}\n");
    }

    @Test
    void aPersonReadsWords() {
        log(false).event(Level.INFO, "submitted", CLIP, null);
        log(false).event(Level.ERROR, "database", About.WORKER, "it is gone");
        assertThat(said())
                .isEqualTo("03:04:05  submitted  aurora/lisbon/arrival, job job-7\n03:04:05 !! database: it is gone\n");
    }

    @Test
    void nothingSecretIsSaidWhoeverSaysIt() {
        for (boolean json : new boolean[] {true, false}) {
            for (String words : List.of(
                    "Authorization: Bearer ak-0123456789abcdef",
                    "the key ak-0123456789abcdef is odd",
                    "jdbc:postgresql://db/fleet?user=w&password=hunter2&ssl=true can't be reached",
                    "postgresql://worker:hunter2@db/fleet can't be reached",
                    "got https://films.example/a/signed.mp4?token=0123 late",
                    "x".repeat(10_000) + " ak-0123456789abcdef")) {
                log(json).event(Level.WARNING, "library", CLIP, words);
            }
        }
        assertThat(said())
                .doesNotContain("0123456789")
                .doesNotContain("hunter2")
                .doesNotContain("films.example")
                .doesNotContain("token=")
                .contains("password=…&ssl=true");
        assertThat(said().lines()).hasSize(12).allMatch(line -> line.length() < 3000);
    }

    @Test
    void linesOfManyThreadsStayWhole() throws IOException {
        WorkerLog log = log(true);
        IntStream.range(0, 500).parallel().forEach(i -> log.event(Level.INFO, "step", CLIP, "number " + i));
        JsonMapper json = JsonMapper.builder().build();
        List<String> lines = said().lines().toList();
        assertThat(lines).hasSize(500);
        for (String line : lines) {
            JsonNode node = json.readTree(line);
            assertThat(node.path("words").asText()).startsWith("number ");
        }
    }
}
