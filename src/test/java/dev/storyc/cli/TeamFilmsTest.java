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
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Films of one campaign on two machines that share a folder: what one of them paid for the other has, and never twice. */
class TeamFilmsTest {
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
    /** Jobs whose films the far end has no more. */
    private final Set<String> gone = ConcurrentHashMap.newKeySet();

    private FarEndHere far;
    private Path shared;
    private Desk first;
    private Desk second;

    @BeforeEach
    void open() throws IOException {
        far = new FarEndHere(
                folder.resolve("far"),
                new Faults() {
                    @Override
                    public Optional<FilmFault> film(int n, String jobId) {
                        return gone.contains(jobId) ? Optional.of(new FilmFault.Missing()) : fault;
                    }
                },
                Duration.ofMillis(30),
                null);
        shared = folder.resolve("shared");
        first = desk("first");
        second = desk("second");
    }

    @AfterEach
    void close() throws IOException {
        assertThat(first.everything + "" + second.everything)
                .doesNotContain(Desk.KEY)
                .doesNotContain("\tat ");
        far.close();
    }

    @Test
    void whatOneMachineBoughtTheOtherHasForNothing() throws IOException {
        assertThat(first.run("build", "--yes")).as(first.err).isZero();
        assertThat(first.err).contains("2 films, ").contains(" put into " + shared);
        assertThat(things()).filteredOn(name -> name.startsWith("cas/")).hasSize(2);
        assertThat(things()).filteredOn(name -> name.startsWith("ac/")).hasSize(2);

        assertThat(second.run("plan", "--exit-code")).as(second.out).isZero();
        assertThat(second.out).contains("nothing to render").contains("2 clips held");
        assertThat(folder.resolve("second/store")).doesNotExist();
        assertThat(second.run("explain", "dune/default/sand")).isZero();
        assertThat(second.out).contains("held");
        second.environment.remove("SHORTAPI_KEY");
        assertThat(second.run("build")).as(second.err).isZero();
        assertThat(second.err).contains("fetching 2 films").contains("2 films fetched, free of charge");
        assertThat(second.out).contains("0 rendered, 2 held");
        assertThat(far.stats().creates()).isEqualTo(2);
        assertThat(second.read("storyboards/dune.manifest.json"))
                .isEqualTo(first.read("storyboards/dune.manifest.json"));
        assertThat(second.run("verify")).isZero();
        assertThat(second.run("store", "verify")).as(second.out).isZero();

        // What is held by now asks nobody, even where nobody could answer.
        second.environment.put(
                "STORYC_SHARED_STORE",
                Files.writeString(folder.resolve("no folder"), "").toString());
        assertThat(second.run("plan")).isZero();
        assertThat(second.err).doesNotContain("note:");
    }

    @Test
    void aFilmThatIsLostThereIsPricedAndBoughtOnlyWithRebuy() throws IOException {
        assertThat(first.run("build", "--yes")).isZero();
        Path film = sharedFilm(first, "sand");
        Files.delete(film);
        fault = Optional.of(new FilmFault.Missing());

        assertThat(second.run("plan")).isZero();
        assertThat(second.out).contains("1 clip lost, for which $0.429 was paid");
        assertThat(second.run("build", "--yes")).isEqualTo(Exit.FILM_WRONG);
        assertThat(second.err).contains("dune/default/sand was bought before and is lost; --rebuy buys it again");
        assertThat(far.stats().creates()).isEqualTo(2);
        fault = Optional.empty();
        // Its job still has it, which is asked first and costs nothing.
        assertThat(second.run("build", "--yes")).as(second.err).isZero();
        assertThat(second.err).contains("1 film had again by asking for its job");
        assertThat(far.stats().creates()).isEqualTo(2);
        // And so it is back for everybody.
        assertThat(film).exists();
    }

    @Test
    void onlyRebuyBuysWhatIsLostThere() throws IOException {
        assertThat(first.run("build", "--yes")).isZero();
        String manifest = first.read("storyboards/dune.manifest.json");
        Files.delete(sharedFilm(first, "sand"));
        fault = Optional.of(new FilmFault.Missing());
        assertThat(second.run("plan", "--rebuy")).isZero();
        assertThat(second.out).contains("1 clip to render, 3 s: $0.429");
        fault = Optional.of(new FilmFault.NotAsAsked(TeamFilmsTest::retitled));
        far.stats().distinct().values().forEach(request -> gone.addAll(request.jobIds()));
        assertThat(second.run("build", "--rebuy", "--yes")).as(second.err).isZero();
        assertThat(far.stats().creates()).isEqualTo(3);
        assertThat(second.err).contains("somebody else's film has the name");
        // Whoever has its manifest has its film.
        Desk third = desk("third");
        third.write("storyboards/dune.manifest.json", second.read("storyboards/dune.manifest.json"));
        assertThat(third.run("build")).as(third.err).isZero();
        assertThat(third.run("verify")).isZero();
        assertThat(third.read("storyboards/dune.manifest.json"))
                .isEqualTo(second.read("storyboards/dune.manifest.json"))
                .isNotEqualTo(manifest);
        assertThat(far.stats().creates()).isEqualTo(3);
    }

