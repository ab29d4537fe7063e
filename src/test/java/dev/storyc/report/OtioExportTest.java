package dev.storyc.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storyc.manifest.Seen;
import dev.storyc.report.ExportShowings.Kept;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class OtioExportTest {
    private static OtioReading read(Showing showing, String file) throws IOException {
        return new OtioReading(ExportShowings.export("otio", showing).text(file));
    }

    @Test
    void oneTimelineAVariantOnWholeFrames() throws IOException {
        Kept kept = ExportShowings.export("otio", ExportShowings.rendered(ExportShowings.PIER, 1));
        assertThat(kept.files).containsOnlyKeys("lisbon.otio", "大阪.otio");
        OtioReading lisbon = new OtioReading(kept.text("lisbon.otio"));
        assertThat(lisbon.tracks())
                .extracting(track -> track.get("kind").asText())
                .containsExactly("Video", "Audio");
        assertThat(lisbon.tracks()).allMatch(track -> lisbon.length(track) == 267);
        assertThat(lisbon.root.get("global_start_time").get("value").asInt()).isEqualTo(86_400);
        JsonNode about = lisbon.root.get("metadata").get("storyc");
        assertThat(about.get("storyboard").asText()).isEqualTo("pier");
        assertThat(about.get("values").get("city").asText()).isEqualTo("Lisbon");
    }

    @Test
    void everyTakeIsAReferenceAndThePickIsActive() throws IOException {
        OtioReading lisbon = read(ExportShowings.rendered(ExportShowings.PIER, 1), "lisbon.otio");
        JsonNode fog = lisbon.clips().get(0);
        assertThat(fog.get("media_references").fieldNames()).toIterable().containsExactly("DEFAULT_MEDIA", "take-2");
        JsonNode pick = OtioReading.active(fog);
        assertThat(pick.get("target_url").asText()).isEqualTo("../lisbon/01-fog.mp4");
        assertThat(pick.get("available_range").get("duration").get("value").asInt())
                .isEqualTo(73);
        JsonNode about = pick.get("metadata").get("storyc");
        assertThat(about.get("key").asText()).matches("[0-9a-f]{64}");
        assertThat(about.get("job_id").asText()).startsWith("job-");
        assertThat(about.get("model").asText()).isEqualTo("kwaivgi/kling-3.0/text-to-video");
        assertThat(about.get("args").get("prompt").asText()).isEqualTo("=cmd|' /C calc'!A0 </note>");
        assertThat(about.get("price_usd").decimalValue()).isEqualByComparingTo("0.429");
        assertThat(fog.get("media_references").get("take-2").get("target_url").asText())
                .isEqualTo("../lisbon/01-fog.take-2.mp4");
    }

    @Test
    void shotsAreMarkersWithTheirPrompts() throws IOException {
        JsonNode gulls = read(ExportShowings.rendered(ExportShowings.PIER, 1), "大阪.otio")
                .clips()
                .get(1);
        JsonNode markers = gulls.get("markers");
        assertThat(markers).hasSize(2);
        assertThat(markers.get(0).get("comment").asText()).isEqualTo("Gulls over 大阪.");
        assertThat(markers.get(1).get("comment").asText()).isEqualTo("A bell ]]> <![CDATA[ &amp; 鐘");
        assertThat(markers.get(1).get("metadata").get("storyc").get("notes").asText())
                .isEqualTo("+soft");
        // 73 frames shared out as 2 to 1, the last shot ending with the clip.
        assertThat(markers.get(0)
                        .get("marked_range")
                        .get("duration")
                        .get("value")
                        .asInt())
                .isEqualTo(49);
        assertThat(markers.get(1)
                        .get("marked_range")
                        .get("start_time")
                        .get("value")
                        .asInt())
                .isEqualTo(49);
        assertThat(markers.get(1)
                        .get("marked_range")
                        .get("duration")
                        .get("value")
                        .asInt())
                .isEqualTo(24);
    }

    @Test
    void urlsAreRelativeAndPercentEncoded() throws IOException {
        OtioReading osaka = read(ExportShowings.rendered(ExportShowings.PIER, 0), "大阪.otio");
        assertThat(OtioReading.active(osaka.clips().get(2)).get("target_url").asText())
                .isEqualTo("../%E5%A4%A7%E9%98%AA/03-end.mp4");
    }

    @Test
    void whatIsNotRenderedIsMissingMedia() throws IOException {
        OtioReading planned = read(ExportShowings.planned(ExportShowings.PIER), "lisbon.otio");
        assertThat(planned.clips()).hasSize(3);
        assertThat(planned.clips())
                .extracting(clip -> OtioReading.schema(OtioReading.active(clip)))
                .containsOnly("MissingReference.1");
        assertThat(planned.length(planned.tracks().get(0))).isEqualTo(11 * 24);
        JsonNode about =
                OtioReading.active(planned.clips().get(0)).get("metadata").get("storyc");
        assertThat(about.get("state").asText()).isEqualTo("new");
        assertThat(about.get("job_id").isNull()).isTrue();
    }

    @Test
    void silentClipsAreGapsInTheSound() throws IOException {
        OtioReading lisbon = read(ExportShowings.rendered(ExportShowings.PIER, 1), "lisbon.otio");
        assertThat(lisbon.children(lisbon.tracks().get(1)))
                .extracting(OtioReading::schema)
                .containsExactly("Gap.1", "Clip.2", "Gap.1");
        Showing silent = ExportShowings.of(ExportShowings.PIER, clip -> ExportShowings.seen(72, false));
        assertThat(read(silent, "lisbon.otio").tracks()).hasSize(1);
    }

    @Test
    void aFilmOfAnotherRateIsCountedInItsOwnFrames() throws IOException {
        Showing mixed = ExportShowings.of(
                ExportShowings.PIER, clip -> new Seen(clip.seconds() + 0.04, 1920, 1080, 25.0, "h264", null));
        JsonNode end = read(mixed, "lisbon.otio").clips().get(2);
        JsonNode available = OtioReading.active(end).get("available_range").get("duration");
        assertThat(available.get("rate").asDouble()).isEqualTo(25);
        assertThat(available.get("value").asInt()).isEqualTo(126);
        assertThat(OtioReading.duration(end)).isEqualTo(121);
    }
}
