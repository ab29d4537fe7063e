package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.report.Chromium;
import dev.storyc.run.FarEndHere;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code build --watch-page}: a real build against a far end that takes its time, read by programs and by a browser. */
@Timeout(180)
class WatchedBuildTest {
    private static final Pattern ADDRESS = Pattern.compile("watch it at (http://127\\.0\\.0\\.1:[0-9]+/[0-9a-f]{32}/)");
    private static final String BOARD = """
            version: 1
            name: tide
            title: "</script><img src=x onerror='window.broken=1'>"
            settings: { mode: std }
            variants: { matrix: { city: [Lisbon, Osaka] } }
            scenes:
              - id: quay
                duration: 3
                prompt: "{{city}}, the quay under water. <script>window.broken=1</script>"
              - id: card
                duration: 3
                prompt: A black card.
            """;

    @TempDir
    Path folder;

    @TempDir
    Path profile;

    /** A build on a thread of its own, whose words are read while it runs. */
    private static final class Running {
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final CompletableFuture<Integer> exit;

        private Running(Desk desk, String... args) {
            PrintStream words = new PrintStream(err, true, StandardCharsets.UTF_8);
            Console console = new Console(words, words, InputStream.nullInputStream(), desk.environment, false, false);
            exit = CompletableFuture.supplyAsync(() -> new Storyc(console, desk.folder).run(args));
        }

        private String said() {
            return err.toString(StandardCharsets.UTF_8);
        }

        private URI address() throws InterruptedException {
            for (int i = 0; i < 3000; i++) {
                Matcher address = ADDRESS.matcher(said());
                if (address.find()) {
                    return URI.create(address.group(1));
                }
                assertThat(exit.isDone()).as(said()).isFalse();
                TimeUnit.MILLISECONDS.sleep(20);
            }
            throw new AssertionError(said());
        }

        private int exit() throws Exception {
            return exit.get(120, TimeUnit.SECONDS);
        }
    }

    private Desk desk(FarEndHere far) throws IOException {
        Desk desk = new Desk(folder);
        desk.write("storyboards/tide.yaml", BOARD);
        desk.environment.put("STORYC_API_URL", far.url().toString());
        return desk;
    }

    private FarEndHere far(Duration jobs) throws IOException {
        return new FarEndHere(folder.resolve("far"), Faults.none(), jobs, null);
    }