    @Test
    void aWrongByteIsRefusedNamedAndSetAside() throws IOException {
        assertThat(first.run("build", "--yes")).isZero();
        Path film = sharedFilm(first, "sand");
        byte[] bytes = Files.readAllBytes(film);
        bytes[bytes.length / 2] ^= 1;
        replace(film, bytes);
        fault = Optional.of(new FilmFault.Missing());

        assertThat(second.run("build", "--yes")).isEqualTo(Exit.FILM_WRONG);
        assertThat(second.err)
                .contains("dune/default/sand is not taken: the film cas/" + film.getFileName())
                .contains("doesn't hold the bytes that were bought; what came lies in ");
        assertThat(second.out).contains("1 held, 1 lost");
        assertThat(far.stats().creates()).isEqualTo(2);
        Path quarantine = folder.resolve("second/store/loopback/quarantine");
        assertThat(files(quarantine)).hasSize(1);
        assertThat(second.folder.resolve("out/dune/default/02-wind.mp4")).exists();
        assertThat(second.folder.resolve("out/dune/default/01-sand.mp4")).doesNotExist();

        // As whoever has the right bytes puts them there again.
        Files.delete(film);
        assertThat(first.run("store", "push")).as(first.err).isZero();
        assertThat(second.run("build")).as(second.err).isZero();
        assertThat(second.run("verify")).isZero();
    }

    @Test
    void aTruncatedFilmAndARecordOfAnotherKeyAreRefusedBeforeAnythingIsFetched() throws IOException {
        assertThat(first.run("build", "--yes")).isZero();
        Path film = sharedFilm(first, "sand");
        byte[] bytes = Files.readAllBytes(film);
        replace(film, java.util.Arrays.copyOf(bytes, bytes.length - 100));
        List<Path> records = files(shared.resolve("loopback/ac"));
        Path wind = shared.resolve("loopback/ac").resolve(key(first, "wind"));
        Path sand = shared.resolve("loopback/ac").resolve(key(first, "sand"));
        replace(wind, Files.readAllBytes(sand));
        assertThat(records).hasSize(2);
        fault = Optional.of(new FilmFault.Missing());

        assertThat(second.run("plan")).isZero();
        assertThat(second.err)
                .contains("dune/default/sand is not taken: the film cas/")
                .contains(" has " + (bytes.length - 100) + " bytes, and was bought with " + bytes.length)
                .contains("dune/default/wind is not taken: the record ac/")
                .contains("is that of another request, of key "
                        + key(first, "sand").substring(0, 12));
        assertThat(second.out).contains("2 clips lost");
        assertThat(second.run("build", "--yes")).isEqualTo(Exit.FILM_WRONG);
        assertThat(far.stats().creates()).isEqualTo(2);
        assertThat(folder.resolve("second/store/loopback/quarantine")).doesNotExist();
    }

    @Test
    void ofTwoThatBoughtOneClipTheFirstNamesItAndEachManifestStaysTrue() throws IOException {
        assertThat(first.run("build", "--yes")).isZero();
        String alone = second.environment.remove("STORYC_SHARED_STORE");
        fault = Optional.of(new FilmFault.NotAsAsked(TeamFilmsTest::retitled));
        assertThat(second.run("build", "--yes")).isZero();
        assertThat(far.stats().creates()).isEqualTo(4);
        String own = second.read("storyboards/dune.manifest.json");
        assertThat(own).isNotEqualTo(first.read("storyboards/dune.manifest.json"));

        second.environment.put("STORYC_SHARED_STORE", alone);
        assertThat(second.run("build")).as(second.err).isZero();
        assertThat(second.err).contains("of 2 clips somebody else's film has the name in " + shared);
        assertThat(second.read("storyboards/dune.manifest.json")).isEqualTo(own);
        assertThat(second.run("verify")).isZero();
        assertThat(things()).hasSize(6);

        // A checkout has the films that its manifest names, whoever put the other ones there.
        Desk third = desk("third");
        third.write("storyboards/dune.manifest.json", own);
        assertThat(third.run("build", "--locked")).as(third.err).isZero();
        assertThat(third.run("build")).as(third.err).isZero();
        assertThat(third.run("verify")).isZero();
        assertThat(third.read("storyboards/dune.manifest.json")).isEqualTo(own);
        Desk fourth = desk("fourth");
        assertThat(fourth.run("build")).as(fourth.err).isZero();
        assertThat(fourth.read("storyboards/dune.manifest.json"))
                .isEqualTo(first.read("storyboards/dune.manifest.json"));
        assertThat(far.stats().creates()).isEqualTo(4);
    }

