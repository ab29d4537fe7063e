package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches that each bought something, brought together by git, and builds that end at the same time. */
class ManifestMergeTest {
    private static final String BOARD = """
            version: 1
            name: pier
            settings: { mode: std }
            scenes:
              - { id: fog, duration: 3, prompt: A pier in fog. }

              - { id: rain, duration: 3, prompt: A pier in rain. }

              - { id: sun, duration: 3, prompt: A pier in the sun. }
            """;
    private static final String MANIFEST = "storyboards/pier.manifest.json";

    @TempDir
    Path folder;

    private @Nullable FarEndHere far;
    private @Nullable Desk desk;

    @BeforeEach
    void open() throws IOException {
        far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(30), null);
        desk = new Desk(folder);
        desk().write("storyboards/pier.yaml", BOARD);
        desk().environment
                .put("STORYC_API_URL", Objects.requireNonNull(far).url().toString());
    }

    @AfterEach
    void close() throws IOException {
        Objects.requireNonNull(far).close();
    }

    @Test
    void twoBranchesMergeAndNothingIsPaidAgain() throws Exception {
        branches(true);
        assertThat(git("merge", "-q", "-m", "both", "other").code()).isZero();
        assertThat(desk().read(MANIFEST)).contains("A pier in snow.", "A pier at noon.", "A pier in fog.");
        long creates = creates();
        assertThat(desk().run("build")).as(desk().err).isZero();
        assertThat(desk().run("build", "--locked")).as(desk().err).isZero();
        assertThat(creates()).isEqualTo(creates);
        assertThat(git("status", "--porcelain").words()).isEmpty();
    }

    @Test
    void bothSidesOfOneClipMergeToEitherAndTheStoreKnowsBoth() throws Exception {
        branches(true);
        git("checkout", "-q", "other");
        change("A pier in rain.", "A pier in sleet.");
        git("checkout", "-q", "main");
        assertThat(git("merge", "-q", "-m", "both", "other").code()).isNotZero();
        assertThat(git("status", "--porcelain").words())
                .contains("UU storyboards/pier.yaml")
                .contains("M  " + MANIFEST);
        desk().write(
                        "storyboards/pier.yaml",
                        BOARD.replace("in rain", "in sleet").replace("in the sun", "at noon"));
        long creates = creates();
        assertThat(desk().run("build")).as(desk().err).isZero();
        assertThat(creates()).isEqualTo(creates);
        assertThat(desk().read(MANIFEST)).contains("A pier in sleet.").doesNotContain("snow");
    }

    @Test
    void afterAConflictEitherSidesWholeFileDoes() throws Exception {
        branches(false);
        git("merge", "-q", "-m", "both", "other");
        git("checkout", "--theirs", MANIFEST);
        desk().write(
                        "storyboards/pier.yaml",
                        BOARD.replace("in rain", "in snow").replace("in the sun", "at noon"));
        long creates = creates();
        assertThat(desk().run("build")).as(desk().err).isZero();
        assertThat(creates()).isEqualTo(creates);
        assertThat(desk().read(MANIFEST)).contains("A pier in snow.", "A pier at noon.");
    }

    @Test
    void whatCannotBeMergedIsLeftAsAConflict() throws IOException {
        assertThat(desk().run("build", "--yes")).as(desk().err).isZero();
        String manifest = desk().read(MANIFEST);
        desk().write("empty.json", "");
        desk().write("ours.json", manifest);
        desk().write("theirs.json", manifest.replace("loopback", "elsewhere.example"));
        assertThat(desk().run("manifest", "merge", "empty.json", "ours.json", "theirs.json"))
                .isEqualTo(1);
        assertThat(desk().err).contains("films from loopback and the other of films from elsewhere.example");
        desk().write("theirs.json", manifest.substring(0, 500));
        assertThat(desk().run("manifest", "merge", "empty.json", "ours.json", "theirs.json"))
                .isEqualTo(1);
        assertThat(desk().err).contains("theirs.json");
        assertThat(desk().run("manifest", "merge", "empty.json", "ours.json", "none.json"))
                .isEqualTo(1);
        assertThat(desk().read("ours.json")).isEqualTo(manifest);
        assertThat(desk().run("manifest", "merge", "empty.json", "ours.json", "empty.json"))
                .isZero();
        assertThat(desk().read("ours.json")).isEqualTo(manifest);
    }

    @Test
    void buildsThatEndTogetherKeepEachOthersRows() throws IOException {
        String rows = "name,n\n"
                + String.join(
                        "\n",
                        IntStream.range(0, 6).mapToObj(i -> "v" + i + "," + i).toList());
        desk().write("rows.csv", rows + "\n");
        desk().write("storyboards/pier.yaml", """
                version: 1
                name: pier
                settings: { mode: std }
                variants: { rows: ../rows.csv, name: "{{name}}" }
                scenes: [{ id: fog, duration: 3, prompt: "Fog {{n}}." }]
                """);
        assertThat(desk().run("build", "--yes")).as(desk().err).isZero();
        String all = desk().read(MANIFEST);
        for (int round = 0; round < 5; round++) {
            Files.delete(desk().folder.resolve(MANIFEST));
            List<CompletableFuture<String>> builds = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Desk other = desk().again();
                String variant = "variant:v" + i;
                builds.add(CompletableFuture.supplyAsync(
                        () -> other.run("build", "--select", variant) == Exit.DONE ? "" : other.err));
            }
            assertThat(builds.stream().map(CompletableFuture::join)).containsOnly("");
            assertThat(desk().read(MANIFEST)).isEqualTo(all);
        }
    }

    /** A branch {@code main} and one {@code other}, each with a clip of its own changed and bought. */
    private void branches(boolean driver) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Program.runs("git", "--version"), "git");
        git("init", "-q", "-b", "main");
        desk().write(".gitignore", "out/\n");
        if (driver) {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            String command = java + " -cp '" + System.getProperty("java.class.path") + "' " + Main.class.getName();
            git("config", "merge.storyc.driver", command + " manifest merge %O %A %B");
            desk().write(".gitattributes", "*.manifest.json merge=storyc\n");
        }
        assertThat(desk().run("build", "--yes")).as(desk().err).isZero();
        git("add", ".");
        git("commit", "-qm", "base");
        git("checkout", "-q", "-b", "other");
        change("A pier in the sun.", "A pier at noon.");
        git("checkout", "-q", "main");
        change("A pier in rain.", "A pier in snow.");
    }

    private void change(String before, String after) throws IOException, InterruptedException {
        desk().write(
                        "storyboards/pier.yaml",
                        desk().read("storyboards/pier.yaml").replace(before, after));
        assertThat(desk().run("build", "--yes")).as(desk().err).isZero();
        git("commit", "-qam", after);
    }

    private long creates() {
        return Objects.requireNonNull(far).stats().creates();
    }

    private Program.Said git(String... words) throws IOException, InterruptedException {
        String[] command = Stream.concat(
                        Stream.of("git", "-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false"),
                        Stream.of(words))
                .toArray(String[]::new);
        return Program.run(desk().folder, Map.of("HOME", folder.toString()), command);
    }

    private Desk desk() {
        return Objects.requireNonNull(desk);
    }
}
