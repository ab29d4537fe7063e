package dev.storyc.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.media.AnimaticRenderer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** An emulator that serves, with a client beside it. */
final class RunningEmulator implements AutoCloseable {
    static final Duration JOB_TIME = Duration.ofSeconds(100);
    static final String ONE_SHOT = """
            {"model":"kwaivgi/kling-3.0/text-to-video","args":{"mode":"std","duration":"3","multi_shot":false,
             "prompt":"Rain on stone.","aspect_ratio":"16:9","generate_audio":true}}""";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    final SettableClock clock = new SettableClock();
    final Emulator emulator;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RunningEmulator(Path folder, Faults faults) throws IOException {
        this(folder, faults, new EmulatorSettings(0, JOB_TIME, false, 160, true));
    }

    RunningEmulator(Path folder, Faults faults, EmulatorSettings settings) throws IOException {
        emulator = new Emulator(
                new ModelCatalog(), settings, new AnimaticRenderer(), folder, clock, new Random(5), faults);
        emulator.start();
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(emulator.url() + path)).timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> create(String body) throws IOException, InterruptedException {
        return send(to("/api/v1/job/create")
                .header("Authorization", "Bearer ak-test")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The id of a job that was accepted. */
    String job(String body) throws IOException, InterruptedException {
        return JSON.readTree(create(body).body())
                .required("data")
                .required("job_id")
                .textValue();
    }

    JsonNode query(String id) throws IOException, InterruptedException {
        return JSON.readTree(send(to("/api/v1/job/query?id=" + id).header("Authorization", "Bearer ak-test"))
                .body());
    }

    HttpResponse<byte[]> film(String id, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = to("/films/" + id + ".mp4");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    CompletableFuture<HttpResponse<byte[]>> filmLater(String id) {
        return client.sendAsync(to("/films/" + id + ".mp4").build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        return client.send(request.build(), body);
    }

    /** A job whose time is up. */
    String finished(String body) throws IOException, InterruptedException {
        String id = job(body);
        clock.pass(JOB_TIME);
        return id;
    }

    @Override
    public void close() throws IOException {
        emulator.close();
    }
}
