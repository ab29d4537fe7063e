package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.emulator.FilmFault;
import dev.storyc.media.Animatic;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts of a store that went astray: what was paid for is told, had again for nothing, and never bought in silence. */
class AstrayStoreTest {
    @TempDir
    Path folder;

    private volatile Optional<FilmFault> fault = Optional.empty();
    private FarEndHere far;
    private Desk desk;

    @BeforeEach
    void open() throws IOException {
        Faults faults = new Faults() {
            @Override
            public Optional<FilmFault> film(int n, String jobId) {
                return fault;
            }
        };
        far = new FarEndHere(folder.resolve("far"), faults, Duration.ofMillis(30), null);
        desk = new Desk(folder);
        desk.write("storyboards/dune.yaml", """
                version: 1
                name: dune
                settings: { mode: std }
                scenes:
                  - { id: sand, duration: 3, prompt: Sand runs. }
                  - { id: wind, duration: 3, prompt: Wind over grass. }
                """);
        desk.environment.put("STORYC_API_URL", far.url().toString());
    }

    @AfterEach
    void close() throws IOException {
        assertThat(far.stats().creates()).isEqualTo(2);
        far.close();
    }

    @ParameterizedTest
    @CsvSource({
        "records, manifest",
        "films, manifest",
        "records+films, manifest",
        "records, ",
        "films, ",
        "records+films, "
    })
    void whatIsLeftTellsOfWhatIsGoneAndItIsHadAgainForNothing(String gone, String with) throws IOException {
        assertThat(desk.run("build", "--yes")).isZero();
        for (String part : gone.split("\\+", -1)) {
            delete(store().resolve(part));
        }
        boolean manifest = with != null;
        if (!manifest) {
            delete(desk.folder.resolve("out"));
            Files.delete(desk.folder.resolve("storyboards/dune.manifest.json"));
        }
        assertThat(desk.run("store", "verify")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.out).contains("2 problems").contains("bought for $0.429");
        if (gone.startsWith("records")) {
            assertThat(desk.out).contains("has no record here").contains("as job ");
            assertThat(desk.run("store", "stats")).isZero();
            assertThat(desk.out).contains("2 films of the ledger not here, bought for $0.858");
            assertThat(desk.run("store", "stats", "--format", "json")).isZero();
            assertThat(JsonMapper.builder()
                            .build()
                            .readTree(desk.out)
                            .get("missing")
                            .asInt())
                    .isEqualTo(2);
        }
        assertThat(desk.run("plan", "--exit-code")).isZero();
        // No consent is given, and none is needed.
        assertThat(desk.run("build")).as(desk.err).isZero();
        assertThat(desk.run("store", "verify")).as(desk.out).isZero();
        assertThat(desk.run("verify")).isZero();
        assertThat(desk.run("build")).isZero();
        assertThat(desk.err).doesNotContain("asking for");
    }

