package dev.storyc.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.storyc.media.Animatic;
import dev.storyc.media.AnimaticRenderer;
import dev.storyc.media.FilmCutter;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plays films in a real browser: a page plays them and posts here what it saw. */
class BrowserTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Plays each film to its end, then seeks into it. FILMS is replaced by their addresses. */
    private static final String PAGE = """
            <!DOCTYPE html><meta charset="utf-8"><title>films</title><script>
            const happens = (video, name) => new Promise((done, fail) => {
              video.addEventListener(name, done, { once: true });
              video.addEventListener('error', () => fail(new Error(video.error.message)), { once: true });
            });
            async function see(address) {
              const video = document.createElement('video');
              document.body.append(video);
              video.src = address;
              const ended = happens(video, 'ended');
              await video.play();
              await ended;
              const seen = { width: video.videoWidth, height: video.videoHeight, duration: video.duration,
                             ended: video.ended, at: video.currentTime };
              const seeked = happens(video, 'seeked');
              video.currentTime = 1.3;
              await seeked;
              return { ...seen, seekedTo: video.currentTime };
            }
            addEventListener('load', async () => {
              const seen = await Promise.all(FILMS.map(a => see(a).catch(e => ({ error: String(e) }))));
              await fetch('/seen', { method: 'POST', body: JSON.stringify(seen) });
            });
            </script><body></body>
            """;

    @TempDir
    Path folder;

    @TempDir
    Path profile;

    private static Optional<Path> chromium() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Test
    void filmsOfEachOrientationPlayToTheirEnd()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Optional<Path> chromium = chromium();
        if (chromium.isEmpty()) {
            System.out.println("No Chromium here: that films play in a browser is not tested.");
        }
        Assumptions.assumeTrue(chromium.isPresent(), "no Chromium");
        EmulatorSettings settings = new EmulatorSettings(0, RunningEmulator.JOB_TIME, true, 640, true);
        try (RunningEmulator far = new RunningEmulator(folder, Faults.none(), settings)) {
            List<String> films = new ArrayList<>();
            for (String ratio : List.of("16:9", "9:16", "1:1")) {
                String sound = ratio.equals("9:16") ? "false" : "true";
                String request = RunningEmulator.ONE_SHOT
                        .replace("16:9", ratio)
                        .replace("\"generate_audio\":true", "\"generate_audio\":" + sound);
                films.add(far.emulator.url() + "/films/" + far.finished(request) + ".mp4");
            }
            JsonNode seen = show(chromium.get(), films);
            assertThat(seen).hasSize(3);
            assertPlayed(seen.get(0), 640, 360);
            assertPlayed(seen.get(1), 360, 640);
            assertPlayed(seen.get(2), 480, 480);
        }
    }

    @Test
    void cutsPlayToTheirEndAndSeek() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Optional<Path> chromium = chromium();
        if (chromium.isEmpty()) {
            System.out.println("No Chromium here: that cuts play in a browser is not tested.");
        }
        Assumptions.assumeTrue(chromium.isPresent(), "no Chromium");
        FilmCutter.Piece one = piece("one", 640, 360, true);
        FilmCutter.Piece two = piece("two", 640, 360, true);
        FilmCutter.Piece mute = piece("mute", 640, 360, false);
        FilmCutter.Piece tall = piece("tall", 360, 640, true);
        FilmCutter cutter = new FilmCutter();
        assertThat(cutter.cut(List.of(one, two, one), folder.resolve("copied.mp4"))
                        .copied())
                .isTrue();
        assertThat(cutter.cut(List.of(one, mute, two), folder.resolve("silence.mp4"))
                        .copied())
                .isTrue();
        FilmCutter.Piece faded = new FilmCutter.Piece(tall.film(), 1);
        assertThat(cutter.cut(List.of(mute, faded, two), folder.resolve("encoded.mp4"))
                        .copied())
                .isFalse();
        JsonNode seen = show(chromium.get(), List.of("/films/copied.mp4", "/films/silence.mp4", "/films/encoded.mp4"));
        assertThat(seen).hasSize(3);
        assertPlayed(seen.get(0), 640, 360, 6);
        assertPlayed(seen.get(1), 640, 360, 6);
        assertPlayed(seen.get(2), 640, 360, 5);
    }

    private FilmCutter.Piece piece(String name, int width, int height, boolean sound) throws IOException {
        Path film = folder.resolve(name + ".mp4");
        Animatic animatic = new Animatic(
                width, height, sound, name, List.of("pro"), null, false, List.of(new Animatic.Card(2, name)));
        new AnimaticRenderer().render(animatic, film);
        return new FilmCutter.Piece(film, 0);
    }

    private static void assertPlayed(JsonNode seen, int width, int height) {
        assertPlayed(seen, width, height, 3);
    }

    private static void assertPlayed(JsonNode seen, int width, int height, double seconds) {
        assertThat(seen.path("error").asText()).isEmpty();
        assertThat(seen.path("width").intValue()).isEqualTo(width);
        assertThat(seen.path("height").intValue()).isEqualTo(height);
        assertThat(seen.path("duration").doubleValue()).isBetween(seconds - 0.05, seconds + 0.05);
        assertThat(seen.path("ended").booleanValue()).isTrue();
        assertThat(seen.path("at").doubleValue()).isBetween(seconds - 0.05, seconds + 0.05);
        assertThat(seen.path("seekedTo").doubleValue()).isBetween(1.29, 1.31);
    }

    /** Answers ranges, without which a browser doesn't seek. */
    private void film(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] bytes = Files.readAllBytes(folder.resolve(path.substring(path.lastIndexOf('/') + 1)));
        String header = exchange.getRequestHeaders().getFirst("Range");
        ByteRange range = Optional.ofNullable(header)
                .flatMap(asked -> ByteRange.of(asked, bytes.length))
                .orElse(new ByteRange(0, bytes.length));
        exchange.getResponseHeaders().set("Content-Type", "video/mp4");
        exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + range.from() + "-" + (range.end() - 1) + "/" + bytes.length);
        exchange.sendResponseHeaders(header == null ? 200 : 206, range.length());
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes, (int) range.from(), (int) range.length());
        } catch (IOException e) {
            // A browser that has seen enough hangs up.
            exchange.close();
        }
    }

    private JsonNode show(Path chromium, List<String> films)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<JsonNode> seen = new CompletableFuture<>();
        HttpServer page = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        page.createContext(
                "/",
                exchange -> Answers.send(
                        exchange,
                        200,
                        Map.of("Content-Type", "text/html"),
                        PAGE.replace("FILMS", JSON.writeValueAsString(films))));
        page.createContext("/films/", this::film);
        page.createContext("/seen", exchange -> {
            seen.complete(JSON.readTree(exchange.getRequestBody()));
            Answers.send(exchange, 204, Map.of(), "");
        });
        page.start();
        ProcessBuilder command = new ProcessBuilder(
                        chromium.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--no-first-run",
                        "--autoplay-policy=no-user-gesture-required",
                        "--user-data-dir=" + profile,
                        "http://127.0.0.1:" + page.getAddress().getPort() + "/")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        // What it leaves in its temporary folder goes with the test's.
        command.environment().put("TMPDIR", profile.toString());
        Process browser = command.start();
        try {
            return seen.get(90, TimeUnit.SECONDS);
        } finally {
            // Its children write into the profile until they are gone.
            List<ProcessHandle> children = browser.descendants().toList();
            browser.destroy();
            browser.waitFor(20, TimeUnit.SECONDS);
            for (ProcessHandle child : children) {
                child.destroyForcibly();
                child.onExit().get(20, TimeUnit.SECONDS);
            }
            page.stop(0);
        }
    }
}
