package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.CallFault;
import dev.storyc.emulator.CreateFault;
import dev.storyc.emulator.Faults;
import dev.storyc.emulator.FilmFault;
import dev.storyc.lower.Payload;
import dev.storyc.media.Animatic;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds from the command line to the file system, against a far end that counts what it bills. */
class BuildCommandTest {
    private static final String BOARD = """
            version: 1
            name: tide
            settings: { mode: std }
            variables: { hour: dawn }
            variants: { matrix: { city: [Lisbon, Osaka] } }
            scenes:
              - id: quay
                duration: 3
                prompt: "{{city}} at {{hour}}, the quay under water."
              - id: card
                duration: 3
                prompt: "{{> look/card}} {{city}}."
            """;

    @TempDir
    Path folder;

    private volatile Faults faults = Faults.none();
    private @Nullable FarEndHere far;
    private @Nullable Desk desk;

    @BeforeEach
    void open() throws IOException {
        far = new FarEndHere(
                folder.resolve("far"),
                new Faults() {
                    @Override
                    public Optional<CreateFault> create(int n, Payload request) {
                        return faults.create(n, request);
                    }

                    @Override
                    public Optional<FilmFault> film(int n, String jobId) {
                        return faults.film(n, jobId);
                    }
                },
                Duration.ofMillis(30),
                null);
        desk = new Desk(folder);
        desk().write("storyboards/tide.yaml", BOARD);
        desk().write("templates/look/card.mustache", "Black card, white type:\n");
        desk().environment.put("STORYC_API_URL", far().url().toString());
    }

    @AfterEach
    void close() throws IOException {
        far().close();
    }

    @Test
    void aBuildPlacesFilmsAndASecondOneBuysNothing() throws IOException {
        assertThat(desk().run("build", "--yes")).isZero();
        assertThat(desk().out).contains("tide: 4 films, 12 s").contains("4 rendered, 0 held; spent $1.716");
        for (String file : List.of("lisbon/01-quay", "lisbon/02-card", "osaka/01-quay", "osaka/02-card")) {
            assertThat(desk().folder.resolve("out/tide/" + file + ".mp4")).exists();
        }
        String manifest = desk().read("storyboards/tide.manifest.json");
        assertThat(manifest).contains("\"realm\": \"loopback\"").contains("\"file\": \"lisbon/01-quay.mp4\"");

        assertThat(desk().run("build")).isZero();
        assertThat(desk().out).contains("0 rendered, 4 held");
        assertThat(far().stats().creates()).isEqualTo(4);
        assertThat(desk().read("storyboards/tide.manifest.json")).isEqualTo(manifest);
        assertThat(desk().run("verify")).isZero();
        assertThat(desk().run("plan", "--exit-code")).isZero();
    }

    @Test
    void whatChangesNoRequestBuysNothing() throws IOException {
        assertThat(desk().run("build", "--yes")).isZero();
        String manifest = desk().read("storyboards/tide.manifest.json");
        desk().write("storyboards/tide.yaml", "# a comment\n" + BOARD.replace("\n", "\r\n"));
        assertThat(desk().run("build")).isZero();
        Files.move(desk().folder.resolve("storyboards/tide.yaml"), desk().folder.resolve("storyboards/other.yaml"));
        Files.delete(desk().folder.resolve("storyboards/tide.manifest.json"));
        assertThat(desk().run("build")).isZero();
        assertThat(desk().read("storyboards/other.manifest.json")).isEqualTo(manifest);
        assertThat(far().stats().creates()).isEqualTo(4);
    }

    @Test
    void aChangedWordRendersExactlyTheClipsThatHoldIt() throws IOException {
        assertThat(desk().run("build", "--yes")).isZero();
        desk().write("templates/look/card.mustache", "Grey card, white type:\n");
        assertThat(desk().run("plan", "--exit-code")).isEqualTo(10);
        assertThat(desk().out).contains("changed").contains("prompt: Black card, white … → Grey card, white …");
        assertThat(desk().run("build", "--yes")).isZero();
        assertThat(desk().out).contains("2 rendered, 2 held");
        assertThat(far().stats().creates()).isEqualTo(6);
        assertThat(desk().run("verify")).isZero();
    }

