package dev.storyc.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.manifest.Seen;
import dev.storyc.report.EditList.Edit;
import dev.storyc.report.ExportShowings.Kept;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The timeline of every format: on whole frames, without gaps, and as long as the films are. */
@Tag("fast")
class EditListTest {
    private static final String FADES = """
            version: 1
            name: fades
            cut: { transition: crossfade, seconds: 0.6 }
            scenes:
              - { id: a, duration: 3, prompt: one, settings: { generate_audio: true } }
              - { id: b, duration: 3, prompt: two }
              - { id: c, duration: 4, prompt: three, cut: { transition: cut } }
              - { id: d, duration: 3, prompt: four }
            """;

    private static String many(int scenes) {
        return IntStream.range(0, scenes)
                .mapToObj(i -> "  - { id: s" + i + ", duration: " + (3 + i % 4) + ", prompt: shot " + i + " }")
                .collect(Collectors.joining("\n", "version: 1\nname: many\nscenes:\n", "\n"));
    }

    @Property(tries = 8)
    void aThousandClipsOfAnyLengthTileTheTimelineWithoutDrift(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 1_000) int clips) {
        Showing showing = ExportShowings.of(
                many(clips),
                clip -> new Seen(clip.seconds() + random.nextDouble() - 0.5, 1920, 1080, 24, "h264", null));
        EditList list = EditList.of(showing.variants().get(0));
        double exact = 0;
        long at = 0;
        for (Edit edit : list.edits()) {
            assertThat(edit.start()).isEqualTo(at);
            assertThat(Math.abs(edit.start() - exact * 24)).isLessThanOrEqualTo(0.501);
            assertThat(edit.shots().get(0).start()).isZero();
            assertThat(edit.shots().get(0).frames()).isEqualTo(edit.frames());
            exact += Objects.requireNonNull(edit.take().film()).seen().seconds();
            at = edit.end();
        }
        assertThat(list.edits()).hasSize(clips);
    }

    @Test
    void everyFormatPlacesAThousandClipsOfFiveSecondsAndOneFrameOnTheSameFrames() throws IOException {
        Showing showing = ExportShowings.rendered(many(1_000), 1);
        long frames =
                IntStream.range(0, 1_000).mapToLong(i -> (3 + i % 4) * 24L + 1).sum();
        String variant = showing.variants().get(0).name();
        OtioReading otio =
                new OtioReading(ExportShowings.export("otio", showing).text(variant + ".otio"));
        assertThat(otio.length(otio.tracks().get(0))).isEqualTo(frames);
        FcpxmlReading fcpxml = new FcpxmlReading(Objects.requireNonNull(
                ExportShowings.export("fcpxml", showing).files.get(variant + ".fcpxml")));
        fcpxml.tiles();
        assertThat(FcpxmlReading.frames(fcpxml.all("sequence").get(0).getAttribute("duration")))
                .isEqualTo(frames);
        Kept edl = ExportShowings.export("edl", showing);
        assertThat(new EdlReading(Objects.requireNonNull(edl.files.get(variant + ".part-2.edl"))).end())
                .isEqualTo(24 * 3600 + frames);
    }

    @Test
    void crossfadesAreAsLongInEveryFormat() throws IOException {
        Showing showing = ExportShowings.rendered(FADES, 1);
        EditList list = EditList.of(showing.variants().get(0));
        // 0.6 s are 14 frames and a bit.
        assertThat(list.edits()).extracting(Edit::fade).containsExactly(0L, 14L, 0L, 14L);
        long frames = 73 + 73 + 97 + 73 - 28;
        assertThat(list.frames()).isEqualTo(frames);

        String variant = showing.variants().get(0).name();
        OtioReading otio =
                new OtioReading(ExportShowings.export("otio", showing).text(variant + ".otio"));
        assertThat(otio.tracks()).hasSize(2).allMatch(track -> otio.length(track) == frames);
        assertThat(otio.children(otio.tracks().get(0)))
                .extracting(OtioReading::schema)
                .containsExactly("Clip.2", "Transition.1", "Clip.2", "Clip.2", "Transition.1", "Clip.2");

        FcpxmlReading fcpxml = new FcpxmlReading(Objects.requireNonNull(
                ExportShowings.export("fcpxml", showing).files.get(variant + ".fcpxml")));
        fcpxml.tiles();
        assertThat(fcpxml.all("transition"))
                .extracting(t -> t.getAttribute("offset") + " " + t.getAttribute("duration"))
                .containsExactly("59/24s 14/24s", "215/24s 14/24s");
        assertThat(fcpxml.all("effect"))
                .extracting(e -> e.getAttribute("name"))
                .containsExactly("Cross Dissolve", "Audio Crossfade");

        EdlReading edl = new EdlReading(Objects.requireNonNull(
                ExportShowings.export("edl", showing).files.get(variant + ".edl")));
        assertThat(edl.end()).isEqualTo(24 * 3600 + frames);
        assertThat(edl.statements).extracting(EdlReading.Statement::event).containsExactly(1, 2, 2, 3, 4, 4);
        assertThat(edl.statements).extracting(EdlReading.Statement::dissolve).containsExactly(0, 0, 14, 0, 0, 14);
        assertThat(edl.comments).contains("* FROM CLIP NAME: 03-c.mp4", "* TO CLIP NAME: 04-d.mp4");
    }

    @Test
    void scenesLeftOutOfTheCutAreLeftOutOfTimelines() {
        String some = FADES.replace("prompt: two", "prompt: two, cut: { enabled: false }");
        Kept kept = ExportShowings.export("edl", ExportShowings.rendered(some, 0));
        EdlReading edl = new EdlReading(kept.files.values().iterator().next());
        assertThat(edl.comments).noneMatch(line -> line.contains("02-b"));
        // From a to c it is the transition into c that counts.
        assertThat(edl.statements).extracting(EdlReading.Statement::dissolve).containsExactly(0, 0, 0, 14);
    }

    @Test
    void aVariantOfNothingIsSaidAndMakesNoFile() {
        String none =
                "version: 1\nname: none\nscenes: [ { id: a, duration: 3, prompt: x, cut: { enabled: false } } ]\n";
        for (String format : List.of("otio", "edl", "fcpxml")) {
            Kept kept = ExportShowings.export(format, ExportShowings.planned(none));
            assertThat(kept.files).isEmpty();
            assertThat(kept.notes).hasSize(1).allMatch(note -> note.contains("none of its clips is in the cut"));
        }
    }

    @Test
    void timecodesGoRoundTheClock() {
        assertThat(Timecode.of(0)).isEqualTo("00:00:00:00");
        assertThat(Timecode.of(Timecode.START + 121)).isEqualTo("01:00:05:01");
        assertThat(Timecode.of(24L * 3600 * 24 - 1)).isEqualTo("23:59:59:23");
        assertThat(Timecode.of(24L * 3600 * 24 + 25)).isEqualTo("00:00:01:01");
        assertThat(Timecode.reached(121 / 24.0)).isEqualTo(121);
        assertThat(Timecode.reached(5.02)).isEqualTo(121);
    }
}
