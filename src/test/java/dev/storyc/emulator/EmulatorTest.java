package dev.storyc.emulator;

import static dev.storyc.emulator.RunningEmulator.ONE_SHOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.lower.Expectation;
import dev.storyc.media.FilmProver;
import dev.storyc.media.Probe;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmulatorTest {
    @TempDir
    Path folder;

    @TempDir
    Path downloads;

    private Probe probe(byte[] film) throws IOException {
        return new FilmProver()
                .whole(Files.write(downloads.resolve("film.mp4"), film))
                .<Optional<Probe>>fold(Optional::of, reason -> Optional.empty())
                .orElseThrow();
    }

    @Test
    void aJobGoesFromItsPriceToItsFilm() throws IOException, InterruptedException {
        try (RunningEmulator far = new RunningEmulator(folder, Faults.none())) {
            HttpResponse<String> created = far.create(ONE_SHOT);
            assertThat(created.statusCode()).isEqualTo(200);
            assertThat(created.body())
                    .matches("\\{\"code\":0,\"data\":\\{\"job_id\":\"[0-9a-f]{32}\",\"amount\":\"0.642\"}}");
            String id = created.body().replaceAll(".*job_id\":\"([0-9a-f]+).*", "$1");

            JsonNode waiting = far.query(id).path("data");
            assertThat(waiting.path("status").intValue()).isZero();
            assertThat(waiting.path("finished_at").isNull()).isTrue();
            assertThat(waiting.path("result").isEmpty()).isTrue();
            assertThat(far.film(id).statusCode()).isEqualTo(404);
            far.clock.pass(Duration.ofSeconds(99));
            assertThat(far.query(id).path("data").path("status").intValue()).isEqualTo(1);
            far.clock.pass(Duration.ofSeconds(1));

            JsonNode done = far.query(id);
            assertThat(done.path("code").intValue()).isZero();
            JsonNode data = done.path("data");
            assertThat(data.path("id").textValue()).isEqualTo(id);
            assertThat(data.path("model").textValue()).isEqualTo("kwaivgi/kling-3.0/text-to-video");
            assertThat(data.path("args"))
                    .isEqualTo(JsonMapper.builder().build().readTree(ONE_SHOT).path("args"));
            assertThat(data.path("status").intValue()).isEqualTo(2);
            assertThat(data.path("credit").textValue()).isEqualTo("0.642");
            assertThat(data.path("refunded").booleanValue()).isFalse();
            assertThat(data.path("created_at").textValue()).isEqualTo("2026-11-22T12:00:00Z");
            assertThat(data.path("finished_at").textValue()).isEqualTo("2026-11-22T12:01:40Z");
            assertThat(data.path("error").textValue()).isEmpty();
            String address =
                    data.path("result").path("videos").path(0).path("url").textValue();
            assertThat(address).isEqualTo(far.emulator.url() + "/films/" + id + ".mp4");
            assertThat(probe(far.film(id).body())).isEqualTo(new Probe(3, 160, 90, 10, "h264", "aac"));
        }
    }

    @ParameterizedTest
    @CsvSource({"16:9, 1280, 720", "9:16, 720, 1280", "1:1, 720, 720"})
    void filmsAreOfTheSizeTheModelPromises(String ratio, int width, int height)
            throws IOException, InterruptedException {
        EmulatorSettings real = new EmulatorSettings(0, RunningEmulator.JOB_TIME, false, null, true);
        try (RunningEmulator far = new RunningEmulator(folder, Faults.none(), real)) {
            Probe probe = probe(
                    far.film(far.finished(ONE_SHOT.replace("16:9", ratio))).body());
            assertThat(new FilmProver()
                            .notAsAsked(
                                    probe, new Expectation(3, width, height, true), FilmProver.SizeCheck.SIZE_CLASS))
                    .isEmpty();
            assertThat(List.of(probe.width(), probe.height())).containsExactly(width, height);
        }
    }

    @Test
    void callsWithoutAKeyAreTurnedAway() throws IOException, InterruptedException {
        try (RunningEmulator far = new RunningEmulator(folder, Faults.none())) {
            for (String key : List.of("Bearer sk-other", "ak-bare", "Basic ak-")) {
                HttpResponse<String> answer = far.send(far.to("/api/v1/job/create")
                        .header("Authorization", key)
                        .POST(HttpRequest.BodyPublishers.ofString(ONE_SHOT)));
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(answer.body()).startsWith("{\"code\":1001,\"info\":");
            }
            assertThat(far.send(far.to("/api/v1/job/query?id=x")).statusCode()).isEqualTo(401);
            assertThat(far.emulator.stats().jobs()).isZero();
            assertThat(far.emulator.stats().refusedCreates()).isEqualTo(3);
        }
        EmulatorSettings open = new EmulatorSettings(0, Duration.ZERO, true, 160, false);
        try (RunningEmulator far = new RunningEmulator(folder, Faults.none(), open)) {
            HttpRequest.Builder bare = far.to("/api/v1/job/create").POST(HttpRequest.BodyPublishers.ofString(ONE_SHOT));
            assertThat(far.send(bare).body()).contains("\"amount\":\"0\"");
        }
    }

    @Test
    void aFilmIsServedInPartsToo() throws IOException, InterruptedException {
        try (RunningEmulator far = new RunningEmulator(folder, Faults.none())) {
            String id = far.finished(ONE_SHOT);
            HttpResponse<byte[]> all = far.film(id);
            byte[] film = all.body();
            assertThat(all.headers().firstValue("Content-Type")).contains("video/mp4");
            assertThat(all.headers().firstValueAsLong("Content-Length")).hasValue(film.length);
            String tag = all.headers().firstValue("ETag").orElseThrow();

            assertPart(far.film(id, "Range", "bytes=0-99"), film, 0, 100);
            assertPart(far.film(id, "Range", "bytes=100-"), film, 100, film.length);
            assertPart(far.film(id, "Range", "bytes=-50"), film, film.length - 50, film.length);
            assertPart(far.film(id, "Range", "bytes=10-99999999"), film, 10, film.length);
            assertPart(far.film(id, "Range", "bytes=5-9", "If-Range", tag), film, 5, 10);

            for (String ignored : List.of("bytes=0-1,5-6", "bytes=9-5", "lines=1-2", "bytes=-")) {
                assertThat(far.film(id, "Range", ignored).statusCode()).isEqualTo(200);
            }
            assertThat(far.film(id, "Range", "bytes=5-9", "If-Range", "\"older\"")
                            .body())
                    .isEqualTo(film);
            HttpResponse<byte[]> beyond = far.film(id, "Range", "bytes=" + film.length + "-");
            assertThat(beyond.statusCode()).isEqualTo(416);
            assertThat(beyond.headers().firstValue("Content-Range")).contains("bytes */" + film.length);

            HttpResponse<String> head =
                    far.send(far.to("/films/" + id + ".mp4").method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(film.length);
            assertThat(head.body()).isEmpty();
        }
    }

    private static void assertPart(HttpResponse<byte[]> answer, byte[] film, int from, int end) {
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.headers().firstValue("Content-Range"))
                .contains("bytes " + from + "-" + (end - 1) + "/" + film.length);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(film, from, end));
    }

    @Test
    void credentialsOnTheFilmHostAreRefusedAndCounted() throws IOException, InterruptedException {
        try (RunningEmulator far = new RunningEmulator(folder, Faults.none())) {
            String id = far.finished(ONE_SHOT);
            assertThat(far.film(id, "Authorization", "Bearer ak-test").statusCode())
                    .isEqualTo(400);
            assertThat(far.film(id).statusCode()).isEqualTo(200);
            assertThat(far.emulator.stats().authorizationOnFilmHost()).isEqualTo(1);
            assertThat(far.emulator.stats().downloads()).isEqualTo(2);
        }
    }

    @Test
    void statsTellWhatWasBilledForWhat() throws IOException, InterruptedException {
        try (RunningEmulator far = new RunningEmulator(folder, Faults.none())) {
            String first = far.job(ONE_SHOT);
            String again = far.job(
                    ONE_SHOT.replace("\"mode\":\"std\",", "").replace("\"args\":{", "\"args\":{\"mode\":\"std\","));
            String other = far.job(ONE_SHOT.replace("Rain", "Snow"));
            far.create("{}");
            far.query(first);
            JsonNode stats = JsonMapper.builder()
                    .build()
                    .readTree(far.send(far.to("/__stats")).body());
            assertThat(stats.path("creates").intValue()).isEqualTo(4);
            assertThat(stats.path("refused_creates").intValue()).isEqualTo(1);
            assertThat(stats.path("jobs").intValue()).isEqualTo(3);
            assertThat(stats.path("queries").intValue()).isEqualTo(1);
            assertThat(stats.path("billed_usd").textValue()).isEqualTo("1.926");
            List<EmulatorStats.Distinct> distinct =
                    List.copyOf(far.emulator.stats().distinct().values());
            assertThat(distinct)
                    .extracting(EmulatorStats.Distinct::jobIds)
                    .containsExactlyInAnyOrder(List.of(first, again), List.of(other));
            assertThat(stats.path("distinct")).hasSize(2);
        }
    }

    @Test
    void equalRequestsAreSeparateJobsWithOneDrawing() throws IOException, InterruptedException {
        try (RunningEmulator far = new RunningEmulator(folder, Faults.none())) {
            String one = far.job(ONE_SHOT);
            String two = far.finished(ONE_SHOT);
            assertThat(one).isNotEqualTo(two);
            assertThat(far.film(one).body()).isEqualTo(far.film(two).body());
            try (Stream<Path> films = Files.list(folder)) {
                assertThat(films).hasSize(1);
            }
        }
    }

    @Test
    void aClosedEmulatorLeavesNothing() throws IOException, InterruptedException {
        RunningEmulator far = new RunningEmulator(folder, Faults.none());
        far.film(far.finished(ONE_SHOT));
        far.close();
        assertThat(folder).isEmptyDirectory();
        assertThatThrownBy(() -> far.create(ONE_SHOT)).isInstanceOf(ConnectException.class);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("emulator-"));
        far.close();
    }

    @Test
    void jobsInFlightCostNoThreads() throws IOException, InterruptedException {
        try (RunningEmulator far = new RunningEmulator(folder, Faults.none())) {
            for (int n = 0; n < 10; n++) {
                far.job(ONE_SHOT);
            }
            long few = emulatorThreads();
            for (int n = 0; n < 2000; n++) {
                far.job(ONE_SHOT);
            }
            assertThat(emulatorThreads()).isEqualTo(few);
            assertThat(far.emulator.stats().jobs()).isEqualTo(2010);
        }
    }

    private static long emulatorThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("emulator-"))
                .count();
    }

    @Test
    void whatIsNoCallIsNotFound() throws IOException, InterruptedException {
        try (RunningEmulator far = new RunningEmulator(folder, Faults.none())) {
            assertThat(far.send(far.to("/api/v1/jobs")).statusCode()).isEqualTo(404);
            assertThat(far.send(far.to("/api/v1/job/create").header("Authorization", "Bearer ak-x"))
                            .statusCode())
                    .isEqualTo(405);
            assertThat(far.film("../../etc/passwd").statusCode()).isEqualTo(404);
            assertThat(far.query("nothing").path("code").intValue()).isEqualTo(1203);
        }
    }

    @Test
    void aTakenPortIsAnError() throws IOException {
        try (RunningEmulator far = new RunningEmulator(folder, Faults.none())) {
            EmulatorSettings same = new EmulatorSettings(far.emulator.url().getPort(), Duration.ZERO, true, 160, true);
            assertThatThrownBy(() -> new RunningEmulator(folder, Faults.none(), same))
                    .isInstanceOf(IOException.class);
        }
    }
}