    @Test
    void aSceneThatGoesTakesItsFilesAlongButNotAPersons() throws IOException {
        assertThat(desk().run("build", "--yes")).isZero();
        desk().write("out/tide/lisbon/notes.txt", "mine");
        desk().write("storyboards/tide.yaml", BOARD.substring(0, BOARD.indexOf("  - id: card")));
        assertThat(desk().run("build")).isZero();
        assertThat(desk().folder.resolve("out/tide/lisbon/02-card.mp4")).doesNotExist();
        assertThat(desk().folder.resolve("out/tide/lisbon/notes.txt")).hasContent("mine");
        assertThat(desk().read("storyboards/tide.manifest.json")).doesNotContain("card");
    }

    @Test
    void nothingIsSpentUnconfirmed() {
        assertThat(desk().run("build")).isEqualTo(Exit.BUDGET);
        assertThat(desk().err).contains("$1.716").contains("--yes");
        desk().terminal = true;
        desk().typed = "n\n";
        assertThat(desk().run("build")).isEqualTo(Exit.BUDGET);
        assertThat(desk().err).contains("Spend $1.716? [y/N]");
        assertThat(far().stats().creates()).isZero();
        desk().typed = "y\n";
        assertThat(desk().run("build")).isZero();
        desk().typed = "";
        assertThat(desk().run("build")).isZero();
        assertThat(far().stats().creates()).isEqualTo(4);
    }

