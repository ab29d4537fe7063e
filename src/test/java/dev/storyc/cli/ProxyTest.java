package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.run.FarEndHere;
import dev.storyc.run.MadeUpAuthority;
import dev.storyc.run.SmallProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A company's network: nothing but through a proxy that wants a password, and certificates of its own making. */
class ProxyTest {
    private static final String API = "api.storyc.test";
    private static final String FILMS = "films.storyc.test";
    private static final String PASSWORD = "s3cret-pass@word";
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString(("me:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path folder;

    private Desk desk;
    private FarEndHere far;
    private MadeUpAuthority authority;
    private SecureGateway gateway;

    @BeforeEach
    void connect() throws Exception {
        desk = new Desk(folder);
        desk.write("storyboards/one.yaml", """
                version: 1
                name: one
                settings: { mode: std }
                scenes:
                  - { id: a, duration: 3, prompt: "Rain." }
                """);
        far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(30), null);
        authority = new MadeUpAuthority(folder.resolve("ca"), "dns:" + API, "dns:" + FILMS);
        gateway = new SecureGateway(authority.server(), far.url(), "https://" + FILMS);
        desk.environment.put("STORYC_API_URL", "https://" + API);
        desk.environment.put("STORYC_CA_FILE", authority.pem().toString());
    }

    @AfterEach
    void disconnect() throws IOException {
        gateway.close();
        far.close();
    }

    @Test
    void apiAndFilmsAreReachedThroughItAndItsPasswordIsShownNowhere() throws Exception {
        try (SmallProxy proxy = new SmallProxy(gateway.port(), BASIC)) {
            desk.environment.put("https_proxy", "http://me:s3cret-pass%40word@127.0.0.1:" + proxy.port());
            assertThat(desk.run("build", "--yes")).as(desk.err).isZero();
            assertThat(proxy.heads())
                    .anyMatch(head -> head.startsWith("CONNECT " + API + ":443 "))
                    .anyMatch(head -> head.startsWith("CONNECT " + FILMS + ":443 "))
                    .noneMatch(head -> head.contains(Desk.KEY));
        }
        assertThat(gateway.hosts()).contains(API + " api", FILMS + " films");
        assertThat(far.stats().authorizationOnFilmHost()).isZero();
        assertThat(desk.everything).doesNotContain(PASSWORD, "s3cret-pass", BASIC.substring(6));
        assertNowhere("s3cret-pass");
    }

    @Test
    void whatIsOnThisMachineIsNeverReachedThroughIt() throws Exception {
        try (SmallProxy proxy = new SmallProxy(gateway.port(), null)) {
            desk.environment.put("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port());
            desk.environment.put("HTTP_PROXY", "http://127.0.0.1:" + proxy.port());
            desk.environment.put("STORYC_API_URL", far.url().toString());
            assertThat(desk.run("build", "--yes")).as(desk.err).isZero();
            assertThat(proxy.heads()).isEmpty();
        }
    }

    @Test
    void aMistakeInTheEnvironmentIsToldBeforeAnythingIsSent() throws IOException {
        desk.environment.put("HTTPS_PROXY", "https://me:s3cret-pass@proxy.example");
        assertThat(desk.run("build", "--yes")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("HTTPS_PROXY names a proxy of the kind `https`", "http:// and socks5://");
        desk.environment.put("HTTPS_PROXY", "http://me:s3cret-pass@:x");
        assertThat(desk.run("build", "--yes")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("HTTPS_PROXY holds no address");
        desk.environment.remove("HTTPS_PROXY");
        desk.environment.put("STORYC_CA_FILE", "none.pem");
        assertThat(desk.run("build", "--yes")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("STORYC_CA_FILE names", "none.pem, which is not there");
        desk.write("text.pem", "no certificate");
        desk.environment.put("STORYC_CA_FILE", "text.pem");
        assertThat(desk.run("build", "--yes")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("text.pem, which holds no");
        assertThat(desk.everything).doesNotContain("s3cret-pass");
        assertThat(far.stats().creates()).isZero();
    }

    private void assertNowhere(String secret) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secret);
            }
        }
    }
}
