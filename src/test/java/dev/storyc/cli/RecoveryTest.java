package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.emulator.FilmFault;
import dev.storyc.media.Animatic;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Films that the manifest names and the store lacks: had again for nothing where they can be, and never bought in silence. */
class RecoveryTest {
    private static final String BOARD = """
            version: 1
            name: dune
            settings: { mode: std }
            scenes:
              - { id: sand, duration: 3, prompt: Sand runs. }
              - { id: wind, duration: 3, prompt: Wind over grass. }
            """;

    @TempDir
    Path folder;

    private volatile Optional<FilmFault> fault = Optional.empty();
    private FarEndHere far;
    private Desk desk;

    @BeforeEach
    void open() throws IOException {
        far = new FarEndHere(
                folder.resolve("far"),
                new Faults() {
                    @Override
                    public Optional<FilmFault> film(int n, String jobId) {
                        return fault;
                    }
                },
                Duration.ofMillis(30),
                null);
        desk = new Desk(folder);
        desk.write("storyboards/dune.yaml", BOARD);
        desk.environment.put("STORYC_API_URL", far.url().toString());
        assertThat(desk.run("build", "--yes")).isZero();
        assertThat(far.stats().creates()).isEqualTo(2);
    }

    @AfterEach
    void close() throws IOException {
        far.close();
    }

    @Test
    void aFilmUnderAnyNameInOutIsTakenBackWithoutAKey() throws IOException {
        String manifest = desk.read("storyboards/dune.manifest.json");
        String lost = "another-store";
        desk.environment.put("STORYC_HOME", folder.resolve(lost).toString());
        desk.environment.remove("SHORTAPI_KEY");
        Path out = desk.folder.resolve("out/dune");
        Path sand = film("sand");
        Files.createDirectories(out.resolve("kept by hand"));
        Files.move(sand, out.resolve("kept by hand/my favourite.bin"));

        assertThat(desk.run("plan", "--exit-code")).isZero();
        assertThat(desk.out)
                .contains("its film lies in out/, and a build takes it back, free")
                .contains("2 clips taken back from out/, free of charge");
        assertThat(folder.resolve(lost)).doesNotExist();
        assertThat(desk.run("build")).isZero();
        assertThat(desk.err).contains("2 films taken back from out/");
        assertThat(desk.out).contains("0 rendered, 2 held");
        assertThat(far.stats().creates()).isEqualTo(2);
        assertThat(desk.read("storyboards/dune.manifest.json")).isEqualTo(manifest);
        assertThat(desk.run("verify")).isZero();
        assertThat(desk.run("build")).isZero();
        assertThat(desk.err).doesNotContain("taken back");
    }

    @Test
    void aColleaguesCheckoutHasTheFilmsAgainByTheirJobs() throws IOException {
        forget();
        String manifest = desk.read("storyboards/dune.manifest.json");
        assertThat(desk.run("plan")).isZero();
        assertThat(desk.out).contains("2 clips lost, for which $0.858 was paid").contains("asks for their jobs, free");
        assertThat(desk.run("build")).isZero();
        assertThat(desk.err).contains("2 films had again by asking for their jobs, free of charge");
        assertThat(far.stats().creates()).isEqualTo(2);
        assertThat(desk.read("storyboards/dune.manifest.json")).isEqualTo(manifest);
        assertThat(desk.run("verify")).isZero();
    }

    @Test
    void onlyRebuyBuysWhatCannotBeHadAndYesAndACapDoNotStandForIt() throws IOException {
        forget();
        fault = Optional.of(new FilmFault.Missing());
        for (String consent : List.of("--yes", "--max-cost=9")) {
            assertThat(desk.run("build", consent)).isEqualTo(Exit.FILM_WRONG);
            assertThat(desk.err)
                    .contains("dune/default/sand can't be had again (job ")
                    .contains("answered HTTP 404");
            assertThat(desk.err).contains("bought again only with --rebuy").doesNotContain("A build first asks");
        }
        desk.environment.remove("SHORTAPI_KEY");
        assertThat(desk.run("build", "--yes")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.err).contains("there is no API key to ask with");
        desk.environment.put("SHORTAPI_KEY", Desk.KEY);
        assertThat(desk.run("plan", "--rebuy")).isZero();
        assertThat(desk.out).contains("2 clips to render, 6 s: $0.858").contains("bought again if it can't be had");
        assertThat(desk.run("build", "--rebuy")).isEqualTo(Exit.BUDGET);
        assertThat(far.stats().creates()).isEqualTo(2);

        // What can be had is not bought, --rebuy or not.
        fault = Optional.empty();
        assertThat(desk.run("build", "--rebuy", "--yes")).isZero();
        assertThat(far.stats().creates()).isEqualTo(2);
    }

