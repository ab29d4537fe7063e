package dev.storyc.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.lower.Clip;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class GalleryTest {
    private static final String JAPANESE = "雨上がりの石畳、街灯がひとつだけ橙色に光る。".repeat(12);

    private static String storyboard(int variants, String prompt) {
        StringBuilder text =
                new StringBuilder("version: 1\nname: wide\ntitle: A wide one\nvariants:\n  matrix:\n    n: [");
        for (int i = 0; i < variants; i++) {
            text.append(i == 0 ? "" : ", ").append("number-").append(i);
        }
        text.append("]\nscenes:\n");
        for (int scene = 1; scene <= 6; scene++) {
            text.append("  - id: scene-").append(scene).append("\n    shots:\n");
            for (int shot = 1; shot <= 2; shot++) {
                text.append("      - { duration: 2, prompt: \"")
                        .append(scene)
                        .append(shot)
                        .append(" {{n}}. ")
                        .append(prompt)
                        .append("\", caption: \"Shot ")
                        .append(shot)
                        .append("\" }\n");
            }
        }
        return text.toString();
    }

    private static String page(Showing showing) throws IOException {
        StringWriter out = new StringWriter();
        new Gallery().write(showing, GalleryMark.of(showing, "test"), out);
        return out.toString();
    }

    private static String data(String page) {
        int start = page.indexOf("id=\"data\">") + "id=\"data\">".length();
        return page.substring(start, page.indexOf("</script>", start));
    }

    @Test
    void markupStyleAndScriptStayUnder200KilobytesAndDataUnderOneAndAHalfAClip() throws IOException {
        for (String prompt : List.of("A pier at dawn. ".repeat(16), JAPANESE)) {
            Showing showing = TestShowings.rendered(storyboard(200, prompt), Clip::seconds);
            String page = page(showing);
            String data = data(page);
            int bytes = page.getBytes(StandardCharsets.UTF_8).length;
            int inline = data.getBytes(StandardCharsets.UTF_8).length;
            assertThat(showing.variants()).hasSize(200);
            assertThat(inline / (200 * 6)).isLessThan(1500);
            assertThat(bytes - inline).isLessThan(200_000);
        }
    }

    @Test
    void aTextOfManyVariantsIsWrittenAlmostOnce() throws IOException {
        String ten = data(page(TestShowings.planned(storyboard(10, JAPANESE))));
        String twenty = data(page(TestShowings.planned(storyboard(20, JAPANESE))));
        assertThat((twenty.getBytes(StandardCharsets.UTF_8).length - ten.getBytes(StandardCharsets.UTF_8).length) / 60)
                .as("bytes of one clip more, whose two prompts have a thousand")
                .isLessThan(400);
    }

    @Test
    void thePolicyAllowsTheVeryScriptAndStyleOfThePage() throws IOException, NoSuchAlgorithmException {
        String page = page(TestShowings.planned(storyboard(1, "A pier.")));
        assertThat(page)
                .contains("default-src 'none'")
                .contains("script-src '" + hash(page, "<script>", "</script>") + "'");
        assertThat(page).contains("style-src '" + hash(page, "<style>", "</style>") + "'");
        assertThat(page).doesNotContain("unsafe").doesNotContain("http://").doesNotContain("https://");
    }

    private static String hash(String page, String from, String to) throws NoSuchAlgorithmException {
        int start = page.lastIndexOf(from) + from.length();
        byte[] text = page.substring(start, page.indexOf(to, start)).getBytes(StandardCharsets.UTF_8);
        return "sha256-"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(text));
    }

    @Test
    void noTextCanEndTheElementItStandsIn() throws IOException {
        String hostile = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)> ]]>";
        Showing plain = TestShowings.planned(storyboard(1, "A pier."));
        Showing showing = new Showing(plain.storyboard(), hostile, hostile, plain.variants());
        String page = page(showing);
        assertThat(page).doesNotContain("<script>alert").doesNotContain("<img src=x");
        Matcher scripts = Pattern.compile("<script").matcher(page);
        assertThat(scripts.results().count()).isEqualTo(3);
        assertThat(page).contains("<title>&lt;/script&gt;");
    }

    @Test
    void itsBeginningTellsWhatItShows() throws IOException {
        Showing showing = TestShowings.rendered(storyboard(3, "A pier."), Clip::seconds);
        String page = page(showing);
        GallerySummary summary =
                GallerySummary.read(page.substring(0, GallerySummary.LENGTH)).orElseThrow();
        assertThat(summary).isEqualTo(GallerySummary.of(showing, GalleryMark.of(showing, "test")));
        assertThat(summary.totals().clips()).isEqualTo(18);
        assertThat(GallerySummary.read("<html>" + page)).isEmpty();
        assertThat(GallerySummary.read(page.substring(0, 200))).isEmpty();
        assertThat(GallerySummary.read(page.replaceFirst("\"spent\":[0-9.]+", "\"spent\":1e999999999")
                                .substring(0, GallerySummary.LENGTH))
                        .orElseThrow()
                        .totals()
                        .spent())
                .isZero();
    }

    @Test
    void theMarkTellsEveryStateFromEveryOther() {
        Showing planned = TestShowings.planned(storyboard(2, "A pier."));
        String mark = GalleryMark.of(planned, "test");
        assertThat(GalleryMark.of(TestShowings.planned(storyboard(2, "A pier.")), "test"))
                .isEqualTo(mark);
        assertThat(GalleryMark.of(planned, "other")).isNotEqualTo(mark);
        for (String other : List.of(
                storyboard(2, "A pier!"),
                storyboard(3, "A pier."),
                storyboard(2, "A pier.").replace("A wide one", "Another"),
                storyboard(2, "A pier.").replace("caption: \"Shot 2\"", "caption: \"Shot two\""),
                storyboard(2, "A pier.").replace("duration: 2", "duration: 3"))) {
            assertThat(GalleryMark.of(TestShowings.planned(other), "test")).isNotEqualTo(mark);
        }
        assertThat(GalleryMark.of(TestShowings.rendered(storyboard(2, "A pier."), Clip::seconds), "test"))
                .isNotEqualTo(mark);
    }

    @Test
    void theIndexNamesEveryGalleryAndEscapesWhatTheySay() {
        Showing showing = TestShowings.planned(storyboard(2, "A pier."));
        GallerySummary summary = GallerySummary.of(
                new Showing(showing.storyboard(), "<b>bold</b> \u202e", showing.model(), showing.variants()), "m");
        String page = new GalleryIndex()
                .write(List.of(new GalleryIndex.Entry("wide", summary), new GalleryIndex.Entry("a \"b\"#?", summary)));
        assertThat(page)
                .contains("href=\"./wide/gallery.html\"")
                .contains("href=\"./a%20%22b%22%23%3F/gallery.html\"")
                .contains("&lt;b&gt;bold&lt;/b&gt; U+202E")
                .doesNotContain("<b>bold")
                .contains("<dd>12</dd>");
        assertThat(GalleryIndex.isOurs(page)).isTrue();
    }
}
