package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.FaultTimes;
import dev.storyc.emulator.Faults;
import dev.storyc.emulator.PlannedFaults;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stores, ledgers and manifests as earlier versions left them, each in a folder of {@code src/test/resources/kept}: this
 * version opens them and pays for nothing again. A folder that is there is never changed. Before a release that writes
 * anything of it in another way, {@code -Dkept.make=VERSION} adds one.
 */
class KeptStoreTest {
    private static final Path KEPT = Path.of("src/test/resources/kept");
    private static final List<String> LEFT_OUT = List.of("owners", "incoming", "workspaces", "hashed");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String TIDE = """
            version: 1
            name: tide
            settings: { mode: std }
            variants: { matrix: { city: [Lisbon, 東京] } }
            scenes:
              - { id: quay, duration: 3, takes: 2, pick: 2, prompt: "{{city}}, the quay under water." }
            """;
    private static final String ODD = """
            version: 1
            name: odd
            settings: { mode: std }
            scenes:
              - { id: in-doubt, duration: 3, prompt: "An answer that got lost." }
              - { id: failed, duration: 3, prompt: "A render that failed." }
              - { id: refused, duration: 3, prompt: "A prompt that was refused." }
              - { id: set-aside, duration: 3, prompt: "A film that is not as asked." }
              - { id: abandoned, duration: 3, prompt: "A job that was given up." }
            """;

    @TempDir
    Path folder;

    static Stream<String> versions() throws IOException {
        try (Stream<Path> folders = Files.list(KEPT)) {
            return folders.map(path -> path.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void itIsOpenedAndNothingOfItIsBoughtAgain(String version) throws IOException {
        Desk desk = new Desk(folder);
        copy(KEPT.resolve(version).resolve("store"), folder.resolve("store"));
        copy(KEPT.resolve(version).resolve("storyboards"), desk.folder.resolve("storyboards"));
        String manifest = desk.read("storyboards/tide.manifest.json");
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(50), null)) {
            desk.environment.put("STORYC_API_URL", far.url().toString());
            assertThat(desk.run("plan", "--exit-code", "storyboards/tide.yaml")).isZero();
            assertThat(desk.run("build", "storyboards/tide.yaml")).as(desk.err).isZero();
            assertThat(desk.out).contains("0 rendered, 2 held");
            assertThat(desk.read("storyboards/tide.manifest.json")).isEqualTo(manifest);
            assertThat(desk.run("verify", "storyboards/tide.yaml")).as(desk.err).isZero();

            assertThat(states(desk)).isEqualTo(expected());
            assertThat(desk.run("build", "--yes", "storyboards/odd.yaml")).isEqualTo(Exit.FILM_WRONG);
            assertThat(states(desk)).isEqualTo(expected());
            assertThat(desk.run("jobs", "list")).isZero();
            assertThat(far.stats().creates()).isZero();
        }
    }

    /** Every clip of the second storyboard is called by the state it is in. */
    private static Map<String, String> expected() {
        Map<String, String> expected = new LinkedHashMap<>();
        List.of("in-doubt", "failed", "refused", "set-aside", "abandoned").forEach(state -> expected.put(state, state));
        return expected;
    }

    private static Map<String, String> states(Desk desk) throws IOException {
        assertThat(desk.run("plan", "--format", "json", "storyboards/odd.yaml")).isZero();
        Map<String, String> states = new LinkedHashMap<>();
        for (JsonNode clip : JSON.readTree(desk.out).get("clips")) {
            states.put(clip.get("clip").asText(), clip.get("state").asText());
        }
        return states;
    }

    @Test
    void oneMoreIsMadeWhereItIsAskedFor() throws IOException {
        String version = System.getProperty("kept.make", "");
        if (version.isEmpty()) {
            assertThat(versions()).as("versions that are kept").isNotEmpty();
            return;
        }
        Path kept = KEPT.resolve(version);
        assertThat(kept).as("what an earlier version left is not written anew").doesNotExist();
        make(kept);
        fail("%s was made: commit it, and run without -Dkept.make", kept);
    }

    private void make(Path kept) throws IOException {
        String user = System.setProperty("user.name", "producer");
        try {
            Desk desk = new Desk(folder);
            desk.write("storyboards/tide.yaml", TIDE);
            desk.write("storyboards/odd.yaml", ODD);
            build(desk, Map.of(), "storyboards/tide.yaml", Exit.DONE);
            // One at a time, so that the n-th create is the n-th clip's.
            Map<String, FaultTimes> faults = Map.of(
                    "create.reset-after", at(1),
                    "job.fails-charged", at(2),
                    "create.refuse", at(3),
                    "film.not-as-asked", at(1),
                    "create.error-after", at(5));
            build(desk, faults, "storyboards/odd.yaml", Exit.FILM_WRONG);
            assertThat(desk.run("jobs", "list", "--format", "json")).isZero();
            for (String line : desk.out.lines().toList()) {
                JsonNode job = JSON.readTree(line);
                if (job.get("clip").asText().equals("abandoned")) {
                    assertThat(desk.run("jobs", "resolve", job.get("key").asText(), "--abandon"))
                            .isZero();
                }
            }
            assertThat(states(desk)).isEqualTo(expected());
            copy(folder.resolve("store"), kept.resolve("store"));
            copy(desk.folder.resolve("storyboards"), kept.resolve("storyboards"));
        } finally {
            System.setProperty("user.name", user);
        }
    }

    private void build(Desk desk, Map<String, FaultTimes> faults, String board, int exit) throws IOException {
        try (FarEndHere far =
                new FarEndHere(folder.resolve("far"), new PlannedFaults(1, faults), Duration.ofMillis(50), null)) {
            desk.environment.put("STORYC_API_URL", far.url().toString());
            assertThat(desk.run("build", "--yes", "--in-flight", "1", board))
                    .as(desk.err)
                    .isEqualTo(exit);
        }
    }

    private static FaultTimes at(int call) {
        return new FaultTimes(Set.of(call), 0);
    }

    /** All of it but what is about a machine. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = from.relativize(file);
                if (LEFT_OUT.stream().noneMatch(name -> relative.toString().contains(name))) {
                    Path target = to.resolve(relative.toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
    }
}