    @Test
    void anotherFilmThanTheOneThatWasBoughtIsNotTaken() throws IOException {
        forget();
        fault = Optional.of(new FilmFault.NotAFilm("video/mp4", "something else"));
        assertThat(desk.run("build", "--yes", "--select", "clip:sand")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.err).contains("isn't the film that was bought");
        assertThat(desk.folder.resolve("out/dune/default/01-sand.mp4")).doesNotExist();
        fault = Optional.empty();
        assertThat(desk.run("build", "--select", "state:lost")).isZero();
        assertThat(desk.run("verify")).isZero();
        assertThat(far.stats().creates()).isEqualTo(2);
    }

    @Test
    void whatIsLostAndNotHadIsToldByTheMarkdownTooAndByJson() throws IOException {
        forget();
        assertThat(desk.run("plan", "--format", "markdown")).isZero();
        assertThat(desk.out)
                .startsWith("<!-- storyc plan -->\n### storyc: nothing to render\n")
                .contains("**Lost**");
        assertThat(desk.run("plan", "--format", "json")).isZero();
        JsonNode plan = JsonMapper.builder().build().readTree(desk.out);
        assertThat(plan.at("/clips/0/state").asText()).isEqualTo("lost");
        assertThat(plan.at("/clips/0/paid_usd").decimalValue()).isEqualByComparingTo("0.429");
        assertThat(plan.at("/estimate/lost").asInt()).isEqualTo(2);
    }

    @Test
    void theManifestsFilmWinsIfItCanBeHadAndElseTheStoresIsUsedAndThatIsSaid() throws IOException {
        String manifest = desk.read("storyboards/dune.manifest.json");
        Path mine = folder.resolve("mine");
        for (String clip : List.of("sand", "wind")) {
            Files.createDirectories(mine);
            Files.copy(film(clip), mine.resolve(clip + ".mp4"));
        }
        // The same requests, rendered by somebody else into another store: other films.
        forget();
        Path committed = desk.folder.resolve("storyboards/dune.manifest.json");
        Files.delete(committed);
        fault = Optional.of(new FilmFault.NotAsAsked(RecoveryTest::retitled));
        assertThat(desk.run("build", "--yes")).isZero();
        fault = Optional.empty();
        assertThat(far.stats().creates()).isEqualTo(4);
        String theirs = desk.read("storyboards/dune.manifest.json");
        assertThat(theirs).isNotEqualTo(manifest);

        Files.writeString(committed, manifest);
        assertThat(desk.run("plan")).isZero();
        assertThat(desk.out).contains("the manifest names another film");
        assertThat(desk.run("build")).isZero();
        assertThat(desk.read("storyboards/dune.manifest.json")).isEqualTo(manifest);
        assertThat(film("sand")).hasSameBinaryContentAs(mine.resolve("sand.mp4"));
        assertThat(desk.run("verify")).isZero();

        // Gone everywhere: the store's own is used, and the manifest tells of it from then on.
        forget();
        Files.delete(committed);
        fault = Optional.of(new FilmFault.NotAsAsked(RecoveryTest::retitled));
        assertThat(desk.run("build", "--yes")).isZero();
        String third = desk.read("storyboards/dune.manifest.json");
        Files.writeString(committed, manifest);
        fault = Optional.of(new FilmFault.Missing(410));
        assertThat(desk.run("build")).isZero();
        assertThat(desk.err).contains("which can't be had").contains("the store's is used");
        assertThat(desk.read("storyboards/dune.manifest.json")).isEqualTo(third);
        assertThat(far.stats().creates()).isEqualTo(6);
    }

    /** Whole and as asked, but other bytes, as no two renders are the same. */
    private static Animatic retitled(Animatic whole) {
        return new Animatic(
                whole.width(),
                whole.height(),
                whole.sound(),
                whole.title() + ", another",
                whole.labels(),
                whole.avoid(),
                whole.cutByModel(),
                whole.cards());
    }

    private Path film(String clip) throws IOException {
        try (var films = Files.walk(desk.folder.resolve("out/dune"))) {
            return films.filter(file -> file.toString().endsWith("-" + clip + ".mp4"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** As on a machine that has the checkout alone: neither the store nor what lies in out. */
    private void forget() throws IOException {
        desk.environment.put(
                "STORYC_HOME", folder.resolve("store-" + System.nanoTime()).toString());
        try (var films = Files.walk(desk.folder.resolve("out"))) {
            for (Path file : films.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }
}
