package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.emulator.FilmFault;
import dev.storyc.run.FarEndHere;
import dev.storyc.shared.S3Proxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Films of two machines in a bucket, which goes away and comes back. */
class TeamBucketTest {
    private static final String BOARD = """
            version: 1
            name: dune
            settings: { mode: std }
            scenes: [{ id: sand, duration: 3, prompt: Sand runs. }]
            """;

    @TempDir
    Path folder;

    private volatile Runnable whenFetched = () -> {};
    private FarEndHere far;
    private S3Proxy bucket;
    private Desk first;
    private Desk second;

    @BeforeEach
    void open() throws IOException, InterruptedException {
        bucket = S3Proxy.start(Files.createDirectories(folder.resolve("s3")), "films");
        far = new FarEndHere(
                folder.resolve("far"),
                new Faults() {
                    @Override
                    public Optional<FilmFault> film(int n, String jobId) {
                        whenFetched.run();
                        return Optional.empty();
                    }
                },
                Duration.ofMillis(30),
                null);
        first = desk("first");
        second = desk("second");
    }

    @AfterEach
    void close() throws IOException {
        assertThat(first.everything + "" + second.everything)
                .doesNotContain(Desk.KEY)
                .doesNotContain(S3Proxy.SECRET)
                .doesNotContain("\tat ")
                .doesNotContain("    at ");
        far.close();
        bucket.close();
    }

    @Test
    void oneMachinesFilmsAreTheOthersAndWhatIsHeldNeedsNoBucket() throws Exception {
        assertThat(first.run("build", "--yes")).as(first.err).isZero();
        assertThat(first.err).contains("1 film, ").contains("put into s3://films/team");
        assertThat(second.run("plan", "--exit-code")).as(second.err).isZero();
        second.environment.remove("SHORTAPI_KEY");
        assertThat(second.run("build")).as(second.err).isZero();
        assertThat(second.read("storyboards/dune.manifest.json"))
                .isEqualTo(first.read("storyboards/dune.manifest.json"));
        assertThat(second.run("store", "push")).as(second.err).isZero();
        assertThat(second.out).contains("0 films put into").contains("1 were there");
        assertThat(second.run("store", "stats")).isZero();
        assertThat(second.out).contains("1 film, 1 record");
        assertThat(far.stats().creates()).isEqualTo(1);

        bucket.stop();
        long begun = System.nanoTime();
        assertThat(second.run("build")).as(second.err).isZero();
        assertThat(second.err).doesNotContain("s3://");
        // What nobody here has might be there, so it isn't bought.
        second.write("storyboards/dune.yaml", BOARD.replace("Sand runs", "Snow falls"));
        second.environment.put("SHORTAPI_KEY", Desk.KEY);
        assertThat(second.run("build", "--yes")).isEqualTo(Exit.STORE);
        assertThat(second.err).contains("paid twice, so nothing was sent");
        assertThat(second.run("store", "push")).isEqualTo(Exit.STORE);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(90));
        assertThat(far.stats().creates()).isEqualTo(1);
    }

    @Test
    void aBucketThatGoesAwayInABuildLosesNoFilm() throws Exception {
        whenFetched = () -> {
            whenFetched = () -> {};
            stop();
        };
        assertThat(first.run("build", "--yes")).as(first.err).isEqualTo(Exit.STORE);
        assertThat(far.stats().creates()).isEqualTo(1);
        bucket.again();
        assertThat(first.run("store", "push")).as(first.err).isZero();
        assertThat(first.run("build", "--yes")).as(first.err).isZero();
        assertThat(first.run("verify")).isZero();
        assertThat(second.run("build")).as(second.err).isZero();
        assertThat(far.stats().creates()).isEqualTo(1);
    }

    private void stop() {
        try {
            bucket.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Desk desk(String name) throws IOException {
        Desk desk = new Desk(folder.resolve(name));
        desk.write("storyboards/dune.yaml", BOARD);
        desk.environment.put("STORYC_API_URL", far.url().toString());
        desk.environment.put("STORYC_SHARED_STORE", bucket.address("films/team"));
        desk.environment.putAll(bucket.environment());
        return desk;
    }
}