    @Test
    void aMachineThatOnlyReadsWritesNothingThereAndSaysWhereItsFilmsAre() throws IOException {
        Files.createDirectories(shared);
        second.write("storyc.yaml", second.read("storyc.yaml") + "shared_store_mode: read\n");
        assertThat(second.run("build", "--yes")).as(second.err).isZero();
        assertThat(second.err).contains("2 films bought here are on this machine only");
        assertThat(files(shared)).isEmpty();
        assertThat(second.folder.resolve("storyboards/dune.manifest.json")).exists();
        assertThat(second.run("store", "push")).isEqualTo(Exit.USAGE);
        assertThat(second.err).contains("shared_store_mode");
    }

    @Test
    void whereSignaturesAreAskedForAMachineWithoutAKeyOnlyReads() throws IOException {
        assertThat(second.run("store", "keygen", "-o", folder.resolve("key").toString()))
                .as(second.err)
                .isZero();
        String trusted = second.out
                .lines()
                .filter(line -> line.contains("ed25519:"))
                .findFirst()
                .orElseThrow()
                .replaceAll(".*(ed25519:\\S+).*", "$1");
        first.write("storyc.yaml", first.read("storyc.yaml") + "trusted_keys: ['" + trusted + "']\n");
        second.write("storyc.yaml", first.read("storyc.yaml"));
        first.environment.put("STORYC_SIGNING_KEY_FILE", folder.resolve("key").toString());
        assertThat(first.run("build", "--yes", "--select", "clip:sand"))
                .as(first.err)
                .isZero();
        assertThat(second.run("build", "--yes")).as(second.err).isZero();
        assertThat(second.out).contains("1 rendered, 1 held");
        assertThat(second.err)
                .contains("others may buy it too")
                .contains("1 film bought here is on this machine only")
                .contains("trusted_keys");
        assertThat(second.run("store", "push")).isEqualTo(Exit.USAGE);
        assertThat(far.stats().creates()).isEqualTo(2);

        // What somebody without the key puts there is refused, and not bought in its place.
        Desk stranger = desk("stranger");
        assertThat(stranger.run("build", "--yes", "--select", "clip:wind"))
                .as(stranger.err)
                .isZero();
        Desk third = desk("third");
        third.write("storyc.yaml", second.read("storyc.yaml"));
        fault = Optional.of(new FilmFault.Missing());
        assertThat(third.run("build", "--yes")).isEqualTo(Exit.FILM_WRONG);
        assertThat(third.err)
                .contains("dune/default/wind is not taken: the record ac/")
                .contains("is not signed");
        // What the second machine bought nobody was told of, as it said.
        assertThat(far.stats().creates()).isEqualTo(3);
    }

    @Test
    void aPlaceThatTakesNothingLosesNoFilmAndTheManifestWaits() throws IOException {
        assertThat(first.run("build", "--yes", "--select", "clip:wind")).isZero();
        Path cas = shared.resolve("loopback/cas");
        Path away = folder.resolve("away");
        Files.move(cas, away);
        Files.writeString(cas, "no folder");
        assertThat(first.run("build", "--yes")).as(first.err).isEqualTo(Exit.STORE);
        assertThat(first.err)
                .contains("1 film is on this machine and not in the shared store")
                .contains("`storyc store push` goes on");
        assertThat(first.out).contains("1 rendered, 1 held");
        assertThat(first.read("storyboards/dune.manifest.json"))
                .contains("wind")
                .doesNotContain("\"sand\"");
        assertThat(first.folder.resolve("out/dune/default/01-sand.mp4")).exists();
        assertThat(far.stats().creates()).isEqualTo(2);
        assertThat(first.run("store", "push")).isEqualTo(Exit.STORE);

        Files.delete(cas);
        Files.move(away, cas);
        assertThat(first.run("store", "push")).as(first.err).isZero();
        assertThat(first.run("build")).as(first.err).isZero();
        assertThat(first.read("storyboards/dune.manifest.json")).contains("\"sand\"");
        assertThat(far.stats().creates()).isEqualTo(2);
        assertThat(second.run("build")).as(second.err).isZero();
    }