    @Test
    void aCapEndsInFiveAndIsNeverPassed() throws IOException {
        assertThat(desk().run("build", "--max-cost", "0.90")).isEqualTo(Exit.BUDGET);
        assertThat(far().stats().billedUsd()).isEqualByComparingTo("0.858");
        // The second that finds the cap reached says only that, where the first's answer came before it asked.
        assertThat(desk().err).contains("not sent (--max-cost is $0.90, of which $0.858 is used)");
        desk().write("storyboards/tide.yaml", BOARD + "budget: 0.43\n");
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.BUDGET);
        assertThat(far().stats().creates()).isEqualTo(3);
    }

    @Test
    void aKeyGoesOnlyWhereItMay() throws IOException {
        desk().environment.remove("SHORTAPI_KEY");
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.USAGE);
        assertThat(desk().err).contains("no API key");
        desk().environment.put("SHORTAPI_KEY", Desk.KEY);
        desk().environment.remove("STORYC_API_URL");
        desk().write("storyc.yaml", "api: { url: https://evil.example }\n");
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.USAGE);
        assertThat(desk().err).contains("evil.example");
        assertThat(desk().run("build", "--yes", "--api-url", "http://far.example"))
                .isEqualTo(Exit.USAGE);
        assertThat(desk().err).contains("plain http");
        assertThat(desk().run("build", "--yes", "--api-url", "ftp://far.example"))
                .isEqualTo(Exit.USAGE);
        assertThat(far().stats().creates()).isZero();
    }

    @Test
    void aCreateInDoubtIsListedAdoptedAndNeverSentAgain() throws IOException {
        faults = once(new CreateFault(true, new CallFault.Drop()));
        assertThat(desk().run("build", "--yes", "--in-flight", "1")).isEqualTo(Exit.IN_DOUBT);
        assertThat(desk().err).contains("is in doubt since").contains("storyc jobs resolve");
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.IN_DOUBT);
        assertThat(far().stats().creates()).isEqualTo(4);
        assertThat(desk().run("plan")).isZero();
        assertThat(desk().out).contains("in-doubt");

        assertThat(desk().run("jobs", "list", "--format", "json")).isZero();
        String key = "";
        for (String line : desk().out.lines().toList()) {
            JsonNode job = JsonMapper.builder().build().readTree(line);
            if (job.get("state").asText().equals("in-doubt")) {
                key = job.get("key").asText();
                assertThat(job.get("estimate_usd").decimalValue()).isEqualByComparingTo("0.429");
                assertThat(job.get("charged_usd").isNull()).isTrue();
            }
        }
        String known = desk().out;
        String orphan = far().stats().distinct().values().stream()
                .flatMap(d -> d.jobIds().stream())
                .filter(id -> !known.contains(id))
                .findFirst()
                .orElseThrow();
        assertThat(desk().run("jobs", "show", key.substring(0, 12))).isZero();
        assertThat(desk().out).contains("in-doubt").contains("attempt   1");
        assertThat(desk().run("jobs", "resolve", key)).isEqualTo(Exit.USAGE);
        assertThat(desk().run("jobs", "resolve", key, "--adopt", "no-such-job")).isEqualTo(Exit.USAGE);
        assertThat(desk().run("jobs", "resolve", key, "--adopt", orphan)).isZero();
        assertThat(desk().run("build")).isZero();
        assertThat(far().stats().creates()).isEqualTo(4);
        assertThat(desk().run("verify")).isZero();
    }

    @Test
    void aRefusalIsToldInTheVendorsWordsAndSentAgainOnlyIfAskedFor() {
        faults = once(new CreateFault(false, new CallFault.Answer(200, "{\"code\":1301,\"info\":\"too wet\"}")));
        assertThat(desk().run("build", "--yes", "--in-flight", "1")).isEqualTo(Exit.RENDER_FAILED);
        assertThat(desk().err).contains("was refused (code 1301: too wet)");
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.RENDER_FAILED);
        assertThat(far().stats().creates()).isEqualTo(4);
        assertThat(desk().run("build", "--yes", "--retry", "refused")).isZero();
        assertThat(far().stats().creates()).isEqualTo(5);
    }

    @Test
    void aFilmThatIsNotAsAskedIsKeptAndCanBeTaken() {
        faults = new Faults() {
            @Override
            public Optional<FilmFault> film(int n, String jobId) {
                return n == 1 ? Optional.of(new FilmFault.NotAsAsked(BuildCommandTest::shorter)) : Optional.empty();
            }
        };
        assertThat(desk().run("build", "--yes", "--in-flight", "1")).isEqualTo(Exit.FILM_WRONG);
        faults = Faults.none();
        String key = desk().err
                .lines()
                .filter(line -> line.contains("storyc store accept"))
                .map(line -> line.replaceAll(".* ", ""))
                .findFirst()
                .orElseThrow();
        assertThat(desk().run("store", "accept", "ffffffffffff")).isEqualTo(Exit.USAGE);
        assertThat(desk().run("store", "accept", key)).isZero();
        assertThat(desk().run("build", "--yes")).isZero();
        assertThat(far().stats().creates()).isEqualTo(4);
    }

    @Test
    void aFlippedByteIsFoundAndNeverBoughtAgainInSilence() throws IOException {
        assertThat(desk().run("build", "--yes")).isZero();
        Path film = desk().folder.resolve("out/tide/lisbon/01-quay.mp4");
        Files.setPosixFilePermissions(film, PosixFilePermissions.fromString("rw-r--r--"));
        byte[] bytes = Files.readAllBytes(film);
        bytes[bytes.length / 2] ^= 1;
        Files.write(film, bytes);
        Files.setLastModifiedTime(film, FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(desk().run("verify")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk().out).contains("out/tide/lisbon/01-quay.mp4 doesn't hold the bytes that were bought");
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.FILM_WRONG);
        assertThat(far().stats().creates()).isEqualTo(4);
        // Set aside it can be had again by its job, for nothing; so not even --rebuy buys it before.
        assertThat(desk().run("build", "--yes", "--rebuy")).isEqualTo(Exit.FILM_WRONG);
        String key = desk().err
                .lines()
                .filter(line -> line.contains("storyc store quarantine"))
                .findFirst()
                .orElseThrow()
                .replaceAll(".* ", "");
        assertThat(desk().run("store", "quarantine", key)).isZero();
        assertThat(desk().run("build", "--yes", "--rebuy")).isZero();
        assertThat(far().stats().creates()).isEqualTo(4);
    }

    @Test
    void aLostStoreIsNotBoughtAgainUnlessAskedFor() throws IOException {
        assertThat(desk().run("build", "--yes")).isZero();
        desk().environment.put("STORYC_HOME", folder.resolve("another").toString());
        try (Stream<Path> films = Files.walk(desk().folder.resolve("out"))) {
            for (Path film : films.filter(Files::isRegularFile).toList()) {
                Files.delete(film);
            }
        }
        faults = missing();
        assertThat(desk().run("plan")).isZero();
        assertThat(desk().out).contains("4 clips lost, for which $1.716 was paid");
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.FILM_WRONG);
        assertThat(far().stats().creates()).isEqualTo(4);
        assertThat(desk().run("build", "--rebuy")).isEqualTo(Exit.BUDGET);
        assertThat(desk().run("build", "--rebuy", "--yes")).isZero();
        assertThat(far().stats().creates()).isEqualTo(8);
    }

    @Test
    void aNarrowedBuildTouchesOnlyItsOwn() throws IOException {
        assertThat(desk().run("build", "--yes", "--select", "variant:city=Lisbon", "--select", "clip:quay"))
                .isZero();
        assertThat(far().stats().creates()).isEqualTo(1);
        assertThat(desk().run("build", "--yes", "--select", "state:new", "--select", "variant:osaka"))
                .isZero();
        assertThat(far().stats().creates()).isEqualTo(3);
        assertThat(desk().folder.resolve("out/tide/lisbon/01-quay.mp4")).exists();
        String manifest = desk().read("storyboards/tide.manifest.json");
        assertThat(manifest.split("\"key\"", -1)).hasSize(4);
        assertThat(desk().run("build", "--yes", "--select", "state:failed")).isEqualTo(Exit.USAGE);
        assertThat(desk().run("build", "--yes")).isZero();
        assertThat(far().stats().creates()).isEqualTo(4);
    }

    @Test
    void twoRealmsNeverShareAManifest() throws IOException {
        assertThat(desk().run("build", "--yes")).isZero();
        desk().environment.put("STORYC_API_URL", "https://other.example");
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.USAGE);
        assertThat(desk().err).contains("loopback").contains("other.example").contains("--as NAME");
        assertThat(desk().run("build", "--backend", "animatic")).isZero();
        assertThat(desk().folder.resolve("out/tide@animatic/tide.manifest.json"))
                .exists();
        assertThat(desk().out).contains("4 rendered, 0 held; free of charge");
        assertThat(desk().read("storyboards/tide.manifest.json")).contains("loopback");
    }

    @Test
    void whatAnotherBuildWroteMeanwhileStays() throws IOException {
        assertThat(desk().run("build", "--yes", "--select", "variant:lisbon")).isZero();
        String lisbon = desk().read("storyboards/tide.manifest.json");
        Path manifest = desk().folder.resolve("storyboards/tide.manifest.json");
        Files.delete(manifest);
        // The other build ends while this one's first create is under way.
        faults = new Faults() {
            @Override
            public Optional<CreateFault> create(int n, Payload request) {
                try {
                    Files.writeString(manifest, lisbon);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return Optional.empty();
            }

            @Override
            public Optional<FilmFault> film(int n, String jobId) {
                return Optional.empty();
            }
        };
        assertThat(desk().run("build", "--yes", "--select", "variant:osaka")).isZero();
        assertThat(desk().read("storyboards/tide.manifest.json").split("\"key\"", -1))
                .hasSize(5);
        assertThat(desk().folder.resolve("out/tide/lisbon/01-quay.mp4")).exists();
    }

    @Test
    void twoEndingsOfOneFileNameWouldShareAManifest() throws IOException {
        desk().write("storyboards/tide.yml", BOARD.replace("name: tide", "name: ebb"));
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.STORYBOARD_WRONG);
        assertThat(desk().err).contains("manifest of this storyboard");
        assertThat(far().stats().creates()).isZero();
    }

    @Test
    void aDamagedManifestStopsEverythingBeforeItCosts() throws IOException {
        desk().write("storyboards/tide.manifest.json", "{\n<<<<<<< ours\n");
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.STORYBOARD_WRONG);
        assertThat(desk().err).contains("tide.manifest.json:2");
        assertThat(far().stats().creates()).isZero();
    }

    @Test
    void aStoreThatCannotBeMadeIsSeven() throws IOException {
        desk().environment.put("STORYC_HOME", desk().write("a-file", "x").toString());
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.STORE);
        assertThat(desk().err).contains("can't be opened").doesNotContain("at dev.storyc");
        assertThat(far().stats().creates()).isZero();
    }

    @Test
    void theResultIsJsonWhereItIsAskedFor() throws IOException {
        assertThat(desk().run("build", "--yes", "--format", "json")).isZero();
        List<String> said = desk().out.lines().toList();
        JsonNode result = JsonMapper.builder().build().readTree(said.get(said.size() - 1));
        assertThat(result.get("event").asText()).isEqualTo("end");
        assertThat(result.get("created").asInt()).isEqualTo(4);
        assertThat(result.get("spent_usd").decimalValue()).isEqualByComparingTo("1.716");
        assertThat(result.at("/clips/0/outcome").asText()).isEqualTo("rendered");
        assertThat(result.at("/clips/0/file").asText()).isEqualTo("out/tide/lisbon/01-quay.mp4");
    }

    @Test
    void theKeyIsNowhereEvenWhereItIsEchoed() throws IOException {
        String echo = "{\"code\":1201,\"info\":\"bad: Bearer " + Desk.KEY + "\"}";
        faults = new Faults() {
            @Override
            public Optional<CreateFault> create(int n, Payload request) {
                return switch (n) {
                    case 1 -> Optional.of(new CreateFault(false, new CallFault.Answer(200, echo)));
                    case 2 -> Optional.of(new CreateFault(true, new CallFault.Answer(502, "<p>" + Desk.KEY)));
                    case 3 -> Optional.of(new CreateFault(true, new CallFault.Drop()));
                    default -> Optional.empty();
                };
            }
        };
        desk().run("build", "--yes", "-v");
        desk().run("jobs");
        desk().run("jobs", "--format", "json");
        desk().run("plan", "--format", "json");
        assertThat(desk().everything.toString()).doesNotContain(Desk.KEY).contains("ak-…");
        byte[] key = Desk.KEY.getBytes(StandardCharsets.UTF_8);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(bytes.contains(new String(key, StandardCharsets.ISO_8859_1)))
                        .as(file.toString())
                        .isFalse();
            }
        }
    }

    @Test
    void takesArePlacedUnderNamesOfTheirOwn() throws IOException {
        desk().write("storyboards/tide.yaml", BOARD + "    takes: 2\n");
        assertThat(desk().run("build", "--yes", "--select", "variant:lisbon")).isZero();
        assertThat(desk().folder.resolve("out/tide/lisbon/02-card.mp4")).exists();
        assertThat(desk().folder.resolve("out/tide/lisbon/02-card.take-2.mp4")).exists();
        desk().write("storyboards/tide.yaml", BOARD + "    takes: 2\n    pick: 2\n");
        assertThat(desk().run("build", "--select", "variant:lisbon")).isZero();
        assertThat(far().stats().creates()).isEqualTo(3);
        String manifest = desk().read("storyboards/tide.manifest.json");
        assertThat(manifest).contains("02-card.mp4").doesNotContain("take-2.mp4");
        assertThat(desk().run("verify", "--select", "variant:lisbon")).isZero();
    }

    @Test
    void pickingAnotherTakeOfAPartDropsNoFilmThatWasPaidFor() throws IOException {
        desk().write("storyboards/tide.yaml", BOARD + "    takes: 2\n");
        assertThat(desk().run("build", "--yes", "--select", "variant:lisbon")).isZero();
        desk().write("storyboards/tide.yaml", BOARD + "    takes: 2\n    pick: 2\n");
        assertThat(desk().run("build", "--select", "take:2", "--select", "variant:lisbon"))
                .isZero();
        String manifest = desk().read("storyboards/tide.manifest.json");
        assertThat(manifest).contains("02-card.mp4").contains("02-card.take-1.mp4");
        assertThat(manifest.split("\"key\"", -1)).hasSize(4);
        assertThat(desk().folder.resolve("out/tide/lisbon/02-card.take-1.mp4")).exists();
        assertThat(desk().run("verify", "--select", "variant:lisbon")).isZero();
        assertThat(far().stats().creates()).isEqualTo(3);
    }

    private static Animatic shorter(Animatic whole) {
        return new Animatic(
                whole.width(),
                whole.height(),
                whole.sound(),
                whole.title(),
                whole.labels(),
                whole.avoid(),
                whole.cutByModel(),
                List.of(new Animatic.Card(1, "too short")));
    }

    /** The far end no longer has the films of the jobs there are. */
    private Faults missing() {
        Set<String> gone = far().stats().distinct().values().stream()
                .flatMap(request -> request.jobIds().stream())
                .collect(Collectors.toSet());
        return new Faults() {
            @Override
            public Optional<FilmFault> film(int n, String jobId) {
                return gone.contains(jobId) ? Optional.of(new FilmFault.Missing()) : Optional.empty();
            }
        };
    }

    private Faults once(CreateFault fault) {
        return new Faults() {
            @Override
            public Optional<CreateFault> create(int n, Payload request) {
                return n == 1 ? Optional.of(fault) : Optional.empty();
            }
        };
    }

    private FarEndHere far() {
        return Objects.requireNonNull(far);
    }

    private Desk desk() {
        return Objects.requireNonNull(desk);
    }
}
