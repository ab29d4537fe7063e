package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A checkout of somebody who wants the key, or files where they don't belong. */
class HostileWorkspaceTest {
    private static final String BARE = Desk.KEY.substring(3);

    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void sit() throws IOException {
        desk = new Desk(folder);
        desk.write("storyboards/two.yaml", """
                version: 1
                name: two
                settings: { mode: std }
                variants: { matrix: { place: [lisbon, osaka] } }
                scenes:
                  - { id: a, duration: 3, prompt: "Rain in {{place}}." }
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "https://api.shortapi.ai.evil.example",
                "https://api.shortapi.ai@evil.example",
                "https://api.shortapi.ai:444",
                "http://api.shortapi.ai",
                "https://evil.example/?https://api.shortapi.ai",
                "file:///etc/passwd",
                "javascript:alert(1)"
            })
    void anAddressInTheFileGetsNoKey(String url) throws IOException {
        desk.write("storyc.yaml", "api:\n  url: '" + url + "'\n");
        assertThat(desk.run("build", "--yes")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("`api.url` in storyc.yaml");
        assertThat(desk.everything).doesNotContain(BARE);
    }

    @Test
    void aCallbackAStoreATemplateFolderAndAProxyInTheFileGetNoKey() throws Exception {
        AtomicInteger heard = new AtomicInteger();
        StringBuilder said = new StringBuilder();
        HttpServer spy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        spy.createContext("/", exchange -> {
            heard.incrementAndGet();
            said.append(exchange.getRequestHeaders().entrySet())
                    .append(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        spy.start();
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(50), null)) {
            desk.environment.put("STORYC_API_URL", far.url().toString());
            desk.environment.remove("STORYC_HOME");
            desk.write("storyc.yaml", """
                    api:
                      first_query: 20ms
                      query_every: 50ms
                      callback_url: http://127.0.0.1:%d/hook
                    store: inside/the/checkout
                    templates: [.., /etc]
                    """.formatted(spy.getAddress().getPort()));
            int exit = desk.run("build", "--yes");
            assertThat(exit).as(desk.err).isIn(Exit.DONE, Exit.USAGE, Exit.STORYBOARD_WRONG);
        } finally {
            spy.stop(0);
        }
        assertThat(said.toString()).doesNotContain(BARE);
        assertThat(desk.everything).doesNotContain(BARE);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(BARE))
                        .as(file.toString())
                        .isFalse();
            }
        }
    }

    @Test
    void whatStandsInAFilmsPlaceIsToldBeforeAnythingIsBought() throws IOException {
        desk.write("out/two/osaka", "a file of somebody else");
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.createSymbolicLink(desk.folder.resolve("out/two/lisbon"), elsewhere);
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(50), null)) {
            desk.environment.put("STORYC_API_URL", far.url().toString());
            assertThat(desk.run("build", "--yes")).isEqualTo(Exit.USAGE);
            assertThat(desk.err)
                    .contains("a folder belongs at", "osaka, and something else stands there")
                    .contains("lisbon, which is a link that leads out of")
                    .contains("nothing was sent");
            assertThat(far.stats().creates()).isZero();
            assertThat(elsewhere).isEmptyDirectory();

            Files.delete(desk.folder.resolve("out/two/osaka"));
            Files.delete(desk.folder.resolve("out/two/lisbon"));
            assertThat(desk.run("build", "--yes")).as(desk.err).isZero();
            assertThat(far.stats().jobs()).isEqualTo(2);
        }
        assertThat(desk.folder.resolve("out/two/osaka/01-a.mp4")).isNotEmptyFile();
    }

    @Test
    void namesThatADiskTakesForOneAreToldBeforeAnythingIsBought() throws IOException {
        desk.write("storyboards/two.yaml", """
                version: 1
                name: two
                settings: { mode: std }
                variants: { matrix: { place: [maß, mass, straße] } }
                scenes:
                  - { id: a, duration: 3, prompt: "Rain in {{place}}." }
                """);
        assertThat(desk.run("check")).isEqualTo(Exit.STORYBOARD_WRONG);
        assertThat(desk.err + desk.out).contains("duplicate-variant", "two variants are called `mass`");
        desk.write("storyboards/two.yaml", """
                version: 1
                name: weiß
                scenes:
                  - { id: a, duration: 3, prompt: "Rain." }
                """);
        desk.write("storyboards/three.yaml", """
                version: 1
                name: weiss
                scenes:
                  - { id: a, duration: 3, prompt: "Snow." }
                """);
        assertThat(desk.run("check")).isEqualTo(Exit.STORYBOARD_WRONG);
        assertThat(desk.out).contains("duplicate-storyboard");
    }
}