    @Test
    void programs_read_what_becomes_of_each_clip_and_its_film_before_the_build_is_over() throws Exception {
        try (FarEndHere far = far(Duration.ofMillis(700))) {
            Desk desk = desk(far);
            Running build = new Running(desk, "build", "--yes", "--in-flight", "1", "--watch-page");
            URI address = build.address();
            HttpClient client = HttpClient.newHttpClient();
            HttpResponse<String> page = client.send(
                    HttpRequest.newBuilder(address.resolve("tide/gallery.html")).build(), BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("connect-src 'self'").doesNotContain("<img src=x");
            Iterator<String> events = client.send(
                            HttpRequest.newBuilder(address.resolve("tide/events"))
                                    .build(),
                            BodyHandlers.ofLines())
                    .body()
                    .iterator();
            StringBuilder heard = new StringBuilder();
            String film = null;
            while (events.hasNext()) {
                String line = events.next();
                heard.append(line).append('\n');
                if (film == null && line.contains("\"file\":\"")) {
                    film = line.replaceFirst(".*\"file\":\"([^\"]+)\".*", "$1");
                    HttpResponse<byte[]> part = client.send(
                            HttpRequest.newBuilder(address.resolve("tide/" + film))
                                    .header("Range", "bytes=4-7")
                                    .build(),
                            BodyHandlers.ofByteArray());
                    assertThat(part.statusCode()).isEqualTo(206);
                    assertThat(new String(part.body(), StandardCharsets.US_ASCII))
                            .isEqualTo("ftyp");
                    // In place it is only when the build is through.
                    assertThat(desk.folder.resolve("out/tide").resolve(film)).doesNotExist();
                }
            }
            assertThat(build.exit()).as(build.said()).isEqualTo(Exit.DONE);
            assertThat(heard.toString())
                    .contains("\"state\":\"running\"", "\"state\":\"cached\"", "is being rendered")
                    .contains("\"variant\":\"osaka\",\"clip\":\"card\"")
                    .contains("The build is over: all is well. $1.287 spent, $0.00 reserved.");
            assertThat(film).isNotNull();
            assertThat(desk.folder.resolve("out/tide").resolve(film)).exists();
            assertThat(heard.toString() + page.body()).doesNotContain(Desk.KEY);
        }
    }

    @Test
    void a_page_that_nobody_reads_or_somebody_leaves_changes_nothing() throws Exception {
        try (FarEndHere far = far(Duration.ofMillis(200))) {
            Running build = new Running(desk(far), "build", "--yes", "--watch-page=0");
            URI address = build.address();
            HttpClient client = HttpClient.newHttpClient();
            HttpResponse<InputStream> events = client.send(
                    HttpRequest.newBuilder(address.resolve("tide/events")).build(), BodyHandlers.ofInputStream());
            events.body().close();
            assertThat(build.exit()).as(build.said()).isEqualTo(Exit.DONE);
            assertThat(far.stats().creates()).isEqualTo(3);
        }
    }

    @Test
    void what_cannot_be_watched_is_said_before_anything_is_sent() throws Exception {
        try (FarEndHere far = far(Duration.ofMillis(30));
                ServerSocket taken = new ServerSocket(0)) {
            Desk desk = desk(far);
            int port = taken.getLocalPort();
            assertThat(desk.run("build", "--yes", "--watch-page=" + port)).isEqualTo(Exit.USAGE);
            assertThat(desk.err).contains("--watch-page can't have port " + port, "nothing was sent");
            assertThat(desk.run("build", "--yes", "--watch-page=65536")).isEqualTo(Exit.USAGE);
            assertThat(desk.run("build", "--locked", "--watch-page")).isEqualTo(Exit.USAGE);
            assertThat(far.stats().creates()).isZero();
            // A path behind it is a path.
            assertThat(desk.run("build", "--yes", "--watch-page", "storyboards/tide.yaml"))
                    .as(desk.err)
                    .isZero();
            assertThat(desk.run("build", "--yes", "--watch-page")).isZero();
            assertThat(desk.err).contains("nothing is rendered, so there is nothing to watch");
        }
    }

    @Test
    void in_a_browser_the_gallery_fills_and_films_play_and_seek() throws Exception {
        try (Chromium chromium = Chromium.open(profile);
                FarEndHere far = far(Duration.ofMillis(2500))) {
            chromium.window(1200, 800, "dark");
            Running build = new Running(desk(far), "build", "--yes", "--in-flight", "1", "--watch-page");
            chromium.go(build.address().toString());
            chromium.until("document.documentElement.dataset.live === 'yes'");
            chromium.until("document.querySelector('.clip.s-running')");
            chromium.until("document.querySelector('.clip.s-cached')");
            assertThat(chromium.text("document.querySelector('.live').textContent"))
                    .startsWith("The build runs: ");
            chromium.click(".clip.s-cached .frame");
            chromium.until("document.querySelector('video')?.videoWidth > 0");
            chromium.eval("(() => { const v = document.querySelector('video'); v.pause(); v.currentTime = 2; })()");
            chromium.until("document.querySelector('video')?.currentTime === 2"
                    + " && document.querySelector('video').readyState >= 2");
            keep(chromium, "while");
            chromium.until("document.documentElement.dataset.live === 'over'");
            assertThat(chromium.text("document.querySelector('.live').textContent"))
                    .startsWith("The build is over: all is well.");
            assertThat(build.exit()).as(build.said()).isEqualTo(Exit.DONE);
            chromium.until("document.querySelectorAll('.clip.s-cached').length >= 3");
            keep(chromium, "over");
            assertThat(chromium.text("String(window.broken)")).isEqualTo("undefined");
            assertThat(chromium.trouble()).isEmpty();
        }
    }

    /** For a person to look at, where they say so. */
    private static void keep(Chromium chromium, String name) throws IOException {
        String folder = System.getProperty("screenshots", "");
        if (!folder.isEmpty()) {
            Files.write(Path.of(folder, "watch-" + name + ".png"), chromium.screenshot());
        }
    }
}
