package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where galleries are written, when, and of what. */
class GalleryCommandTest {
    private static final String STORYBOARD = """
            version: 1
            name: pier
            title: A pier in fog
            settings: { mode: std }
            variants:
              matrix: { city: [Lisbon, Oslo] }
            scenes:
              - { id: fog, duration: 3, prompt: "A pier in {{city}}." }
              - { id: card, duration: 3, prompt: "White letters." }
            """;
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

    @TempDir
    Path folder;

    private Desk desk;
    private Path drawn;

    @BeforeEach
    void open() throws IOException {
        desk = new Desk(folder);
        desk.write("storyboards/pier.yaml", STORYBOARD);
        drawn = desk.folder.resolve("out/pier@animatic/gallery.html");
    }

    private String data(Path page) throws IOException {
        String text = Files.readString(page);
        return text.substring(text.indexOf("id=\"data\">"));
    }

    private void animatic(String... more) {
        String[] args = Stream.concat(Stream.of("build", "--backend", "animatic"), Stream.of(more))
                .toArray(String[]::new);
        assertThat(desk.run(args)).as(desk.err).isEqualTo(Exit.DONE);
    }

    @Test
    void aBuildWritesItAndThePageOverAll() throws IOException {
        animatic();
        assertThat(desk.out).contains("  gallery   out/pier@animatic/gallery.html");
        assertThat(data(drawn)).contains("lisbon").contains("A pier in Oslo.");
        assertThat(desk.read("out/index.html"))
                .contains("./pier%40animatic/gallery.html")
                .contains("A pier in fog");
    }

    @Test
    void aPageThatShowsTheSameStaysAsItIs() throws IOException {
        animatic();
        Files.setLastModifiedTime(drawn, LONG_AGO);
        animatic();
        assertThat(desk.run("gallery", "--as", "animatic")).isEqualTo(Exit.DONE);
        assertThat(Files.getLastModifiedTime(drawn)).isEqualTo(LONG_AGO);
        desk.write("storyboards/pier.yaml", STORYBOARD.replace("in fog", "in mist"));
        animatic();
        assertThat(Files.getLastModifiedTime(drawn)).isNotEqualTo(LONG_AGO);
        assertThat(desk.read("out/index.html")).contains("A pier in mist").doesNotContain("in fog");
    }

    @Test
    void itIsWrittenAgainFromTheManifestWithoutTheStore() throws IOException {
        animatic();
        String before = Files.readString(drawn);
        Files.delete(drawn);
        Files.delete(desk.folder.resolve("out/index.html"));
        Desk other = desk.again();
        other.environment.put("XDG_CACHE_HOME", folder.resolve("nowhere").toString());
        assertThat(other.run("gallery", "--as", "animatic")).as(other.err).isEqualTo(Exit.DONE);
        assertThat(other.out).isEqualTo("out/pier@animatic/gallery.html\n");
        assertThat(Files.readString(drawn)).isEqualTo(before);
        assertThat(desk.folder.resolve("out/index.html")).exists();
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void aBuildOfAPartShowsTheWhole() throws IOException {
        animatic("--select", "variant:city=Oslo");
        assertThat(data(drawn)).contains("A pier in Lisbon.").contains("A pier in Oslo.");
        assertThat(Files.readString(drawn)).contains("\"states\":{\"new\":1,\"cached\":3}");
        animatic();
        assertThat(Files.readString(drawn)).contains("\"states\":{\"cached\":4}");
        String whole = Files.readString(drawn);
        animatic("--select", "clip:fog");
        assertThat(Files.readString(drawn)).isEqualTo(whole);
    }

    @Test
    void aPlanWritesItBeforeAnythingIsRendered() throws IOException {
        assertThat(desk.run("plan", "--gallery")).as(desk.err).isEqualTo(Exit.DONE);
        assertThat(desk.out).endsWith("gallery  out/pier/gallery.html\n");
        Path page = desk.folder.resolve("out/pier/gallery.html");
        assertThat(Files.readString(page)).contains("\"states\":{\"new\":4}").contains("Estimated to render");
        assertThat(desk.run("plan", "--gallery", "--format", "json")).isEqualTo(Exit.DONE);
        assertThat(desk.out).doesNotContain("gallery.html");
        assertThat(desk.err).contains("gallery  out/pier/gallery.html");
        assertThat(desk.run("plan")).isEqualTo(Exit.DONE);
        animatic();
        assertThat(desk.read("out/index.html"))
                .contains("./pier/gallery.html")
                .contains("./pier%40animatic/gallery.html");
    }

    @Test
    void aPageOfSomebodyElseIsMovedAside() throws IOException {
        desk.write("out/pier@animatic/gallery.html", "mine");
        desk.write("out/index.html", "mine too");
        animatic();
        assertThat(desk.err)
                .contains("out/pier@animatic/gallery.html was not written by storyc: kept as gallery.html.kept");
        assertThat(desk.read("out/pier@animatic/gallery.html.kept")).isEqualTo("mine");
        assertThat(desk.read("out/index.html.kept")).isEqualTo("mine too");
        assertThat(Files.readString(drawn)).startsWith("<!DOCTYPE html><!-- storyc gallery -->");
    }

    @Test
    void aPageThatCanNotBeWrittenLosesNothing() throws IOException {
        Files.createDirectories(drawn.resolve("a-folder"));
        Files.createDirectories(desk.folder.resolve("out/pier@animatic/gallery.html.kept"));
        assertThat(desk.run("build", "--backend", "animatic")).as(desk.err).isEqualTo(Exit.DONE);
        assertThat(desk.folder.resolve("out/pier@animatic/gallery.html.kept-2/a-folder"))
                .exists();
        assertThat(desk.out).contains("3 rendered");
    }

    @Test
    void aLockedBuildWritesItToo() throws IOException {
        animatic();
        String before = Files.readString(drawn);
        Files.delete(drawn);
        assertThat(desk.run("build", "--locked", "--backend", "animatic"))
                .as(desk.err)
                .isEqualTo(Exit.DONE);
        assertThat(Files.readString(drawn)).isEqualTo(before);
    }
}