    @Test
    void whereThePlaceCannotBeAskedNothingIsBoughtThatItMayHave() throws IOException {
        Files.writeString(shared, "no folder");
        assertThat(first.run("plan")).isZero();
        assertThat(first.err).contains("note: ").contains("what it has is not known here");
        assertThat(first.run("build", "--yes")).isEqualTo(Exit.STORE);
        assertThat(first.err).contains("paid twice, so nothing was sent");
        assertThat(far.stats().creates()).isZero();
    }

    @Test
    void tidyingUpNeverTouchesWhatTheTeamHas() throws IOException {
        assertThat(first.run("build", "--yes")).isZero();
        List<Path> before = files(shared);
        Files.delete(first.folder.resolve("storyboards/dune.manifest.json"));
        Files.delete(first.folder.resolve("storyboards/dune.yaml"));
        assertThat(first.run("store", "gc", "--yes")).as(first.err).isZero();
        assertThat(first.run("store", "stats")).isZero();
        assertThat(files(shared)).isEqualTo(before);
    }

    @Test
    void whatIsPushedAndPulledIsToldToPeopleAndPrograms() throws IOException {
        String address = first.environment.remove("STORYC_SHARED_STORE");
        assertThat(first.run("build", "--yes")).isZero();
        assertThat(first.run("store", "push")).isEqualTo(Exit.USAGE);
        assertThat(first.err).contains("no `shared_store`");
        first.environment.put("STORYC_SHARED_STORE", address);
        assertThat(first.run("store", "stats")).isZero();
        assertThat(first.out).contains("2 films of this machine are not there: `storyc store push`");
        assertThat(first.run("store", "push", "--select", "clip:sand"))
                .as(first.err)
                .isZero();
        assertThat(first.out).contains("1 film put into " + shared);
        assertThat(first.run("store", "push", "--format", "json")).as(first.err).isZero();
        var told = new JsonMapper().readTree(first.out);
        assertThat(told.path("wanted").asInt()).isEqualTo(2);
        assertThat(told.path("pushed").asInt()).isEqualTo(1);
        assertThat(told.path("already").asInt()).isEqualTo(1);
        assertThat(told.path("failed")).isEmpty();
        assertThat(first.run("store", "push")).isZero();
        assertThat(first.out).contains("0 films put into").contains("2 were there");

        second.write("storyboards/dune.manifest.json", first.read("storyboards/dune.manifest.json"));
        assertThat(second.run("store", "pull", "--select", "clip:wind"))
                .as(second.err)
                .isZero();
        assertThat(second.out).contains("1 film fetched from " + shared);
        assertThat(second.run("store", "pull", "--format", "json"))
                .as(second.err)
                .isZero();
        told = new JsonMapper().readTree(second.out);
        assertThat(told.path("pulled").asInt()).isEqualTo(1);
        assertThat(told.path("already").asInt()).isEqualTo(1);
        assertThat(second.run("store", "stats", "--format", "json")).isZero();
        told = new JsonMapper().readTree(second.out);
        assertThat(told.path("shared_films").asInt()).isEqualTo(2);
        assertThat(told.path("not_shared").asInt()).isZero();
        // Neither bytes nor a record: a priced decision, told and not made.
        Files.delete(sharedFilm(first, "sand"));
        Desk third = desk("third");
        assertThat(third.run("store", "pull")).isEqualTo(Exit.FILM_WRONG);
        assertThat(third.err).contains("dune/default/sand").contains("lost");
        assertThat(third.out).contains("1 film fetched from ");
    }

    private Desk desk(String name) throws IOException {
        Desk desk = new Desk(folder.resolve(name));
        desk.write("storyboards/dune.yaml", BOARD);
        desk.environment.put("STORYC_API_URL", far.url().toString());
        desk.environment.put("STORYC_SHARED_STORE", shared.toString());
        return desk;
    }

    private static String key(Desk desk, String clip) throws IOException {
        return row(desk, clip, "key");
    }

    private static String row(Desk desk, String clip, String field) throws IOException {
        for (var row : new JsonMapper()
                .readTree(desk.read("storyboards/dune.manifest.json"))
                .path("clips")) {
            if (row.path("clip").asText().equals(clip)) {
                return row.path(field).asText();
            }
        }
        throw new AssertionError(clip);
    }

    private Path sharedFilm(Desk desk, String clip) throws IOException {
        return shared.resolve("loopback/cas").resolve(row(desk, clip, "sha256"));
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        Files.delete(file);
        Files.write(file, bytes);
    }

    /** The names of films and records that are shared. */
    private List<String> things() throws IOException {
        Path root = shared.resolve("loopback");
        return files(shared).stream()
                .map(file -> root.relativize(file).toString())
                .filter(name -> name.startsWith("cas/") || name.startsWith("ac/"))
                .toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
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
}
