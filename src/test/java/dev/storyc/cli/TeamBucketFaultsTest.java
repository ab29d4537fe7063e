package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.run.FarEndHere;
import dev.storyc.shared.S3Gate;
import dev.storyc.shared.S3Proxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bucket that gets full, forbidden or slow in the middle of a build of six films: none is lost, and none paid twice. */
class TeamBucketFaultsTest {
    private static final int CLIPS = 6;

    @TempDir
    Path folder;

    private FarEndHere far;
    private Path disk;
    private boolean mounted;
    private @Nullable S3Proxy opened;
    private @Nullable S3Gate guarded;

    @BeforeEach
    void open() throws IOException {
        far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(50), null);
        disk = Files.createDirectory(folder.resolve("s3"));
    }

    private Desk begin() throws IOException, InterruptedException {
        opened = S3Proxy.start(disk, "films");
        guarded = S3Gate.before(opened);
        return desk("first");
    }

    private S3Gate gate() {
        return Objects.requireNonNull(guarded);
    }

    @AfterEach
    void close() throws IOException, InterruptedException {
        if (guarded != null) {
            guarded.close();
        }
        if (opened != null) {
            opened.stop();
        }
        far.close();
        if (mounted) {
            assertThat(Program.run(folder, Map.of(), "umount", disk.toString()).code())
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {220, 340})
    void aBucketOnAFullDiskKeepsWhatItHasAndGetsTheRestWhenThereIsRoom(int kib) throws Exception {
        mounted = Program.runs("mount", "-t", "tmpfs", "-o", "size=" + kib + "k", "storyc-test", disk.toString());
        Assumptions.assumeTrue(mounted, "nobody may mount a small disk here, so no bucket got full");
        Desk first = begin();
        assertThat(first.run("build", "--yes")).as(first.err).isEqualTo(Exit.STORE);
        long bought = far.stats().creates();
        assertThat(films()).isEqualTo(bought);
        assertThat(first.err).contains("not in the shared store: ").contains("`storyc store push` goes on");
        assertThat(Program.run(folder, Map.of(), "mount", "-o", "remount,size=8m", disk.toString())
                        .code())
                .isZero();
        goesOn(first);
    }

    @Test
    void aBucketThatForbidsFilmsInTheMiddleGetsThemLater() throws Exception {
        Desk first = begin();
        AtomicInteger films = new AtomicInteger();
        gate().keep((call, on) ->
                call.method().equals("PUT") && call.path().contains("/cas/") && films.incrementAndGet() > 2
                        ? S3Gate.refused(403, "AccessDenied")
                        : on.hand());
        assertThat(first.run("build", "--yes")).as(first.err).isEqualTo(Exit.STORE);
        assertThat(first.err)
                .contains(" on this machine and not in the shared store: ")
                .contains("it is not allowed");
        assertThat(films()).isEqualTo(CLIPS);
        assertThat(first.run("store", "push")).isEqualTo(Exit.STORE);
        gate().open();
        goesOn(first);
    }

    @Test
    void aSlowBucketIsWaitedFor() throws Exception {
        Desk first = begin();
        gate().keep((call, on) -> {
            if (call.path().contains("/cas/")) {
                TimeUnit.MILLISECONDS.sleep(700);
            }
            return on.hand();
        });
        assertThat(first.run("build", "--yes")).as(first.err).isZero();
        gate().open();
        goesOn(first);
    }

    /** The bucket is well again: a push, a build, and another machine, and nothing is paid twice. */
    private void goesOn(Desk first) throws IOException {
        assertThat(first.run("store", "push")).as(first.err).isZero();
        assertThat(first.run("build", "--yes")).as(first.err).isZero();
        assertThat(first.run("verify")).as(first.out).isZero();
        assertThat(far.stats().jobs()).isEqualTo(CLIPS);
        Desk second = desk("second");
        second.environment.remove("SHORTAPI_KEY");
        assertThat(second.run("build")).as(second.err).isZero();
        assertThat(second.out).contains("0 rendered, " + CLIPS + " held");
        assertThat(second.read("storyboards/dune.manifest.json"))
                .isEqualTo(first.read("storyboards/dune.manifest.json"));
        assertThat(far.stats().creates()).isEqualTo(CLIPS);
        assertThat(first.everything + "" + second.everything)
                .doesNotContain(S3Proxy.SECRET)
                .doesNotContain("\tat ");
    }

    private long films() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("first/store"))) {
            return all.filter(file -> file.toString().endsWith(".mp4")).count();
        }
    }

    private Desk desk(String name) throws IOException {
        Desk desk = new Desk(folder.resolve(name));
        desk.environment.put("STORYC_API_URL", far.url().toString());
        desk.environment.put("STORYC_SHARED_STORE", gate().address("films/team"));
        desk.environment.putAll(Objects.requireNonNull(opened).environment());
        StringBuilder board = new StringBuilder("version: 1\nname: dune\nsettings: { mode: std }\nscenes:\n");
        for (int i = 1; i <= CLIPS; i++) {
            board.append("  - { id: s" + i + ", duration: 3, prompt: \"Sand runs, part " + i + ".\" }\n");
        }
        desk.write("storyboards/dune.yaml", board.toString());
        return desk;
    }
}
