package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.TestPostgres;
import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.ledger.PostgresAddress;
import dev.storyc.run.FarEndHere;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What monitors and logs are told of a worker: a real process, a real PostgreSQL, an emulator. */
@Timeout(180)
class WorkerCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PROMPT = "Sand runs through a broken clock.";
    private static final String PASSWORD = "hunter2-of-the-fleet";

    @TempDir
    Path folder;

    private final HttpClient web = HttpClient.newHttpClient();
    private FarEndHere far;
    private Desk desk;
    private Process worker;
    private String status = "";

    @BeforeEach
    void open() throws Exception {
        far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(100), null);
        PostgresAddress database = TestPostgres.database();
        desk = new Desk(folder);
        desk.environment.put("STORYC_API_URL", far.url().toString());
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        desk.environment.put("STORYC_FLEET_PASSWORD_FILE", password.toString());
        desk.write(
                "storyboards/dune.yaml",
                "version: 1\nname: dune\nsettings: { mode: std }\nscenes:\n  - { id: sand, duration: 3, prompt: "
                        + PROMPT + " }\n");
        desk.write(
                "storyc.yaml",
                desk.read("storyc.yaml") + "fleet: postgresql://" + database.user() + "@127.0.0.1:" + database.port()
                        + "/" + database.database() + "\nshared_store: " + folder.resolve("shared") + "\n");
        worker = desk.process(List.of(), "worker").redirectError(log().toFile()).start();
        BufferedReader out = new BufferedReader(new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8));
        status = String.valueOf(out.readLine());
    }

    @AfterEach
    void close() throws Exception {
        worker.destroyForcibly().waitFor();
        far.close();
    }

    private Path log() {
        return folder.resolve("worker.log");
    }

    private HttpResponse<String> asked(String path) throws IOException, InterruptedException {
        return web.send(
                HttpRequest.newBuilder(URI.create(status + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static double told(String metrics, String sample) {
        return metrics.lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(sample + " isn't in\n" + metrics));
    }

    @Test
    void itSaysHowItFaresAndNothingThatIsSecret() throws Exception {
        assertThat(status).matches("http://127\\.0\\.0\\.1:[0-9]+");
        HttpResponse<String> health = asked("/health");
        // Its lease is taken a moment after it listens.
        while (health.statusCode() == 503 && worker.isAlive()) {
            assertThat(health.body()).isEqualTo("its lease is gone, so it sends nothing\n");
            worker.waitFor(20, TimeUnit.MILLISECONDS);
            health = asked("/health");
        }
        assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
        assertThat(health.body()).isEqualTo("ok\n");
        assertThat(told(asked("/metrics").body(), "storyc_attempts{state=\"stored\"}"))
                .isZero();

        assertThat(desk.run("build", "--yes")).as(desk.err).isZero();
        String metrics = asked("/metrics").body();
        while (told(metrics, "storyc_attempts{state=\"stored\"}") < 1) {
            // They are read every five seconds.
            worker.waitFor(200, TimeUnit.MILLISECONDS);
            metrics = asked("/metrics").body();
        }
        assertThat(told(metrics, "storyc_calls_total{call=\"create\",outcome=\"accepted\"}"))
                .isEqualTo(1);
        assertThat(told(metrics, "storyc_calls_total{call=\"download\",outcome=\"stored\"}"))
                .isEqualTo(1);
        assertThat(told(metrics, "storyc_clips_finished_total{outcome=\"rendered\"}"))
                .isEqualTo(1);
        assertThat(told(metrics, "storyc_spent_usd")).isEqualTo(0.429);
        assertThat(told(metrics, "storyc_reserved_usd")).isZero();
        assertThat(told(metrics, "storyc_queue_clips{state=\"waiting\"}")).isZero();
        assertThat(told(metrics, "storyc_steps_total")).isGreaterThanOrEqualTo(3);
        assertThat(told(metrics, "storyc_database_errors_total")).isZero();

        worker.destroy();
        assertThat(worker.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(worker.exitValue()).isZero();
        String log = Files.readString(log());
        List<String> events = new ArrayList<>();
        for (String line : log.lines().toList()) {
            JsonNode event = JSON.readTree(line);
            assertThat(event.path("time").asText()).as(line).startsWith("20");
            events.add(event.path("event").asText());
            if (event.has("job_id")) {
                assertThat(event.path("clip").asText()).isEqualTo("dune/default/sand");
                assertThat(event.path("key").asText()).matches("[0-9a-f]{64}");
                assertThat(event.path("build").asText()).matches("[a-z0-9]{8}");
            }
        }
        assertThat(events).startsWith("ready").contains("submitted", "rendered").endsWith("draining", "ended");
        for (String said : List.of(log, metrics, health.body())) {
            assertThat(said)
                    .doesNotContain(Desk.KEY.substring(3))
                    .doesNotContain(PASSWORD)
                    .doesNotContain("broken clock")
                    .doesNotContain(".mp4")
                    .doesNotContain("/films/");
        }
    }

    @Test
    void aPlaceThatCannotBeListenedAtIsSaidAtOnce() {
        String taken = status.substring("http://".length());
        assertThat(desk.run("worker", "--listen", taken)).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("nothing can listen at " + taken).contains("--listen");
        assertThat(desk.run("worker", "--listen", "9464")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("--listen takes HOST:PORT");
        assertThat(desk.run("worker", "--listen", "no-such-host.invalid:1")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("can't be found");
    }
}
