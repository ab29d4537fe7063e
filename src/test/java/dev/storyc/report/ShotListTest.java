package dev.storyc.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.JavaProcess;
import dev.storyc.media.BundledFonts;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.AttributedString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("fast")
class ShotListTest {
    /** One line a script, as a crew would write it. */
    private static final Map<String, String> SCRIPTS = Map.ofEntries(
            Map.entry("latin", "Night rain on stone; çà et là, ſtraße, Łódź."),
            Map.entry("greek", "Νύχτα, βροχή πάνω στην πέτρα"),
            Map.entry("cyrillic", "Ночной дождь на камнях"),
            Map.entry("japanese", "雨の夜、石畳にネオンがにじむ。"),
            Map.entry("korean", "비 오는 밤, 돌바닥 위로 네온이 번진다."),
            Map.entry("chinese", "夜雨落在石板路上，霓虹灯倒映。"),
            Map.entry("hebrew", "גשם לילי על האבן"),
            Map.entry("arabic", "مطر الليل على الحجر"),
            Map.entry("devanagari", "पत्थर पर रात की बारिश"),
            Map.entry("thai", "ฝนตกยามค่ำคืนบนถนนหิน"),
            Map.entry("emoji", "Rain 🌧️ on stone"));

    private static String everyScript() {
        StringBuilder text = new StringBuilder("""
                version: 1
                title: Every script 雨の夜
                model: kwaivgi/kling-3.0/text-to-video
                scenes:
                """);
        SCRIPTS.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(script -> {
            text.append("  - id: ").append(script.getKey()).append('\n');
            text.append("    notes: Bring a towel for ").append(script.getKey()).append('\n');
            text.append("    shots:\n");
            text.append("      - { duration: 3, prompt: '")
                    .append(script.getValue())
                    .append("', caption: 'A caption' }\n");
            text.append("      - { duration: 2, prompt: 'The second shot' }\n");
        });
        return text.toString();
    }

    static PageFonts fonts() throws IOException {
        BundledFonts fonts = BundledFonts.open();
        return new PageFonts() {
            @Override
            public AttributedString styled(String text, float size, boolean bold) {
                return fonts.styled(text, size, bold);
            }

            @Override
            public boolean draws(String cluster) {
                return fonts.draws(cluster);
            }

            @Override
            public byte[] file(Font face) throws IOException {
                return fonts.file(face);
            }
        };
    }

