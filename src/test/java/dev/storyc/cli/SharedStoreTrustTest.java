package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.run.FarEndHere;
import dev.storyc.run.RawServer;
import dev.storyc.shared.S3Proxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a shared store's credentials go, and that nobody sees them. */
class SharedStoreTrustTest {
    private static final String PASSWORD = "pass-0123456789";
    private static final String BASIC =
            Base64.getEncoder().encodeToString(("studio:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void sit() throws IOException {
        desk = new Desk(folder);
        desk.write("storyboards/one.yaml", """
                version: 1
                scenes: [ { id: card, duration: 5, prompt: A lamp on a table } ]
                """);
        desk.environment.put("STORYC_SHARED_STORE_USER", "studio");
        desk.environment.put("STORYC_SHARED_STORE_PASSWORD", PASSWORD);
        desk.environment.put("AWS_ACCESS_KEY_ID", S3Proxy.USER);
        desk.environment.put("AWS_SECRET_ACCESS_KEY", S3Proxy.SECRET);
    }

    private void settings(String address) throws IOException {
        desk.write("storyc.yaml", desk.read("storyc.yaml") + "shared_store: " + address + "\n");
    }

    @Test
    void on_a_files_word_nothing_is_sent_and_nothing_is_bought() throws IOException {
        try (FarEndHere far = far();
                RawServer cache = RawServer.answering(RawServer.response(404, ""))) {
            settings(cache.url() + "/films");
            assertThat(desk.run("build", "--yes")).isEqualTo(Exit.USAGE);
            assertThat(desk.err).contains("on a file's word", "set STORYC_TRUSTED_HOSTS=127.0.0.1");
            assertThat(cache.requests()).isEmpty();
            assertThat(far.stats().creates()).isZero();
            desk.environment.put("STORYC_TRUSTED_HOSTS", "127.0.0.1");
            assertThat(desk.run("build", "--yes")).as(desk.err).isZero();
            assertThat(cache.requests()).isNotEmpty().allMatch(request -> request.contains("Basic " + BASIC));
            nobodySaw(PASSWORD, BASIC);
        }
    }

    @Test
    void whatever_a_cache_answers_no_credentials_are_shown() throws IOException {
        String echo = "Authorization: Basic " + BASIC + " for studio:" + PASSWORD;
        for (int status : List.of(200, 307, 401, 403, 500, 507)) {
            String answer = "HTTP/1.1 " + status + " " + echo + "\r\nLocation: http://127.0.0.1:1/" + BASIC
                    + "\r\nConnection: close\r\nContent-Length: " + echo.length() + "\r\n\r\n" + echo;
            try (FarEndHere far = far();
                    RawServer cache = RawServer.answering(answer)) {
                desk.environment.put("STORYC_SHARED_STORE", cache.url() + "/films");
                desk.run("plan");
                desk.run("build", "--yes", "--verbose");
                desk.run("store", "push");
                desk.run("store", "pull");
                desk.run("store", "stats");
                assertThat(cache.requests()).isNotEmpty();
                assertThat(far.stats().authorizationOnFilmHost()).isZero();
            }
        }
        nobodySaw(PASSWORD, BASIC);
    }

    @Test
    void wrong_credentials_for_a_bucket_are_said_and_not_shown() throws Exception {
        try (FarEndHere far = far();
                S3Proxy s3 = S3Proxy.start(folder, "films")) {
            desk.environment.put("STORYC_SHARED_STORE", s3.address("films"));
            desk.environment.put("AWS_SECRET_ACCESS_KEY", PASSWORD);
            assertThat(desk.run("build", "--yes", "--verbose")).isEqualTo(Exit.STORE);
            assertThat(desk.err).contains("credentials are not taken").doesNotContain("Exception");
            assertThat(far.stats().creates()).isZero();
        }
        nobodySaw(PASSWORD, S3Proxy.SECRET);
    }

    private FarEndHere far() throws IOException {
        FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(30), null);
        desk.environment.put("STORYC_API_URL", far.url().toString());
        return far;
    }

    /** In no output, and in no file of the workspace or the store. */
    private void nobodySaw(String... secrets) throws IOException {
        assertThat(desk.everything).doesNotContain(secrets).doesNotContain(Desk.KEY);
        for (Path written : List.of(desk.folder, folder.resolve("store"))) {
            try (Stream<Path> files = Files.walk(written)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain(secrets);
                }
            }
        }
    }
}
