package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.storyc.diagnostic.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
    private static final String STORYBOARD = """
            version: 1
            name: pier
            settings: { mode: std }
            variants: { matrix: { city: [lisbon, 大阪] } }
            scenes:
              - { id: fog, duration: 3, prompt: "A pier in {{city}}." }
              - { id: gulls, duration: 4, takes: 2, prompt: "Gulls." }
            """;

    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void sit() throws IOException {
        desk = new Desk(folder);
        desk.write("storyboards/pier.yaml", STORYBOARD);
    }

    private static List<String> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void writesBeforeAnythingIsRenderedAndSaysSo() throws IOException {
        assertThat(desk.run("export", "--to", "otio")).as(desk.err).isZero();
        assertThat(desk.out.lines()).containsExactly("out/pier/export/lisbon.otio", "out/pier/export/大阪.otio");
        assertThat(desk.err).contains("4 of 4 clips of pier have no film under out/pier");
        assertThat(desk.read("out/pier/export/lisbon.otio")).contains("MissingReference.1");
        // Looking costs nothing and makes nothing else: no store, no manifest.
        assertThat(folder.resolve("store")).doesNotExist();
        assertThat(desk.folder.resolve("storyboards/pier.manifest.json")).doesNotExist();
    }

    @Test
    void namesTheFilmsThatAreThereSoThatFoldersCanBeMoved() throws IOException {
        assertThat(desk.run("build", "--backend", "animatic")).as(desk.err).isZero();
        assertThat(desk.run("export", "--to", "otio", "--as", "animatic"))
                .as(desk.err)
                .isZero();
        assertThat(desk.err).isEmpty();
        Path moved = Files.move(desk.folder.resolve("out/pier@animatic"), folder.resolve("moved"));
        Path file = moved.resolve("export/大阪.otio");
        JsonNode clips = new ObjectMapper().readTree(file.toFile()).at("/tracks/children/0/children");
        assertThat(clips).hasSize(2);
        for (JsonNode clip : clips) {
            for (JsonNode reference : clip.get("media_references")) {
                String url = reference.get("target_url").asText();
                assertThat(file.toUri().resolve(url))
                        .satisfies(uri -> assertThat(Path.of(uri)).isRegularFile());
            }
        }
        assertThat(clips.get(1).get("media_references")).hasSize(2);
    }

    @Test
    void writesTheShotListOnThePaperAskedFor() throws IOException {
        assertThat(desk.run("export", "--to", "pdf", "--paper", "letter"))
                .as(desk.err)
                .isZero();
        assertThat(desk.out.lines()).containsExactly("out/pier/export/pier.pdf");
        try (PDDocument document =
                Loader.loadPDF(desk.folder.resolve("out/pier/export/pier.pdf").toFile())) {
            assertThat(document.getPage(0).getMediaBox().getWidth()).isEqualTo(612);
            assertThat(new PDFTextStripper().getText(document)).contains("A pier in 大阪.", "take 1 of 2", "page 3 of 3");
        }
        assertThat(desk.run("export", "--to", "pdf", "--paper", "a3")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("--paper takes a4 or letter, and not a3");
        assertThat(desk.run("export", "--to", "docx")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("--to takes otio, edl, fcpxml, srt, csv, pdf, and not docx");
    }

    @Test
    void namesTheFilmsByWholeAddressesWhereThatIsWanted() throws IOException {
        assertThat(desk.run("build", "--backend", "animatic")).as(desk.err).isZero();
        assertThat(desk.run("export", "--to", "fcpxml", "--as", "animatic", "-o", "../handoff"))
                .as(desk.err)
                .isZero();
        assertThat(files(folder.resolve("handoff"))).containsExactly("lisbon.fcpxml", "大阪.fcpxml");
        String xml = Files.readString(folder.resolve("handoff/大阪.fcpxml"));
        String src = xml.replaceAll("(?s).*?<media-rep[^>]* src=\"([^\"]*)\".*", "$1");
        assertThat(src).startsWith("file:///");
        assertThat(Path.of(java.net.URI.create(src))).isRegularFile();
    }

    @Test
    void severalStoryboardsInOneFolderKeepApart() throws IOException {
        desk.write("storyboards/quay.yaml", STORYBOARD.replace("pier", "quay"));
        assertThat(desk.run("export", "--to", "edl", "-o", "handoff"))
                .as(desk.err)
                .isZero();
        assertThat(desk.out.lines())
                .containsExactly(
                        "handoff/pier/lisbon.edl",
                        "handoff/pier/大阪.edl",
                        "handoff/quay/lisbon.edl",
                        "handoff/quay/大阪.edl");
    }

    @Test
    void selectorsAndValuesNarrowIt() throws IOException {
        assertThat(desk.run("export", "--to", "csv", "--select", "variant:city=lisbon", "--select", "clip:gulls"))
                .as(desk.err)
                .isZero();
        assertThat(desk.read("out/pier/export/pier.csv").lines()).hasSize(2);
        assertThat(desk.run("export", "--to", "csv", "--select", "clip:nowhere"))
                .isEqualTo(Exit.USAGE);
    }

    @Test
    void captionsAreOneFileAVariantAndWhereThereAreNoneThatIsSaid() throws IOException {
        assertThat(desk.run("export", "--to", "srt")).isZero();
        assertThat(desk.out).isEmpty();
        assertThat(desk.err).contains("lisbon is left out: it has no captions", "there is nothing to export as srt");
        desk.write("storyboards/pier.yaml", STORYBOARD.replace("takes: 2,", "caption: They come., takes: 2,"));
        assertThat(desk.run("export", "--to", "srt")).isZero();
        assertThat(desk.out.lines()).containsExactly("out/pier/export/lisbon.srt", "out/pier/export/大阪.srt");
        assertThat(desk.read("out/pier/export/lisbon.srt")).contains("00:00:03,000 --> 00:00:07,000\nThey come.");
    }

    @Test
    void statesSelectOverAllStoryboardsTogether() throws IOException {
        desk.write("storyboards/apart.yaml", STORYBOARD.replace("pier", "apart"));
        assertThat(desk.run("build", "--backend", "animatic", "storyboards/pier.yaml"))
                .as(desk.err)
                .isZero();
        // The other storyboard has a manifest of that realm too, but not all of its films.
        assertThat(desk.run("build", "--backend", "animatic", "--select", "clip:fog"))
                .as(desk.err)
                .isZero();
        desk.write(
                "storyboards/apart.yaml", STORYBOARD.replace("pier", "apart").replace(" in {{city}}", " at {{city}}"));
        assertThat(desk.run("export", "--to", "csv", "--as", "animatic", "--select", "state:changed"))
                .as(desk.err)
                .isZero();
        assertThat(desk.out.lines()).contains("out/apart@animatic/export/apart.csv");
        assertThat(desk.read("out/apart@animatic/export/apart.csv").lines()).hasSize(3);
    }

    @Test
    void anUnknownFormatAndAMissingOneAreUsage() {
        assertThat(desk.run("export", "--to", "avi")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("otio, edl, fcpxml").contains("not avi");
        assertThat(desk.run("export")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("--to");
    }

    @Test
    void aStoryboardThatIsWrongIsNotHandedOn() throws IOException {
        desk.write("storyboards/pier.yaml", STORYBOARD.replace("duration: 3", "duration: 30"));
        assertThat(desk.run("export", "--to", "csv")).isEqualTo(Exit.STORYBOARD_WRONG);
        assertThat(desk.folder.resolve("out")).doesNotExist();
    }

    @Test
    void aFolderThatALinkLeadsElsewhereIsLeftAlone() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.createDirectories(desk.folder.resolve("out/pier"));
        Files.createSymbolicLink(desk.folder.resolve("out/pier/export"), elsewhere);
        assertThat(desk.run("export", "--to", "csv")).isEqualTo(Exit.STORE);
        assertThat(desk.err).contains("a link that leads out of").contains("-o DIR");
        assertThat(files(elsewhere)).isEmpty();
        assertThat(desk.run("export", "--to", "csv", "-o", "out/pier/export")).isZero();
        assertThat(files(elsewhere)).containsExactly("pier.csv");
    }

    @Test
    void aBuildLeavesWhatWasExported() throws IOException {
        assertThat(desk.run("export", "--to", "csv", "--as", "animatic")).isZero();
        assertThat(desk.run("build", "--backend", "animatic")).as(desk.err).isZero();
        assertThat(desk.folder.resolve("out/pier@animatic/export/pier.csv")).isRegularFile();
    }

    @Test
    void writesWholeFilesOverOldOnes() throws IOException {
        desk.write("out/pier/export/pier.csv", "old");
        assertThat(desk.run("export", "--to", "csv")).isZero();
        assertThat(files(desk.folder.resolve("out/pier/export"))).containsExactly("pier.csv");
        assertThat(desk.read("out/pier/export/pier.csv")).startsWith("\uFEFFstoryboard,");
    }

    @Test
    void partsOfALongerListGoAndWhatIsSomebodyElsesStays() throws IOException {
        for (int part = 1; part <= 2; part++) {
            desk.write(
                    "out/pier/export/lisbon.part-" + part + ".edl",
                    "TITLE: pier lisbon.part-" + part + "\r\nFCM: NON-DROP FRAME\r\n\r\n001  01234567 V     C");
        }
        desk.write("out/pier/export/大阪.part-1.edl", "mine");
        assertThat(desk.run("export", "--to", "edl")).isZero();
        assertThat(desk.err).contains("out/pier/export/lisbon.part-2.edl of an earlier export is removed");
        assertThat(files(desk.folder.resolve("out/pier/export")))
                .containsExactly("lisbon.edl", "大阪.edl", "大阪.part-1.edl");
    }

    @Test
    void aFolderInTheWayIsSaid() throws IOException {
        Files.createDirectories(desk.folder.resolve("out/pier/export/pier.csv"));
        assertThat(desk.run("export", "--to", "csv")).isEqualTo(Exit.STORE);
        assertThat(desk.err).contains("out/pier/export/pier.csv is a folder");
    }
}