    private static byte[] pdf(Showing showing, Paper paper) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ShotList(paper, fonts(), poster -> picture(), IOUtils.createMemoryOnlyStreamCache()).write(showing, out);
        return out.toByteArray();
    }

    static byte[] picture() throws IOException {
        BufferedImage image = new BufferedImage(640, 360, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(Color.ORANGE);
        canvas.fillRect(100, 100, 300, 200);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }

    @Test
    void everyScriptCanBeReadBack() throws IOException {
        Showing showing = TestShowings.planned(everyScript());
        try (PDDocument document = Loader.loadPDF(pdf(showing, Paper.A4))) {
            String text = new PDFTextStripper().getText(document);
            SCRIPTS.forEach((script, words) -> {
                if (!script.equals("emoji")) {
                    assertThat(joined(text)).as(script).contains(joined(words));
                }
            });
            assertThat(text).contains("Rain [cloud with rain] on stone");
        }
    }

    @Test
    void pagesAreOfThePaperAskedForAndNumbered() throws IOException {
        Showing showing = TestShowings.planned(everyScript());
        for (Paper paper : Paper.values()) {
            try (PDDocument document = Loader.loadPDF(pdf(showing, paper))) {
                int pages = document.getNumberOfPages();
                assertThat(pages).isBetween(4, 6);
                for (int page = 1; page <= pages; page++) {
                    PDRectangle size = document.getPage(page - 1).getMediaBox();
                    assertThat(size.getWidth()).isEqualTo(paper.width());
                    assertThat(size.getHeight()).isEqualTo(paper.height());
                    assertThat(text(document, page)).contains("page " + page + " of " + pages);
                }
            }
        }
    }

    @Test
    void aPromptOfAnyLengthFlowsOverPagesAndNothingOfItIsLost() throws IOException {
        String prompt = IntStream.rangeClosed(1, 1_500)
                .mapToObj(n -> "w" + n)
                .collect(Collectors.joining(" "))
                .substring(0, 2_400);
        String scenes = IntStream.rangeClosed(1, 6)
                .mapToObj(n -> "  - { id: s" + n + ", duration: 5, prompt: '" + prompt + " end" + n + "' }\n")
                .collect(Collectors.joining());
        Showing showing = TestShowings.planned(
                "version: 1\ntitle: Long\nmodel: kwaivgi/kling-3.0/text-to-video\nscenes:\n" + scenes);
        try (PDDocument document = Loader.loadPDF(pdf(showing, Paper.LETTER))) {
            String words = joined(new PDFTextStripper().getText(document));
            for (int n = 1; n <= 6; n++) {
                assertThat(words).contains("end" + n);
            }
            assertThat(document.getNumberOfPages()).isGreaterThan(4);
        }
    }

    @Test
    void postersStandInThePagesAndEachIsEmbeddedOnce() throws IOException {
        Showing showing = withPosters(TestShowings.rendered(everyScript(), clip -> 5.04));
        try (PDDocument document = Loader.loadPDF(pdf(showing, Paper.A4))) {
            List<COSName> names = new ArrayList<>();
            document.getPage(1).getResources().getXObjectNames().forEach(names::add);
            assertThat(names).hasSize(SCRIPTS.size());
            String words = joined(new PDFTextStripper().getText(document));
            assertThat(words).contains(joined("5.04 s  ·  cached")).contains("0:10.08");
        }
    }

    @Test
    void aTakeThatWasPickedIsNamedAlsoWhereTheOthersWereNeverBought() throws IOException {
        Showing showing = TestShowings.planned("""
                version: 1
                name: picked
                scenes:
                  - { id: fog, duration: 3, takes: 3, pick: 2, prompt: Fog. }
                  - { id: gulls, duration: 3, prompt: Gulls. }
                """);
        try (PDDocument document = Loader.loadPDF(pdf(showing, Paper.A4))) {
            assertThat(text(document, 2)).containsOnlyOnce("take 2");
        }
    }

    @Test
    void theSameStoryboardGivesTheSameBytes() throws IOException {
        Showing showing = TestShowings.planned(everyScript());
        assertThat(pdf(showing, Paper.A4)).isEqualTo(pdf(showing, Paper.A4));
    }

    @Test
    void morePicturesThanTheMemoryHoldsAreWrittenAllTheSame(@TempDir Path folder) throws Exception {
        Path pdf = folder.resolve("large.pdf");
        Process process = JavaProcess.of(
                        LargeShotList.class.getName(), List.of("-Xmx96m"), "150", "1000", pdf.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(Files.size(pdf)).isGreaterThan(150_000_000);
        try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
            assertThat(document.getNumberOfPages()).isGreaterThan(150);
        }
    }

    static Showing withPosters(Showing showing) {
        List<ShownVariant> variants = showing.variants().stream()
                .map(variant -> new ShownVariant(
                        variant.name(),
                        variant.values(),
                        variant.clips().stream()
                                .map(clip -> new ShownClip(
                                        clip.scene(),
                                        clip.takes().stream()
                                                .map(ShotListTest::withPoster)
                                                .toList()))
                                .toList(),
                        null))
                .toList();
        return new Showing(showing.storyboard(), showing.title(), showing.model(), variants);
    }

    private static ShownTake withPoster(ShownTake take) {
        return new ShownTake(
                take.clip(),
                take.state(),
                take.words(),
                take.jobId(),
                take.spent(),
                take.film(),
                take.file(),
                take.clip().variant() + "/" + take.clip().id() + ".jpg",
                null);
    }

    private static String text(PDDocument document, int page) throws IOException {
        PDFTextStripper stripper = new PDFTextStripper();
        stripper.setStartPage(page);
        stripper.setEndPage(page);
        return stripper.getText(document);
    }

    private static String joined(String text) {
        // PDFBox reads a glyph that stands for no text of its own as a null character.
        return text.replaceAll("[\\s\\x00]+", "");
    }
}