    @Test
    void withoutTheLedgerNothingIsToldToBeFine() throws IOException {
        assertThat(desk.run("build", "--yes")).isZero();
        try (var files = Files.list(store())) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("ledger"))
                    .toList()) {
                Files.delete(file);
            }
        }
        for (String command : List.of("build", "plan", "jobs", "store verify", "store stats")) {
            assertThat(desk.run(command.split(" ", -1))).as(command).isEqualTo(Exit.STORE);
            assertThat(desk.err).as(command).contains("no ledger").contains("put it back");
        }
    }

    @Test
    void whatCanBeHadNowhereIsLostAndKeepsItsPrice() throws IOException {
        assertThat(desk.run("build", "--yes")).isZero();
        delete(store().resolve("records"));
        delete(store().resolve("films"));
        delete(desk.folder.resolve("out"));
        Files.delete(desk.folder.resolve("storyboards/dune.manifest.json"));
        fault = Optional.of(new FilmFault.Missing());
        assertThat(desk.run("build", "--yes")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.err)
                .contains("dune/default/sand can't be had again (job ")
                .contains("--rebuy");
        fault = Optional.empty();
        assertThat(desk.run("build", "--yes", "--rebuy")).isZero();
    }

    @Test
    void aTruncatedFilmIsRefusedAndOnceSetAsideHadAgain() throws IOException {
        assertThat(desk.run("build", "--yes")).isZero();
        Path film;
        try (var files = Files.walk(store().resolve("films"))) {
            film = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Files.setPosixFilePermissions(film, PosixFilePermissions.fromString("rw-------"));
        byte[] whole = Files.readAllBytes(film);
        Files.delete(film);
        Files.write(film, java.util.Arrays.copyOf(whole, whole.length / 2));
        delete(desk.folder.resolve("out"));
        assertThat(desk.run("build", "--yes")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.err)
                .contains("storyc store quarantine ")
                .contains("has it again from out/ or by its job, free");
        String key = desk.err.replaceAll("(?s).*store quarantine ([0-9a-f]+).*", "$1");
        assertThat(desk.run("store", "quarantine", key)).isZero();
        assertThat(desk.out).contains("asks for its job, free");
        assertThat(desk.run("build")).as(desk.err).isZero();
        assertThat(desk.run("store", "verify")).isZero();
    }

    @Test
    void aFilmThatWasSetAsideAndIsGoneIsAskedForAgain() throws IOException {
        fault = Optional.of(new FilmFault.NotAsAsked(AstrayStoreTest::silent));
        assertThat(desk.run("build", "--yes")).isEqualTo(Exit.FILM_WRONG);
        String key = desk.err.replaceAll("(?s).*store accept ([0-9a-f]+).*", "$1");
        delete(store().resolve("aside"));
        assertThat(desk.run("store", "verify")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.out).contains("was set aside, says the ledger, and is not in aside/");
        assertThat(desk.run("store", "accept", key)).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.err).contains("`storyc build` asks for its job ");

        fault = Optional.of(new FilmFault.Missing(410));
        assertThat(desk.run("build", "--yes")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.err)
                .contains("is not in the store any more, and can't be had again")
                .contains("storyc jobs resolve " + key)
                .doesNotContain("store accept");

        fault = Optional.of(new FilmFault.NotAsAsked(AstrayStoreTest::silent));
        assertThat(desk.run("build", "--yes")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.err).contains("storyc store accept " + key);
        assertThat(desk.run("store", "accept", key)).isZero();
    }

    @Test
    void offlineWhatLiesInOutIsTakenBack() throws IOException {
        assertThat(desk.run("build", "--yes")).isZero();
        desk.environment.put("STORYC_HOME", folder.resolve("another").toString());
        Path wind = desk.folder.resolve("out/dune/default/02-wind.mp4");
        Path kept = Files.copy(wind, folder.resolve("wind.mp4"));
        Files.delete(wind);
        assertThat(desk.run("build", "--offline")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.err).contains("1 film taken back from out/").contains("--offline is said");
        assertThat(desk.out).contains("1 held");
        Files.copy(kept, wind);
        assertThat(desk.run("build", "--offline")).isZero();
    }

    @Test
    void nothingInTheStoreButFilmsIsForOthersToRead() throws IOException {
        assertThat(desk.run("build", "--yes")).isZero();
        try (var files = Files.walk(store())) {
            for (Path file : files.toList()) {
                String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                if (!file.toString().endsWith(".mp4")) {
                    assertThat(rights).as(file.toString()).endsWith("------");
                }
            }
        }
    }

    private static Animatic silent(Animatic whole) {
        return new Animatic(
                whole.width() / 2,
                whole.height(),
                whole.sound(),
                whole.title(),
                whole.labels(),
                whole.avoid(),
                whole.cutByModel(),
                whole.cards());
    }

    private Path store() {
        return folder.resolve("store/loopback");
    }

    private static void delete(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }
}
