package dev.storyc.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.manifest.Seen;
import dev.storyc.report.ExportShowings.Kept;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

@Tag("fast")
class FcpxmlExportTest {
    private static FcpxmlReading read(Kept kept, String file) throws IOException {
        FcpxmlReading reading = new FcpxmlReading(Objects.requireNonNull(kept.files.get(file)));
        reading.tiles();
        return reading;
    }

    @Test
    void isValidAndTilesTheSequenceExactly() throws IOException {
        Kept kept = ExportShowings.export("fcpxml", ExportShowings.rendered(ExportShowings.PIER, 1));
        assertThat(kept.files).containsOnlyKeys("lisbon.fcpxml", "大阪.fcpxml");
        FcpxmlReading lisbon = read(kept, "lisbon.fcpxml");
        assertThat(lisbon.all("sequence").get(0).getAttribute("duration")).isEqualTo("267/24s");
        assertThat(lisbon.all("asset"))
                .extracting(a -> a.getAttribute("duration"))
                .containsExactly("73/24s", "73/24s", "73/24s", "121/24s");
        assertThat(lisbon.all("project").get(0).getAttribute("name")).isEqualTo("pier lisbon");
        assertThat(lisbon.all("event").get(0).getAttribute("name")).isEqualTo("A pier <in> fog");
    }

    @Test
    void takesAreAnAuditionWithThePickFirst() throws IOException {
        String picked = ExportShowings.PIER.replace("scenes:", "picks: [ { clip: end, take: 1 } ]\nscenes:");
        FcpxmlReading lisbon =
                read(ExportShowings.export("fcpxml", ExportShowings.rendered(picked, 0)), "lisbon.fcpxml");
        Element audition = lisbon.all("audition").get(0);
        assertThat(lisbon.all("audition")).hasSize(1);
        assertThat(audition.getElementsByTagName("asset-clip").getLength()).isEqualTo(2);
        assertThat(lisbon.all("asset-clip"))
                .extracting(clip -> clip.getAttribute("name"))
                .containsExactly("fog take 1", "fog take 2", "gulls", "end");
        assertThat(lisbon.all("media-rep"))
                .extracting(media -> media.getAttribute("src"))
                .containsExactly(
                        "file:///films/out/pier/lisbon/01-fog.mp4",
                        "file:///films/out/pier/lisbon/01-fog.take-2.mp4",
                        "file:///films/out/pier/lisbon/02-gulls.mp4",
                        "file:///films/out/pier/lisbon/03-end.mp4");
    }

    @Test
    void namesOfOtherScriptsArePercentEncoded() throws IOException {
        FcpxmlReading osaka =
                read(ExportShowings.export("fcpxml", ExportShowings.rendered(ExportShowings.PIER, 0)), "大阪.fcpxml");
        assertThat(osaka.all("media-rep").get(0).getAttribute("src"))
                .isEqualTo("file:///films/out/pier/%E5%A4%A7%E9%98%AA/01-fog.mp4");
    }

    @Test
    void hostileWordsComeBackAsTheyWere() throws IOException {
        FcpxmlReading osaka =
                read(ExportShowings.export("fcpxml", ExportShowings.rendered(ExportShowings.PIER, 0)), "大阪.fcpxml");
        List<Element> markers = osaka.all("marker");
        assertThat(markers)
                .extracting(marker -> marker.getAttribute("value"))
                .contains(
                        "shot 1: =cmd|' /C calc'!A0 </note>",
                        "shot 1: Gulls over 大阪.",
                        "shot 2: A bell ]]> <![CDATA[ &amp; 鐘");
        assertThat(osaka.all("note").get(0).getTextContent()).isEqualTo("=Slow & \"low\"");
        assertThat(osaka.all("marker").stream().map(m -> m.getAttribute("note")))
                .contains("+soft");
    }

    @Test
    void whatXmlCannotWriteIsReplacedAndLineEndsStay() {
        String text = new XmlText("")
                .begin("a")
                .with("b", "1\u0000\u001B2\n3\t\uD800\uFFFE")
                .end()
                .toString();
        assertThat(text).isEqualTo("<a b=\"1\uFFFD\uFFFD2&#10;3&#9;\uFFFD\uFFFD\"/>\n");
    }

    @Test
    void whatIsNotRenderedIsAGapOfItsPlannedLength() throws IOException {
        FcpxmlReading planned =
                read(ExportShowings.export("fcpxml", ExportShowings.planned(ExportShowings.PIER)), "lisbon.fcpxml");
        assertThat(planned.all("asset")).isEmpty();
        assertThat(planned.all("gap"))
                .extracting(gap -> gap.getAttribute("name") + " " + gap.getAttribute("duration"))
                .containsExactly("fog (no film yet) 3s", "gulls (no film yet) 3s", "end (no film yet) 5s");
        assertThat(planned.all("marker")).hasSize(4);
    }

    @Test
    void halfOfItRenderedIsHalfGaps() throws IOException {
        Showing half = ExportShowings.of(
                ExportShowings.PIER, clip -> clip.id().equals("gulls") ? ExportShowings.seen(73, true) : null);
        FcpxmlReading lisbon = read(ExportShowings.export("fcpxml", half), "lisbon.fcpxml");
        assertThat(lisbon.story()).extracting(Element::getTagName).containsExactly("gap", "asset-clip", "gap");
        assertThat(lisbon.all("asset").get(0).getAttribute("hasAudio")).isEqualTo("1");
    }

    @Test
    void aFilmOfAnotherRateKeepsItsSpeed() throws IOException {
        Showing mixed = ExportShowings.of(
                ExportShowings.PIER,
                clip -> clip.id().equals("end")
                        ? new Seen(5.005, 1080, 1920, 29.97003, "h264", null)
                        : ExportShowings.seen(72, false));
        FcpxmlReading lisbon = read(ExportShowings.export("fcpxml", mixed), "lisbon.fcpxml");
        assertThat(lisbon.all("format"))
                .extracting(f -> f.getAttribute("frameDuration") + " " + f.getAttribute("width") + "x"
                        + f.getAttribute("height"))
                .containsExactly("100/2400s 1920x1080", "1001/30000s 1080x1920");
        assertThat(lisbon.all("conform-rate")).hasSize(1);
        assertThat(lisbon.all("conform-rate").get(0).getAttribute("srcFrameRate"))
                .isEqualTo("29.97");
    }
}
