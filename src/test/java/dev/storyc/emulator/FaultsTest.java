package dev.storyc.emulator;

import static dev.storyc.emulator.RunningEmulator.ONE_SHOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.lower.Payload;
import dev.storyc.media.Animatic;
import dev.storyc.media.FilmProver;
import dev.storyc.media.Probe;
import dev.storyc.media.Wholeness;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
    @TempDir
    Path folder;

    @TempDir
    Path downloads;

    /** The first call of each kind goes wrong like this; the next ones go well. */
    private record First(
            @Nullable CreateFault create,
            @Nullable CallFault query,
            @Nullable JobFault job,
            @Nullable FilmFault film) implements Faults {
        static First create(boolean accepted, CallFault fault) {
            return new First(new CreateFault(accepted, fault), null, null, null);
        }

        static First job(JobFault fault) {
            return new First(null, null, fault, null);
        }

        static First film(FilmFault fault) {
            return new First(null, null, null, fault);
        }

        @Override
        public Optional<CreateFault> create(int n, Payload request) {
            return n == 1 ? Optional.ofNullable(create) : Optional.empty();
        }

        @Override
        public Optional<CallFault> query(int n, String jobId) {
            return n == 1 ? Optional.ofNullable(query) : Optional.empty();
        }

        @Override
        public Optional<JobFault> job(int n, Payload request) {
            return n == 1 ? Optional.ofNullable(job) : Optional.empty();
        }

        @Override
        public Optional<FilmFault> film(int n, String jobId) {
            return n == 1 ? Optional.ofNullable(film) : Optional.empty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCreateIsAnsweredWithAnything(boolean accepted) throws IOException, InterruptedException {
        CallFault busy = new CallFault.Answer(429, Map.of("Retry-After", "3"), "slow down");
        try (RunningEmulator far = new RunningEmulator(folder, First.create(accepted, busy))) {
            HttpResponse<String> answer = far.create(ONE_SHOT);
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).contains("3");
            assertThat(answer.body()).isEqualTo("slow down");
            assertThat(far.emulator.stats().jobs()).isEqualTo(accepted ? 1 : 0);
            assertThat(far.create(ONE_SHOT).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCreateIsDroppedWithoutAnAnswer(boolean accepted) throws IOException {
        try (RunningEmulator far = new RunningEmulator(folder, First.create(accepted, new CallFault.Drop()))) {
            assertThatThrownBy(() -> far.create(ONE_SHOT)).isInstanceOf(IOException.class);
            assertThat(far.emulator.stats().creates()).isEqualTo(1);
            assertThat(far.emulator.stats().jobs()).isEqualTo(accepted ? 1 : 0);
        }
    }

    @Test
    void hangingCallsHoldNobodyUp() throws IOException, InterruptedException {
        Faults hang = new Faults() {
            @Override
            public Optional<CreateFault> create(int n, Payload request) {
                return n <= 20 ? Optional.of(new CreateFault(true, new CallFault.Hang())) : Optional.empty();
            }
        };
        try (RunningEmulator far = new RunningEmulator(folder, hang)) {
            for (int n = 0; n < 20; n++) {
                HttpRequest.Builder impatient = far.to("/api/v1/job/create")
                        .timeout(Duration.ofMillis(50))
                        .header("Authorization", "Bearer ak-x")
                        .POST(HttpRequest.BodyPublishers.ofString(ONE_SHOT));
                assertThatThrownBy(() -> far.send(impatient)).isInstanceOf(HttpTimeoutException.class);
            }
            assertThat(far.create(ONE_SHOT).statusCode()).isEqualTo(200);
            assertThat(far.emulator.stats().jobs()).isEqualTo(21);
        }
    }

    @Test
    void aQueryGoesWrongAndTheJobDoesNot() throws IOException, InterruptedException {
        First garbage = new First(null, new CallFault.Answer(200, "<html>"), null, null);
        try (RunningEmulator far = new RunningEmulator(folder, garbage)) {
            String id = far.finished(ONE_SHOT);
            assertThatThrownBy(() -> far.query(id)).hasMessageContaining("<");
            assertThat(far.query(id).path("data").path("status").intValue()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aJobFails(boolean refunded) throws IOException, InterruptedException {
        First fails = First.job(new JobFault.Fails("1301: content policy", refunded));
        try (RunningEmulator far = new RunningEmulator(folder, fails)) {
            String id = far.job(ONE_SHOT);
            assertThat(far.emulator.stats().billedUsd()).isEqualByComparingTo("0.642");
            assertThat(far.query(id).path("data").path("error").textValue()).isEmpty();
            far.clock.pass(RunningEmulator.JOB_TIME);
            JsonNode data = far.query(id).path("data");
            assertThat(data.path("status").intValue()).isEqualTo(3);
            assertThat(data.path("error").textValue()).isEqualTo("1301: content policy");
            assertThat(data.path("refunded").booleanValue()).isEqualTo(refunded);
            assertThat(data.path("finished_at").isTextual()).isTrue();
            assertThat(data.path("result").isEmpty()).isTrue();
            assertThat(far.film(id).statusCode()).isEqualTo(404);
            assertThat(far.emulator.stats().billedUsd()).isEqualByComparingTo(refunded ? "0" : "0.642");
        }
    }

    @Test
    void aJobIsStuckOrHasNoAddress() throws IOException, InterruptedException {
        try (RunningEmulator far = new RunningEmulator(folder, First.job(new JobFault.Stuck()))) {
            String id = far.finished(ONE_SHOT);
            far.clock.pass(Duration.ofDays(3));
            assertThat(far.query(id).path("data").path("status").intValue()).isEqualTo(1);
        }
        try (RunningEmulator far = new RunningEmulator(folder, First.job(new JobFault.NoAddress()))) {
            JsonNode data = far.query(far.finished(ONE_SHOT)).path("data");
            assertThat(data.path("status").intValue()).isEqualTo(2);
            assertThat(data.path("result").isEmpty()).isTrue();
        }
    }

    @Test
    void aFilmIsMissingAndThenThere() throws IOException, InterruptedException {
        try (RunningEmulator far = new RunningEmulator(folder, First.film(new FilmFault.Missing()))) {
            String id = far.finished(ONE_SHOT);
            assertThat(far.film(id).statusCode()).isEqualTo(404);
            assertThat(far.film(id).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aFilmIsCutShort() throws IOException, InterruptedException {
        try (RunningEmulator far = new RunningEmulator(folder, First.film(new FilmFault.CutShort(0.5)))) {
            String id = far.finished(ONE_SHOT);
            byte[] half = far.film(id).body();
            byte[] whole = far.film(id).body();
            assertThat(half).hasSize(whole.length / 2);
            assertThat(proved(half)).isInstanceOf(Wholeness.Broken.class);
            assertThat(proved(whole)).isInstanceOf(Wholeness.Whole.class);
        }
    }

    @Test
    void aFilmsConnectionIsLost() throws IOException, InterruptedException {
        try (RunningEmulator far = new RunningEmulator(folder, First.film(new FilmFault.Dropped(0.5)))) {
            String id = far.finished(ONE_SHOT);
            assertThatThrownBy(() -> far.film(id)).isInstanceOf(IOException.class);
            assertThat(proved(far.film(id).body())).isInstanceOf(Wholeness.Whole.class);
        }
    }

    @Test
    void aFilmIsSomethingElse() throws IOException, InterruptedException {
        FilmFault page = new FilmFault.NotAFilm("text/html", "<html>Gone.</html>");
        try (RunningEmulator far = new RunningEmulator(folder, First.film(page))) {
            HttpResponse<byte[]> answer = far.film(far.finished(ONE_SHOT));
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/html");
            assertThat(proved(answer.body())).isInstanceOf(Wholeness.Broken.class);
        }
    }

    @Test
    void aFilmIsWholeButNotAsAsked() throws IOException, InterruptedException {
        FilmFault other = new FilmFault.NotAsAsked(asked -> new Animatic(
                asked.height() / 2 * 2,
                asked.width(),
                false,
                asked.title(),
                asked.labels(),
                null,
                false,
                List.of(new Animatic.Card(1, "too short"))));
        try (RunningEmulator far = new RunningEmulator(folder, First.film(other))) {
            assertThat(proved(far.film(far.finished(ONE_SHOT)).body()))
                    .isEqualTo(new Wholeness.Whole(new Probe(1, 90, 160, 10, "h264", null)));
        }
    }

    @Test
    void aFilmIsElsewhereAndTheWayThereMayHaveNoEnd() throws IOException, InterruptedException {
        try (RunningEmulator far = new RunningEmulator(folder, First.film(new FilmFault.Redirect(FilmFault.MOVED)))) {
            String id = far.finished(ONE_SHOT);
            HttpResponse<byte[]> moved = far.film(id);
            assertThat(moved.statusCode()).isEqualTo(302);
            assertThat(moved.headers().firstValue("Location")).contains("?moved");
            assertThat(proved(far.send(far.to("/films/" + id + ".mp4?moved"), bytes())
                            .body()))
                    .isInstanceOf(Wholeness.Whole.class);
        }
        try (RunningEmulator far = new RunningEmulator(folder, First.film(new FilmFault.Redirect(FilmFault.LOOP)))) {
            String id = far.finished(ONE_SHOT);
            assertThat(far.film(id).headers().firstValue("Location")).contains("?loop");
            assertThat(far.send(far.to("/films/" + id + ".mp4?loop")).headers().firstValue("Location"))
                    .contains("?loop");
        }
    }

    @Test
    void aSlowFilmIsWholeAndHoldsNobodyUp() throws IOException, InterruptedException {
        Faults slow = new Faults() {
            @Override
            public Optional<FilmFault> film(int n, String jobId) {
                return n <= 8 ? Optional.of(new FilmFault.Slow(Duration.ofSeconds(3))) : Optional.empty();
            }
        };
        try (RunningEmulator far = new RunningEmulator(folder, slow)) {
            String id = far.finished(ONE_SHOT);
            List<CompletableFuture<HttpResponse<byte[]>>> waiting = new ArrayList<>();
            for (int n = 0; n < 8; n++) {
                waiting.add(far.filmLater(id));
            }
            while (far.emulator.stats().downloads() < 8) {
                Thread.onSpinWait();
            }
            byte[] whole = far.film(id).body();
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            for (CompletableFuture<HttpResponse<byte[]>> film : waiting) {
                assertThat(film.join().body()).isEqualTo(whole);
            }
        }
    }

    @Test
    void aSlowJobTakesItsTimeAndAnOldAddressIsRefused() throws IOException, InterruptedException {
        try (RunningEmulator far = new RunningEmulator(folder, First.job(new JobFault.Slow(3)))) {
            String id = far.finished(ONE_SHOT);
            assertThat(far.emulator.stats().jobsByState()).isEqualTo(Map.of("running", 1L));
            far.clock.pass(RunningEmulator.JOB_TIME.multipliedBy(2));
            assertThat(far.query(id).path("data").path("status").intValue()).isEqualTo(2);
            assertThat(far.emulator.stats().jobsByState()).isEqualTo(Map.of("succeeded", 1L));
        }
        try (RunningEmulator far = new RunningEmulator(folder, First.film(new FilmFault.Missing(403)))) {
            String id = far.finished(ONE_SHOT);
            assertThat(far.film(id).statusCode()).isEqualTo(403);
            assertThat(far.film(id).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatCameIsCountedByRequestAndFaultsByName() throws IOException, InterruptedException {
        Faults planned = new PlannedFaults(
                1,
                Map.of(
                        "create.error-before", new FaultTimes(Set.of(1), 0),
                        "create.reset-after", new FaultTimes(Set.of(2), 0),
                        "job.fails-refunded", new FaultTimes(Set.of(2), 0)));
        try (RunningEmulator far = new RunningEmulator(folder, planned)) {
            assertThat(far.create(ONE_SHOT).statusCode()).isEqualTo(503);
            assertThatThrownBy(() -> far.create(ONE_SHOT)).isInstanceOf(IOException.class);
            assertThat(far.create(ONE_SHOT).statusCode()).isEqualTo(200);
            far.clock.pass(RunningEmulator.JOB_TIME);
            JsonNode stats = JsonMapper.builder()
                    .build()
                    .readTree(far.send(far.to("/__stats")).body());
            assertThat(stats.path("creates").intValue()).isEqualTo(3);
            assertThat(stats.path("jobs_by_state")).hasToString("{\"failed\":1,\"succeeded\":1}");
            assertThat(stats.path("faults"))
                    .hasToString("{\"create.error-before\":1,\"create.reset-after\":1,\"job.fails-refunded\":1}");
            JsonNode request = stats.path("distinct").elements().next();
            assertThat(request.path("creates").intValue()).isEqualTo(3);
            assertThat(request.path("jobs").intValue()).isEqualTo(2);
            assertThat(request.path("billed_usd").textValue()).isEqualTo("0.642");
        }
    }

    private static HttpResponse.BodyHandler<byte[]> bytes() {
        return HttpResponse.BodyHandlers.ofByteArray();
    }

    private Wholeness proved(byte[] film) throws IOException {
        return new FilmProver().whole(Files.write(downloads.resolve("film.mp4"), film));
    }
}
