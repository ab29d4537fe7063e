package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.lower.Key;
import dev.storyc.lower.Payload;
import dev.storyc.lower.RequestKey;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A campaign rebuilt from what is held: nothing is sent, nothing is written into the manifest. */
class LockedBuildTest {
    private static final String BOARD = """
            version: 1
            name: pier
            settings: { mode: std }
            variants: { matrix: { city: [Lisbon, Osaka] } }
            scenes:
              - { id: fog, duration: 3, prompt: "A pier in fog, {{city}}." }
              - id: gulls
                split: true
                shots:
                  - { duration: 9, prompt: Gulls rise. }
                  - { duration: 8, prompt: A bell rings. }
            """;

    @TempDir
    Path folder;

    private @Nullable FarEndHere far;
    private @Nullable Desk desk;
    private String manifest = "";

    @BeforeEach
    void build() throws IOException {
        far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(30), null);
        desk = new Desk(folder);
        desk().write("storyboards/pier.yaml", BOARD);
        desk().environment
                .put("STORYC_API_URL", Objects.requireNonNull(far).url().toString());
        assertThat(desk().run("build", "--yes")).as(desk().err).isZero();
        manifest = desk().read("storyboards/pier.manifest.json");
        // Whatever is sent from here on is a mistake, and can't be.
        Objects.requireNonNull(far).close();
    }

    @AfterEach
    void nothingChanged() throws IOException {
        assertThat(desk().read("storyboards/pier.manifest.json")).isEqualTo(manifest);
    }

    @Test
    void filmsAreTakenFromTheStoreWithoutAKeyOrANetwork() throws IOException {
        desk().environment.remove("SHORTAPI_KEY");
        delete(desk().folder.resolve("out"));
        assertThat(desk().run("build", "--locked")).as(desk().err).isZero();
        assertThat(desk().out).contains("locked: 6 films as bought, every byte read");
        assertThat(desk().run("verify")).as(desk().out).isZero();
        assertThat(desk().run("build", "--offline")).as(desk().err).isZero();
        assertThat(desk().run("build", "--locked", "--format", "json")).isZero();
        assertThat(new JsonMapper().readTree(desk().out).path("clips")).hasSize(6);
    }

    @Test
    void whatDiffersIsListedAllAtOnceAndNothingIsPlaced() throws IOException {
        delete(desk().folder.resolve("out"));
        desk().write(
                        "storyboards/pier.yaml",
                        BOARD.replace("[Lisbon, Osaka]", "[Lisbon, Porto]").replace("Gulls rise", "Gulls land"));
        assertThat(desk().run("build", "--locked")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk().err)
                .contains("pier/lisbon/gulls.1 changed: `multi_prompt[1].prompt`")
                .contains("pier/porto/fog is new")
                .contains("pier/osaka/fog is gone")
                .doesNotContain("pier/lisbon/fog");
        assertThat(desk().folder.resolve("out")).doesNotExist();
        assertThat(desk().run("build", "--locked", "--select", "clip:fog", "--select", "variant:lisbon"))
                .as(desk().err)
                .isZero();
    }

    @Test
    void whatCannotBeHadIsListedWithItsPriceAndTheRestIsPlaced() throws IOException {
        JsonNode osaka = row("osaka", "fog");
        String sha256 = osaka.path("sha256").asText();
        flip(folder.resolve("store/loopback/films/" + sha256.substring(0, 2) + "/" + sha256 + ".mp4"));
        Path lost = desk().folder.resolve("out/pier/osaka/01-fog.mp4");
        delete(desk().folder.resolve("out"));
        assertThat(desk().run("build", "--locked")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk().err)
                .contains("pier/osaka/fog, bought for $0.429: ")
                .contains("doesn't hold the bytes that were bought")
                .contains("01-fog.mp4 is not there")
                .doesNotContain("pier/lisbon/fog,");
        assertThat(lost).doesNotExist();
        assertThat(desk().folder.resolve("out/pier/lisbon/01-fog.mp4")).exists();
        assertThat(desk().run("verify")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk().out).contains("storyc store quarantine").contains("bought for $0.429");
    }

    @Test
    void whatStandsAtALostFilmsNameIsNeitherReplacedByADamagedOneNorCut() throws IOException {
        String sha256 = row("osaka", "fog").path("sha256").asText();
        Path bought = folder.resolve("store/loopback/films/" + sha256.substring(0, 2) + "/" + sha256 + ".mp4");
        byte[] whole = Files.readAllBytes(bought);
        Path out = desk().folder.resolve("out/pier");
        byte[] other = Files.readAllBytes(out.resolve("lisbon/01-fog.mp4"));
        delete(desk().folder.resolve("out"));
        flip(bought);
        Path lost = out.resolve("osaka/01-fog.mp4");
        Files.createDirectories(Objects.requireNonNull(lost.getParent()));
        Files.write(lost, other);
        assertThat(desk().run("build", "--offline")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk().err).contains("osaka/01-fog.mp4 is not the film that was bought");
        assertThat(lost).hasBinaryContent(other);
        assertThat(out.resolve("osaka.mp4")).doesNotExist();
        assertThat(out.resolve("osaka/01-fog.jpg")).doesNotExist();
        assertThat(out.resolve("lisbon.mp4")).exists();

        Files.write(bought, whole);
        assertThat(desk().run("build", "--offline")).as(desk().err).isZero();
        assertThat(lost).hasBinaryContent(whole);
        assertThat(out.resolve("osaka/01-fog.mp4.kept")).hasBinaryContent(other);
        assertThat(desk().out).contains("1 cut made, 1 unchanged");
    }

    @Test
    void withoutAStoreTheFilmsUnderOutServe() throws IOException {
        desk().environment.put("STORYC_HOME", folder.resolve("elsewhere").toString());
        assertThat(desk().run("build", "--locked")).as(desk().err).isZero();
        assertThat(desk().run("verify")).as(desk().out).isZero();
        delete(desk().folder.resolve("out"));
        assertThat(desk().run("build", "--locked")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk().err.lines().filter(line -> line.contains("bought for")))
                .hasSize(6);
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void offlineTellsWhatWouldNeedTheNetworkAndPlacesTheRest() throws IOException {
        desk().write("storyboards/other.yaml", """
                version: 1
                name: other
                settings: { mode: std }
                scenes: [{ id: new, duration: 3, prompt: Never sent. }]
                """);
        assertThat(desk().run("build", "--offline", "--yes")).isEqualTo(Exit.RENDER_FAILED);
        assertThat(desk().err).contains("1 clip was not sent").contains("--offline is said");
        assertThat(desk().out).contains("4 held, 1 not-sent");
        assertThat(desk().folder.resolve("storyboards/other.manifest.json")).doesNotExist();
    }

    @Test
    void aModelThatLeftTheCatalogueIsANote() throws IOException {
        // Of a model of another year, which took other arguments, and cut scenes where the manifest says.
        String model = "kwaivgi/kling-1.0/text-to-video";
        sentOtherwise(
                model,
                args -> args.put("cfg_scale", new BigDecimal("0.5"))
                        .put("duration", args.path("duration").asInt()));
        String board = BOARD.replace("name: pier", "name: pier\nmodel: " + model);
        desk().write("storyboards/pier.yaml", board);
        assertThat(desk().run("check")).isEqualTo(Exit.STORYBOARD_WRONG);
        delete(desk().folder.resolve("out"));
        assertThat(desk().run("build", "--locked")).as(desk().err).isZero();
        assertThat(desk().err).contains("note: no model `" + model + "` is known any more");
        assertThat(desk().out).contains("locked: 6 films as bought");
        assertThat(desk().run("verify")).as(desk().out + desk().err).isZero();

        desk().write("storyboards/pier.yaml", board.replace("A bell", "Two bells"));
        assertThat(desk().run("build", "--locked")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk().err).contains("2 problems").contains("gulls.2 changed");
    }

    @Test
    void limitsThatAreTighterNowAreNotes() throws IOException {
        String longer =
                BOARD.replace("duration: 3, prompt", "duration: 20, prompt").replace("mode: std", "mode: ultra");
        sentOtherwise("kwaivgi/kling-3.0/text-to-video", args -> {
            args.put("mode", "ultra");
            if (args.path("duration").asText().equals("3")) {
                args.put("duration", "20");
            }
        });
        desk().write("storyboards/pier.yaml", longer);
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.STORYBOARD_WRONG);
        assertThat(desk().run("build", "--locked")).as(desk().err).isZero();
        assertThat(desk().err).contains("note").contains("20 s").contains("`mode` must be");
        assertThat(desk().out).contains("locked: 6 films as bought");
        assertThat(desk().run("verify")).as(desk().out + desk().err).isZero();
    }

    private JsonNode row(String variant, String clip) throws IOException {
        for (JsonNode row : new JsonMapper().readTree(manifest).path("clips")) {
            if (row.path("variant").asText().equals(variant)
                    && row.path("clip").asText().equals(clip)) {
                return row;
            }
        }
        throw new AssertionError(variant + "/" + clip);
    }

    /** Changes the manifest's rows as if other requests had been sent. */
    private void sentOtherwise(String model, Consumer<ObjectNode> change) throws IOException {
        JsonMapper json = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        ObjectNode tree = (ObjectNode) json.readTree(manifest);
        for (JsonNode row : tree.path("clips")) {
            ObjectNode args = (ObjectNode) row.path("args");
            change.accept(args);
            @SuppressWarnings("unchecked") // an object it is
            Map<String, Object> plain = json.convertValue(args, Map.class);
            Key key = RequestKey.of(new Payload(model, plain), row.path("take").asInt());
            ((ObjectNode) row).put("model", model).put("key", key.hex());
        }
        manifest = json.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
        desk().write("storyboards/pier.manifest.json", manifest);
    }

    private static void flip(Path film) throws IOException {
        Files.setPosixFilePermissions(film, PosixFilePermissions.fromString("rw-------"));
        byte[] bytes = Files.readAllBytes(film);
        bytes[bytes.length / 2] ^= 1;
        Files.write(film, bytes);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Desk desk() {
        return Objects.requireNonNull(desk);
    }
}
