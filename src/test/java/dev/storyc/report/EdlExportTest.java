package dev.storyc.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.lower.Key;
import dev.storyc.report.ExportShowings.Kept;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class EdlExportTest {
    private static EdlReading read(Kept kept, String file) {
        return new EdlReading(Objects.requireNonNull(kept.files.get(file), () -> file + " of " + kept.files.keySet()));
    }

    @Test
    void oneListAVariantFromOneOClock() {
        Kept kept = ExportShowings.export("edl", ExportShowings.rendered(ExportShowings.PIER, 1));
        assertThat(kept.files).containsOnlyKeys("lisbon.edl", "大阪.edl");
        EdlReading lisbon = read(kept, "lisbon.edl");
        assertThat(lisbon.statements).hasSize(3);
        assertThat(lisbon.statements.get(0).from()).isEqualTo(24 * 3600);
        assertThat(lisbon.end()).isEqualTo(24 * 3600 + 267);
        assertThat(lisbon.statements).extracting(EdlReading.Statement::channels).containsExactly("V", "AA/V", "V");
        assertThat(kept.text("lisbon.edl"))
                .contains(
                        "C        00:00:00:00 00:00:03:01 01:00:00:00 01:00:03:01\r\n",
                        "* FROM CLIP NAME: 01-fog.mp4\r\n",
                        "* SOURCE FILE: ../lisbon/01-fog.mp4\r\n",
                        "* LOC: 01:00:03:01 GREEN   shot 1: Gulls over Lisbon.\r\n");
    }

    @Test
    void isAsciiWhateverTheWordsAre() {
        Kept kept = ExportShowings.export("edl", ExportShowings.rendered(ExportShowings.PIER, 0));
        EdlReading osaka = read(kept, "大阪.edl");
        assertThat(osaka.comments)
                .contains(
                        "* SOURCE FILE: ../%E5%A4%A7%E9%98%AA/01-fog.mp4",
                        "* LOC: 01:00:03:00 GREEN   shot 1: Gulls over ??.",
                        "* LOC: 01:00:06:00 GREEN   shot 1: ffi fin - \"out\"");
    }

    @Test
    void isThereBeforeAnythingIsRendered() {
        EdlReading planned =
                read(ExportShowings.export("edl", ExportShowings.planned(ExportShowings.PIER)), "lisbon.edl");
        assertThat(planned.end()).isEqualTo(24 * (3600 + 11));
        assertThat(planned.comments)
                .contains("* FROM CLIP NAME: fog", "* NO FILM YET: new")
                .noneMatch(line -> line.startsWith("* SOURCE FILE"));
    }

    @Test
    void longNamesKeepTheirReelsApart() {
        String scenes = IntStream.range(0, 40)
                .mapToObj(i ->
                        "  - { id: " + "a-very-long-name-".repeat(7) + i + ", duration: 3, prompt: shot " + i + " }")
                .collect(Collectors.joining("\n"));
        Showing showing = ExportShowings.rendered("version: 1\nname: n\nscenes:\n" + scenes + "\n", 0);
        EdlReading list = read(
                ExportShowings.export("edl", showing), showing.variants().get(0).name() + ".edl");
        assertThat(list.reels()).hasSize(40);
        assertThat(list.comments.stream().filter(line -> line.startsWith("* FROM CLIP NAME: ")))
                .hasSize(40);
    }

    @Test
    void keysThatBeginAlikeGetReelsOfTheirOwn() {
        Reels reels = new Reels();
        Key one = new Key("0123456789" + "a".repeat(54));
        Key other = new Key("0123456789" + "b".repeat(54));
        assertThat(reels.of(one)).isEqualTo("01234567");
        assertThat(reels.of(other)).isEqualTo("12345678");
        assertThat(reels.of(one)).isEqualTo("01234567");
    }

    @Test
    void whatIsOver999EventsGoesIntoFurtherFiles() {
        String scenes = IntStream.range(0, 1_200)
                .mapToObj(i -> "  - { id: s" + i + ", duration: 3, prompt: shot " + i + " }")
                .collect(Collectors.joining("\n"));
        Showing showing = ExportShowings.rendered("version: 1\nname: n\nscenes:\n" + scenes + "\n", 1);
        String variant = showing.variants().get(0).name();
        Kept kept = ExportShowings.export("edl", showing);
        assertThat(kept.files).containsOnlyKeys(variant + ".part-1.edl", variant + ".part-2.edl");
        EdlReading first = read(kept, variant + ".part-1.edl");
        EdlReading second = read(kept, variant + ".part-2.edl");
        assertThat(first.statements).hasSize(999);
        assertThat(second.statements.get(0).from()).isEqualTo(first.end());
        assertThat(second.end()).isEqualTo(24 * 3600 + 1_200 * 73);
        assertThat(kept.notes).hasSize(1).allMatch(note -> note.contains("1200 clips") && note.contains("2 files"));
    }
}
