package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests that hands or merges made untrue: no wrong film is ever followed, and nothing is bought for it. */
class EditedManifestTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> FILM = List.of("sha256", "bytes", "job_id", "probe");

    @TempDir
    Path folder;

    private FarEndHere far;
    private Desk desk;
    private String manifest;

    @BeforeEach
    void open() throws IOException {
        far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(30), null);
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
        assertThat(desk.run("build", "--yes")).isZero();
        manifest = desk.read("storyboards/dune.manifest.json");
    }

    @AfterEach
    void nothingWasBoughtTwice() throws IOException {
        assertThat(far.stats().creates()).isEqualTo(2);
        far.close();
    }

    @Test
    void aRowThatNamesAnotherClipsFilmIsToldAndTheStoresOwnFilmStays() throws IOException {
        Path sand = desk.folder.resolve("out/dune/default/01-sand.mp4");
        byte[] own = Files.readAllBytes(sand);
        edit("sand", "wind", FILM);
        assertThat(desk.run("verify")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.out).contains("is wrong about dune/default/sand", "a job renders one");
        assertThat(desk.run("build", "--locked")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.err).contains("is wrong about dune/default/sand");
        assertThat(desk.run("plan")).isZero();
        assertThat(desk.out).contains("what the manifest names for it is not followed");
        assertThat(desk.run("build")).as(desk.err).isZero();
        assertThat(desk.err)
                .contains("dune/default/sand: what the manifest names for it is not followed")
                .contains("rendered another request")
                .contains("the store's film is used");
        assertThat(sand).hasBinaryContent(own);
        assertThat(desk.read("storyboards/dune.manifest.json")).isEqualTo(manifest);
        assertThat(desk.run("verify")).isZero();
    }

    @Test
    void withoutTheLedgerTheRecordsOfTheStoreTellWhoseFilmItIs() throws IOException {
        anotherStore();
        assertThat(desk.run("build")).as(desk.err).isZero();
        edit("sand", "wind", FILM);
        assertThat(desk.run("build")).as(desk.err).isZero();
        assertThat(desk.err).contains("rendered another request").contains("the store's film is used");
        assertThat(desk.read("storyboards/dune.manifest.json")).isEqualTo(manifest);
    }

    @Test
    void onAnotherMachineTheJobItselfTellsThatItIsAnotherRequestAndTheClipIsLostNotBought() throws IOException {
        anotherStore();
        delete(desk.folder.resolve("out"));
        edit("sand", "wind", FILM);
        assertThat(desk.run("build", "--yes")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.err)
                .contains("dune/default/sand can't be had again (job ")
                .contains("is another request: its prompt differs");
        assertThat(desk.folder.resolve("out/dune/default/01-sand.mp4")).doesNotExist();
        assertThat(desk.folder.resolve("out/dune/default/02-wind.mp4")).exists();
        // The row that was true of the same job is followed all the same.
        assertThat(desk.run("build", "--yes", "--select", "clip:wind")).isZero();
        assertThat(desk.folder.resolve("out/dune/default/01-sand.mp4")).doesNotExist();
    }

    @Test
    void theBytesAloneOfAnotherClipAreNotFollowedEither() throws IOException {
        Path sand = desk.folder.resolve("out/dune/default/01-sand.mp4");
        byte[] own = Files.readAllBytes(sand);
        edit("sand", "wind", List.of("sha256", "bytes"));
        assertThat(desk.run("build")).as(desk.err).isZero();
        assertThat(desk.err).contains("isn't the film that was bought").contains("the store's is used");
        assertThat(sand).hasBinaryContent(own);
        assertThat(desk.read("storyboards/dune.manifest.json")).isEqualTo(manifest);

        anotherStore();
        edit("sand", "wind", List.of("sha256", "bytes"));
        assertThat(desk.run("build", "--yes")).isEqualTo(Exit.FILM_WRONG);
        assertThat(sand).hasBinaryContent(own);
    }

    @Test
    void bytesInOutDoNotSpeakForARowWhoseJobAnotherRequestClaims() throws IOException {
        anotherStore();
        desk.environment.remove("SHORTAPI_KEY");
        edit("sand", "wind", FILM);
        assertThat(desk.run("build", "--yes")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.err).contains("there is no API key to ask with");
        assertThat(desk.out).contains("0 held").contains("2 lost");
        desk.environment.put("SHORTAPI_KEY", Desk.KEY);
        Files.writeString(desk.folder.resolve("storyboards/dune.manifest.json"), manifest);
        assertThat(desk.run("build", "--yes")).isZero();
        assertThat(desk.out).contains("2 held");
    }

    @Test
    void aKeyThatIsNotThatOfItsRowIsNoReasonToBuyAgain() throws IOException {
        anotherStore();
        JsonNode tree = JSON.readTree(manifest);
        ObjectNode sand = row(tree, "sand");
        sand.put("key", "0".repeat(63) + "1");
        write(tree);
        assertThat(desk.run("plan", "--exit-code")).isZero();
        assertThat(desk.out).contains("not followed, for its key 000000000000 isn't");
        assertThat(desk.run("build", "--yes")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.run("verify")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.out).contains("isn't that of its model, arguments and take");
        assertThat(desk.run("build", "--locked")).isEqualTo(Exit.FILM_WRONG);
    }

    @Test
    void aKeyOverTheArgumentsOfAnotherRequestIsWrongToo() throws IOException {
        edit("sand", "wind", List.of("args", "sha256", "bytes", "job_id", "probe"));
        assertThat(desk.run("build")).as(desk.err).isZero();
        assertThat(desk.err)
                .contains("isn't that of its model, arguments and take")
                .contains("the store's film is used");
        assertThat(desk.read("storyboards/dune.manifest.json")).isEqualTo(manifest);
    }

    /** Writes into the row of one clip what stands in that of another. */
    private void edit(String clip, String from, List<String> fields) throws IOException {
        JsonNode tree = JSON.readTree(manifest);
        ObjectNode into = row(tree, clip);
        ObjectNode of = row(tree, from);
        fields.forEach(field -> into.set(field, of.get(field)));
        write(tree);
    }

    private void write(JsonNode tree) throws IOException {
        desk.write(
                "storyboards/dune.manifest.json",
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree));
    }

    private static ObjectNode row(JsonNode tree, String clip) {
        for (JsonNode row : tree.get("clips")) {
            if (row.get("clip").asText().equals(clip)) {
                return (ObjectNode) row;
            }
        }
        throw new AssertionError("no row of " + clip);
    }

    private void anotherStore() {
        desk.environment.put("STORYC_HOME", folder.resolve("another-store").toString());
    }

    private static void delete(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }
}
