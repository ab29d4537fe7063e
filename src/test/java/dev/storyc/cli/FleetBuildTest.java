package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.TestPostgres;
import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.ledger.PostgresAddress;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Desks and workers of one fleet, by the command line: real processes, a real PostgreSQL, an emulator. */
@Timeout(180)
class FleetBuildTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BOARD = """
            version: 1
            name: dune
            settings: { mode: std }
            scenes:
              - { id: sand, duration: 3, prompt: Sand runs. }
              - { id: wind, duration: 3, prompt: Wind over grass. }
              - { id: rain, duration: 3, prompt: Rain on stone. }
            """;

    @TempDir
    Path folder;

    private FarEndHere far;
    private PostgresAddress database;
    private Desk first;
    private Desk second;
    private final List<Process> workers = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(100), null);
        database = TestPostgres.database();
        first = desk("first");
        second = desk("second");
    }

    @AfterEach
    void close() throws Exception {
        for (Process worker : workers) {
            worker.destroyForcibly().waitFor();
        }
        assertThat(first.everything + "" + second.everything)
                .doesNotContain(Desk.KEY)
                .doesNotContain("\tat ");
        for (Path log : logs()) {
            assertThat(Files.readString(log)).doesNotContain(Desk.KEY);
        }
        far.close();
    }

    @Test
    void workersRenderWhatADeskAsksForAndAnotherDeskHasItForNothing() throws Exception {
        work("one");
        work("two");
        first.environment.remove("SHORTAPI_KEY");
        assertThat(first.run("build", "--yes")).as(first.err).isZero();
        assertThat(first.err).contains("the fleet's build ");
        assertThat(first.out).contains("3 rendered, 0 held; spent $1.287");
        assertThat(first.folder.resolve("out/dune/default/01-sand.mp4")).exists();
        assertThat(first.run("verify")).isZero();

        assertThat(second.run("build")).as(second.err).isZero();
        assertThat(second.out).contains("0 rendered, 3 held");
        assertThat(second.read("storyboards/dune.manifest.json"))
                .isEqualTo(first.read("storyboards/dune.manifest.json"));
        assertThat(far.stats().creates()).isEqualTo(3);

        assertThat(first.run("builds")).isZero();
        assertThat(first.out).contains("over").contains("3/3").contains("dune");
    }

    @Test
    void aBuildThatIsLeftIsWaitedForShownAndBroughtHome() throws Exception {
        assertThat(first.run("build", "--yes", "--detach")).as(first.err).isZero();
        String id = first.out.strip();
        assertThat(id).matches("[a-z0-9]{8}");
        assertThat(first.run("builds", "--format", "json")).isZero();
        JsonNode build = JSON.readTree(first.out);
        assertThat(build.path("build").asText()).isEqualTo(id);
        assertThat(build.path("state").asText()).isEqualTo("waiting");
        assertThat(build.path("waiting").asInt()).isEqualTo(3);

        // The very clips are there already: nobody pays for them twice, and nobody is asked to.
        assertThat(second.run("build", "--detach")).as(second.err).isZero();
        assertThat(second.out.strip()).isEqualTo(id);

        work("one");
        assertThat(second.run("builds", "wait", id.substring(0, 4)))
                .as(second.err)
                .isZero();
        assertThat(second.out).contains(id + ": 3 rendered, 0 held; spent $1.287");
        assertThat(second.run("builds", "show", id)).isZero();
        assertThat(second.out).contains("state     over").contains("rendered     dune/default/sand");
        assertThat(first.run("build")).as(first.err).isZero();
        assertThat(first.folder.resolve("out/dune/default/03-rain.mp4")).exists();
        assertThat(far.stats().creates()).isEqualTo(3);
    }

    @Test
    void aCancelledBuildSendsNothingAndItsCodeSaysSo() throws Exception {
        assertThat(first.run("build", "--yes", "--detach")).as(first.err).isZero();
        String id = first.out.strip();
        assertThat(first.run("builds", "cancel", id)).isZero();
        assertThat(first.out).contains("cancelled; nothing of it was under way");
        assertThat(first.run("builds", "cancel", id)).isZero();
        assertThat(first.out).contains("was cancelled before");
        assertThat(first.run("builds", "wait", id)).isEqualTo(Exit.INTERRUPTED);
        assertThat(far.stats().creates()).isZero();
    }

    @Test
    void aWorkerThatIsToldToEndEndsInOrder() throws Exception {
        Process worker = work("one");
        assertThat(first.run("build", "--yes")).as(first.err).isZero();
        worker.destroy();
        assertThat(worker.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(worker.exitValue()).as(Files.readString(log("one"))).isZero();
        assertThat(Files.readString(log("one"))).contains("ended; nothing is in its hand");
    }

    @Test
    void whatAFleetNeedsIsSaidBeforeAnythingIsSent() throws IOException {
        assertThat(first.run("builds", "show", "zzzz")).isEqualTo(Exit.USAGE);
        assertThat(first.err).contains("no build of this fleet begins with zzzz");
        assertThat(first.run("build", "--in-flight", "3")).isEqualTo(Exit.USAGE);
        assertThat(first.err).contains("storyc worker --in-flight 3");
        first.environment.remove("SHORTAPI_KEY");
        assertThat(first.run("worker")).isEqualTo(Exit.USAGE);
        assertThat(first.err).contains("there is no API key");
        first.write("storyc.yaml", "fleet: " + address() + "\n");
        assertThat(first.run("build", "--yes")).isEqualTo(Exit.USAGE);
        assertThat(first.err).contains("`shared_store` beside `fleet`");
        first.write("storyc.yaml", "budget: 10\n");
        assertThat(first.run("builds")).isEqualTo(Exit.USAGE);
        assertThat(first.err).contains("this workspace has no fleet");
        assertThat(first.run("build", "--detach")).isEqualTo(Exit.USAGE);
        assertThat(first.err).contains("--detach leaves a build to a fleet");
        assertThat(far.stats().creates()).isZero();
    }

    private Desk desk(String name) throws IOException {
        Desk desk = new Desk(folder.resolve(name));
        desk.environment.put("STORYC_API_URL", far.url().toString());
        desk.write("storyboards/dune.yaml", BOARD);
        desk.write(
                "storyc.yaml",
                desk.read("storyc.yaml") + "fleet: " + address() + "\nshared_store: " + folder.resolve("shared")
                        + "\n");
        return desk;
    }

    private String address() {
        return "postgresql://" + database.user() + "@127.0.0.1:" + database.port() + "/" + database.database();
    }

    /** A worker on a machine of its own. */
    private Process work(String name) throws IOException {
        Desk machine = desk("worker-" + name);
        Process worker = machine.process(List.of(), "worker")
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile())
                .start();
        workers.add(worker);
        return worker;
    }

    private Path log(String name) {
        return folder.resolve("worker-" + name + ".log");
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }
}
