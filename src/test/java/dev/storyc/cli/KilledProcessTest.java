package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.CallFault;
import dev.storyc.emulator.CreateFault;
import dev.storyc.emulator.Faults;
import dev.storyc.lower.Payload;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process, killed in the middle and interrupted; what was paid is asked of the far end. */
class KilledProcessTest {
    private static final int CLIPS = 30;

    @TempDir
    Path folder;

    @Test
    void killedThreeTimesEverythingIsThereOrInDoubtAndNothingWasSentTwice() throws Exception {
        Desk desk = desk();
        Random random = new Random(11);
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(400), null)) {
            desk.environment.put("STORYC_API_URL", far.url().toString());
            for (int kill = 0; kill < 3; kill++) {
                long before = far.stats().jobs();
                Process build = desk.start("build", "--yes", "--quiet");
                int more = 3 + random.nextInt(5);
                while (build.isAlive() && far.stats().jobs() < before + more) {
                    build.waitFor(2, TimeUnit.MILLISECONDS);
                }
                build.destroyForcibly();
                assertThat(build.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }
            int last = desk.run("build", "--yes");
            assertThat(last).isIn(Exit.DONE, Exit.IN_DOUBT);
            assertThat(far.stats().distinct().values())
                    .allSatisfy(request -> assertThat(request.jobIds()).hasSize(1));
            List<String> doubtful = inDoubt(desk);
            assertThat(films(desk)).isEqualTo(CLIPS - doubtful.size());
            assertThat(doubtful.isEmpty()).isEqualTo(last == Exit.DONE);

            for (String key : doubtful) {
                assertThat(desk.run("jobs", "resolve", key, "--resubmit")).isZero();
            }
            assertThat(desk.run("build", "--yes")).isZero();
            assertThat(films(desk)).isEqualTo(CLIPS);
            assertThat(desk.run("verify")).isZero();
            assertThat(far.stats().authorizationOnFilmHost()).isZero();
            System.out.println("killed 3 times: " + far.stats().creates() + " creates, " + CLIPS + " films, "
                    + doubtful.size() + " in doubt, billed $" + far.stats().billedUsd());
        }
    }

    @Test
    void aTermSignalLeavesNothingInDoubt() throws Exception {
        Desk desk = desk();
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofSeconds(5), null)) {
            desk.environment.put("STORYC_API_URL", far.url().toString());
            Process build = desk.start("build", "--yes");
            while (build.isAlive() && far.stats().jobs() < 3) {
                build.waitFor(2, TimeUnit.MILLISECONDS);
            }
            build.destroy();
            assertThat(build.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(build.exitValue()).isEqualTo(Exit.INTERRUPTED);
            assertThat(inDoubt(desk)).isEmpty();
            assertThat(desk.out.lines()).hasSize((int) far.stats().jobs());
        }
    }

    @Test
    void theFirstSignalWaitsForTheAnswersToCreatesAndTheSecondForNothing() throws Exception {
        Desk desk = desk();
        Faults silence = new Faults() {
            @Override
            public Optional<CreateFault> create(int n, Payload request) {
                return Optional.of(new CreateFault(false, new CallFault.Hang()));
            }
        };
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), silence, Duration.ofSeconds(5), null)) {
            desk.environment.put("STORYC_API_URL", far.url().toString());
            Process build = desk.start("build", "--yes");
            while (build.isAlive() && far.stats().creates() < 2) {
                build.waitFor(2, TimeUnit.MILLISECONDS);
            }
            build.destroy();
            assertThat(build.waitFor(3, TimeUnit.SECONDS)).isFalse();
            build.destroy();
            assertThat(build.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(build.exitValue()).isEqualTo(Exit.INTERRUPTED);
            // Nobody but a person can tell what became of creates that nobody answered.
            assertThat(inDoubt(desk)).hasSize((int) far.stats().creates()).hasSizeBetween(2, 4);
        }
    }

    private Desk desk() throws IOException {
        Desk desk = new Desk(folder);
        desk.write("storyboards/many.yaml", """
                version: 1
                name: many
                settings: { mode: std }
                variants: { matrix: { n: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15] } }
                scenes:
                  - { id: a, duration: 3, prompt: "First shot of number {{n}}." }
                  - { id: b, duration: 3, prompt: "Second shot of number {{n}}." }
                """);
        return desk;
    }

    private static List<String> inDoubt(Desk desk) throws IOException {
        assertThat(desk.run("jobs", "list", "--format", "json")).isZero();
        List<String> keys = new ArrayList<>();
        for (String line : desk.out.lines().toList()) {
            JsonNode job = JsonMapper.builder().build().readTree(line);
            if (job.get("state").asText().equals("in-doubt")) {
                keys.add(job.get("key").asText());
            }
        }
        return keys;
    }

    private static long films(Desk desk) throws IOException {
        try (Stream<Path> files = Files.walk(desk.folder.resolve("out"))) {
            return files.filter(file -> file.toString().matches(".*/[0-9]{2}-[^/]*[.]mp4"))
                    .count();
        }
    }
}
