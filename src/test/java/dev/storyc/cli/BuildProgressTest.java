package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.console.TestScreen;
import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.FaultTimes;
import dev.storyc.emulator.PlannedFaults;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people and programs are told while a build runs, and when it is over. */
class BuildProgressTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BOARD = """
            version: 1
            name: tide
            settings: { mode: std }
            variants: { matrix: { city: [Lisbon, Osaka, 東京] } }
            scenes:
              - { id: quay, duration: 3, prompt: "{{city}} at dawn, the quay under water." }
              - { id: night, duration: 3, prompt: "{{city}} at night." }
            """;

    @TempDir
    Path folder;

    @Test
    void quietSaysNothingAtAllWhenAllIsWell() throws IOException {
        try (FarEndHere far = far(Map.of())) {
            Desk desk = desk(far);
            assertThat(desk.run("build", "--yes", "--quiet")).isZero();
            assertThat(desk.out + desk.err).isEmpty();
            desk.live = true;
            assertThat(desk.run("build", "--yes", "--quiet")).isZero();
            assertThat(desk.out + desk.err).isEmpty();
        }
    }

    @Test
    void quietStillSaysWhatNeedsAPersonAndFitsEightyColumns() throws IOException {
        try (FarEndHere far = far(Map.of("create.reset-after", at(2)))) {
            Desk desk = desk(far);
            desk.environment.put("COLUMNS", "80");
            assertThat(desk.run("build", "--yes", "--quiet", "--in-flight", "1"))
                    .isEqualTo(Exit.IN_DOUBT);
            assertThat(desk.out).isEmpty();
            assertThat(desk.err)
                    .startsWith("tide/")
                    .contains("is in doubt since", "--adopt JOB_ID", "--resubmit", "--abandon");
            assertThat(desk.err.lines())
                    .hasSizeLessThan(9)
                    .allSatisfy(line -> assertThat(line).hasSizeLessThan(110));
            assertThat(desk.run("build", "--yes")).isEqualTo(Exit.IN_DOUBT);
            assertThat(desk.out).contains("0 rendered, 5 held, 1 in-doubt; spent $0.00");
        }
    }

    @Test
    void atTheEndWhatIsReservedStandsApartFromWhatIsSpent() throws IOException {
        try (FarEndHere far = far(Map.of("create.reset-after", at(2), "job.fails-charged", at(3)))) {
            Desk desk = desk(far);
            assertThat(desk.run("build", "--yes", "--in-flight", "1")).isEqualTo(Exit.IN_DOUBT);
            assertThat(desk.out)
                    .contains("4 rendered, 0 held, 1 failed, 1 in-doubt; spent $2.145 of $2.574 estimated")
                    .contains("$0.429 more is reserved for what is under way or in doubt");
        }
    }

    @Test
    void elsewhereItIsALineAnEvent() throws IOException {
        try (FarEndHere far = far(Map.of("query.error", at(2)))) {
            Desk desk = desk(far);
            assertThat(desk.run("build", "--yes", "--in-flight", "1")).isZero();
            assertThat(desk.err).doesNotContain("\u001b").doesNotContain("\r");
            List<String> lines = desk.err.lines().toList();
            assertThat(lines.stream().filter(line -> line.contains("submitted, job ")))
                    .hasSize(6);
            assertThat(lines.stream().filter(line -> line.matches("  \\[\\d/6] tide/.*  rendered in 0:0\\d, \\$0.429")))
                    .hasSize(6);
            assertThat(lines.stream().filter(line -> line.contains("trying again: ")))
                    .hasSize(1);
        }
    }

    @Test
    void programsGetAnObjectAnEventAndTheResultAsTheLast() throws IOException {
        try (FarEndHere far = far(Map.of("create.busy", at(1)))) {
            Desk desk = desk(far);
            assertThat(desk.run("build", "--yes", "--format", "json", "--in-flight", "1"))
                    .isZero();
            List<JsonNode> events = new ArrayList<>();
            for (String line : desk.out.lines().toList()) {
                events.add(JSON.readTree(line));
            }
            JsonNode end = events.remove(events.size() - 1);
            assertThat(end.get("event").asText()).isEqualTo("end");
            assertThat(end.get("estimate_usd").decimalValue()).isEqualByComparingTo("2.574");
            assertThat(end.get("spent_usd").decimalValue()).isEqualByComparingTo("2.574");
            assertThat(end.get("reserved_usd").decimalValue()).isZero();
            String documented = Files.readString(Path.of("docs/cli.md"));
            for (JsonNode event : events) {
                List<String> names = new ArrayList<>();
                event.fieldNames().forEachRemaining(names::add);
                assertThat(documented).contains("`" + String.join(", ", names) + "`");
                assertThat(Instant.parse(event.get("time").asText())).isNotNull();
            }
            String key = events.get(events.size() - 1).get("key").asText();
            assertThat(events.stream()
                            .filter(event -> event.get("key").asText().equals(key))
                            .map(event -> event.get("event").asText())
                            .distinct())
                    .containsExactly("creating", "submitted", "ready", "finished");
            assertThat(events.stream().map(event -> event.get("event").asText()))
                    .contains("waiting");
            assertThat(desk.err).isEmpty();
        }
    }

    @Test
    void onATerminalWhatWasDrawnIsGoneAtTheEndAndWhatWentWrongHasStayed() throws IOException {
        try (FarEndHere far = far(Map.of("job.fails-charged", at(3)))) {
            Desk desk = desk(far);
            desk.live = true;
            desk.environment.put("COLUMNS", "80");
            assertThat(desk.run("build", "--yes")).isEqualTo(Exit.RENDER_FAILED);
            assertThat(desk.err).contains(" of 6 clips · ").contains("  rendering  ");
            TestScreen screen = new TestScreen(80, 24);
            screen.write(desk.err.replace("\n", "\r\n").replace("\r\r", "\r"));
            assertThat(String.join("\n", screen.all()))
                    .contains("failed: ", "--retry failed buys it again")
                    .doesNotContain("rendering", "of 6 clips");
        }
    }

    @Test
    void whatWasOnlyTooBusyIsSaidToBeBoughtAgainByItself() throws IOException {
        try (FarEndHere far = far(Map.of("job.fails-busy", at(3)))) {
            Desk desk = desk(far);
            assertThat(desk.run("build", "--yes")).isEqualTo(Exit.RENDER_FAILED);
            assertThat(desk.err).contains("; the next build buys it again").doesNotContain("--retry");
            assertThat(desk.run("plan")).isZero();
            assertThat(desk.out)
                    .contains("bought again, since it was only too busy")
                    .doesNotContain("--retry");
        }
    }

    @Test
    void ctrlCOnARealTerminalLeavesItClean() throws Exception {
        assumeTrue(Program.runs("script", "--version"), "util-linux's `script` gives the test a terminal");
        try (FarEndHere far = far(Map.of(), Duration.ofSeconds(30))) {
            Desk desk = desk(far);
            // Whoever was started in the background has the signal ignored, and so has all that it starts.
            String heard = Program.runs("env", "--default-signal=INT", "true") ? "env --default-signal=INT " : "";
            String java = "exec " + heard + "'" + Path.of(System.getProperty("java.home"), "bin", "java")
                    + "' -Dstoryc.live=true"
                    + " -XX:TieredStopAtLevel=1 -cp '" + System.getProperty("java.class.path") + "' "
                    + Main.class.getName() + " build --yes";
            Path output = folder.resolve("terminal");
            ProcessBuilder builder = new ProcessBuilder("script", "-qefc", "stty cols 60 rows 8; " + java, "/dev/null")
                    .directory(desk.folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(desk.environment);
            builder.environment().put("TERM", "xterm");
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment().remove("COLUMNS");
            Process process = builder.start();
            try (OutputStream keyboard = process.getOutputStream()) {
                while (process.isAlive() && !Files.readString(output).contains("rendering     0:01")) {
                    process.waitFor(20, TimeUnit.MILLISECONDS);
                }
                keyboard.write(3);
                keyboard.flush();
                assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
            }
            String said = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(process.exitValue()).as(said).isEqualTo(Exit.INTERRUPTED);
            TestScreen screen = new TestScreen(60, 8);
            screen.write(said);
            assertThat(said).contains("of 6 clips");
            assertThat(String.join("\n", screen.all()))
                    .contains("go on at the far end, and the next build")
                    .doesNotContain("rendering     0:0", "of 6 clips");
        }
    }

    private FarEndHere far(Map<String, FaultTimes> faults) throws IOException {
        return far(faults, Duration.ofMillis(400));
    }

    private FarEndHere far(Map<String, FaultTimes> faults, Duration jobTime) throws IOException {
        return new FarEndHere(folder.resolve("far"), new PlannedFaults(1, faults), jobTime, null);
    }

    private Desk desk(FarEndHere far) throws IOException {
        Desk desk = new Desk(folder);
        desk.write("storyboards/tide.yaml", BOARD);
        desk.environment.put("STORYC_API_URL", far.url().toString());
        return desk;
    }

    private static FaultTimes at(int call) {
        return new FaultTimes(Set.of(call), 0);
    }
}
