package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of films in the store: counted, proved, set aside, thrown away, and never paid for again by mistake. */
class StoreCommandTest {
    private static final String PIER = """
            version: 1
            name: pier
            settings: { mode: std }
            scenes:
              - { id: fog, duration: 3, prompt: A pier in fog. }
            """;
    private static final String MILL = PIER.replace("pier", "mill").replace("fog", "wind");

    @TempDir
    Path folder;

    private @Nullable FarEndHere far;
    private @Nullable Desk desk;

    @BeforeEach
    void open() throws IOException {
        far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(30), null);
        desk = new Desk(folder);
        desk().write("storyboards/pier.yaml", PIER);
        desk().write("storyboards/mill.yaml", MILL);
        desk().environment
                .put("STORYC_API_URL", Objects.requireNonNull(far).url().toString());
    }

    @AfterEach
    void close() throws IOException {
        Objects.requireNonNull(far).close();
    }

    @Test
    void statsCountFilmsBytesAndDollarsByRealm() throws IOException {
        assertThat(desk().run("store", "stats")).isZero();
        assertThat(desk().out).contains("no store yet");
        build();
        assertThat(desk().run("build", "--backend", "animatic")).isZero();
        assertThat(desk().run("store", "stats")).isZero();
        assertThat(desk().out)
                .contains("loopback: 2 films, ")
                .contains("bought for $0.858")
                .contains("animatic: 2 films");
        assertThat(desk().run("store", "stats", "--format", "json")).isZero();
        JsonNode loopback = JsonMapper.builder()
                .build()
                .readTree(desk().out
                        .lines()
                        .filter(line -> line.contains("loopback"))
                        .findFirst()
                        .orElseThrow());
        assertThat(loopback.path("films").asInt()).isEqualTo(2);
        assertThat(loopback.path("paid_usd").decimalValue()).isEqualByComparingTo("0.858");
        assertThat(loopback.path("bytes").asLong())
                .isEqualTo(films().mapToLong(StoreCommandTest::size).sum());
    }

    @Test
    void aDamagedFilmIsRefusedWithItsPriceUntilItIsSetAsideAndThenHadAgain() throws IOException {
        build();
        Path film = films().findFirst().orElseThrow();
        assertThat(desk().run("store", "verify")).isZero();
        assertThat(desk().out).contains("2 records").contains("all as they were bought");
        flip(film);

        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk().err).contains("bought for $0.429, can't be used").contains("storyc store quarantine");
        assertThat(desk().run("store", "verify")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk().out).contains(film + ", bought for $0.429: it doesn't hold the bytes that were bought");
        String key = desk().out
                .lines()
                .filter(line -> line.contains("store quarantine"))
                .findFirst()
                .orElseThrow()
                .replaceAll(".* ", "");
        assertThat(creates()).isEqualTo(2);

        assertThat(desk().run("store", "quarantine", key)).isZero();
        assertThat(desk().out).contains("bought for $0.429").contains("--rebuy");
        assertThat(film).doesNotExist();
        assertThat(desk().run("store", "verify")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk().out).contains("has no record here");
        // Set aside it is lost, and what is lost is first asked for by its job, which costs nothing.
        assertThat(desk().run("build", "--yes")).isZero();
        assertThat(creates()).isEqualTo(2);
        assertThat(desk().run("verify")).isZero();
        assertThat(desk().run("store", "quarantine", key)).isZero();
        assertThat(desk().out).contains("nothing was set aside");
    }

    @Test
    void gcKeepsWhatAnyRefNamesAndABuildTakesBackWhatItPutAway() throws Exception {
        Assumptions.assumeTrue(Program.runs("git", "--version"), "git");
        git("init", "-q", "-b", "main");
        Files.writeString(desk().folder.resolve(".gitignore"), "out/\n");
        build();
        git("add", ".");
        git("commit", "-qm", "both");
        git("branch", "old");
        Files.delete(desk().folder.resolve("storyboards/mill.yaml"));
        Files.delete(desk().folder.resolve("storyboards/mill.manifest.json"));
        git("commit", "-qam", "one");
        assertThat(desk().run("store", "gc", "--yes")).as(desk().err).isZero();
        assertThat(desk().out).contains("nothing to put into the trash");

        // Not on a branch any more, but in a stash behind another one.
        git("checkout", "-q", "old");
        desk().write("storyboards/mill.manifest.json", desk().read("storyboards/mill.manifest.json") + "\n");
        git("stash", "-q");
        git("checkout", "-q", "main");
        desk().write("storyboards/pier.yaml", PIER + "# later\n");
        git("stash", "-q");
        git("branch", "-q", "-D", "old");
        git("update-ref", "-d", "ORIG_HEAD");
        assertThat(desk().run("store", "gc", "--yes")).isZero();
        assertThat(desk().out).contains("nothing to put into the trash");

        git("stash", "clear");
        assertThat(desk().run("store", "gc")).isZero();
        assertThat(desk().out).contains("mill: 1 film, bought for $0.429").contains("would go into the trash");
        assertThat(films()).hasSize(2);
        assertThat(desk().run("store", "gc", "--yes")).isZero();
        assertThat(films()).hasSize(1);
        assertThat(desk().run("store", "stats")).isZero();
        assertThat(desk().out).contains("1 film in the trash");
        assertThat(desk().run("store", "gc", "--empty-trash", "--yes")).isZero();
        assertThat(desk().out).contains("nothing has been in the trash for more than 30 days");

        desk().write("storyboards/mill.yaml", MILL);
        assertThat(desk().run("build")).as(desk().err).isZero();
        assertThat(creates()).isEqualTo(2);
        assertThat(films()).hasSize(2);
        assertThat(desk().run("verify")).isZero();
    }

    @Test
    void theTrashOfThirtyDaysAgoIsThrownAwayButForWhatIsWantedAgain() throws IOException {
        build();
        String mill = desk().read("storyboards/mill.manifest.json");
        Files.delete(desk().folder.resolve("storyboards/mill.yaml"));
        Files.delete(desk().folder.resolve("storyboards/mill.manifest.json"));
        Files.delete(desk().folder.resolve("out/mill/default/01-wind.mp4"));
        assertThat(desk().run("store", "gc", "--yes")).isZero();
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Path trash = folder.resolve("store/loopback/trash");
        Files.move(
                trash.resolve(today.toString()),
                trash.resolve(today.minusDays(31).toString()));

        assertThat(desk().run("store", "gc", "--empty-trash")).isZero();
        assertThat(desk().out).contains("1 film of").contains("would be thrown away for good");
        desk().write("storyboards/mill.manifest.json", mill);
        assertThat(desk().run("store", "gc", "--empty-trash", "--yes")).isZero();
        assertThat(desk().out).contains("is wanted again, and was taken back").contains("0 films of");
        assertThat(films()).hasSize(2);
        assertThat(trash).isEmptyDirectory();
    }

    @Test
    void aWorkspaceThatCannotBeReadBlocksGcUntilItIsForgotten() throws IOException {
        build();
        Path old = desk().folder;
        Path moved = folder.resolve("moved");
        Files.move(old, moved);
        Files.createDirectories(old.resolveSibling("other"));
        Desk other = new Desk(folder.resolve("second"));
        other.environment.putAll(desk().environment);
        other.write("storyboards/pier.yaml", PIER);
        assertThat(other.run("build")).as(other.err).isZero();

        assertThat(other.run("store", "gc", "--yes")).isEqualTo(Exit.USAGE);
        assertThat(other.err).contains(old + ": it is not there").contains("--forget PATH");
        assertThat(films()).hasSize(2);
        assertThat(other.run("store", "gc", "--forget", "/nowhere")).isEqualTo(Exit.USAGE);
        other.write("storyboards/broken.manifest.json", "version https://git-lfs.github.com/spec/v1\n");
        assertThat(other.run("store", "gc", "--forget", old.toString())).isEqualTo(Exit.USAGE);
        assertThat(other.err).contains("broken.manifest.json is no manifest");
        other.write("storyboards/broken.manifest.json", "");
        assertThat(other.run("store", "gc", "--yes")).isEqualTo(Exit.USAGE);
        assertThat(other.err).contains("broken.manifest.json is empty");
        Files.delete(other.folder.resolve("storyboards/broken.manifest.json"));
        // What lies behind a link is the workspace's too; a link in a circle is nothing to fear.
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("far.manifest.json"), "");
        Path link = Files.createSymbolicLink(other.folder.resolve("linked"), elsewhere);
        Files.createSymbolicLink(other.folder.resolve("circle"), other.folder);
        assertThat(other.run("store", "gc", "--yes")).isEqualTo(Exit.USAGE);
        assertThat(other.err).contains("far.manifest.json is empty");
        Files.delete(link);
        assertThat(other.run("store", "gc", "--yes")).as(other.err).isZero();
        assertThat(other.out).contains("mill: 1 film");
        assertThat(films()).hasSize(1);
    }

    private void build() {
        assertThat(desk().run("build", "--yes")).as(desk().err).isZero();
    }

    private long creates() {
        return Objects.requireNonNull(far).stats().creates();
    }

    private Stream<Path> films() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("store/loopback/films"))) {
            return List.copyOf(files.filter(Files::isRegularFile).toList()).stream();
        }
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    private static void flip(Path film) throws IOException {
        Files.setPosixFilePermissions(film, PosixFilePermissions.fromString("rw-------"));
        byte[] bytes = Files.readAllBytes(film);
        bytes[bytes.length / 2] ^= 1;
        Files.write(film, bytes);
    }

    private void git(String... words) throws IOException, InterruptedException {
        String[] command = Stream.concat(
                        Stream.of("git", "-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false"),
                        Stream.of(words))
                .toArray(String[]::new);
        Program.Said said = Program.run(desk().folder, Map.of("HOME", folder.toString()), command);
        assertThat(said.code()).as(said.words()).isZero();
    }

    private Desk desk() {
        return Objects.requireNonNull(desk);
    }
}
