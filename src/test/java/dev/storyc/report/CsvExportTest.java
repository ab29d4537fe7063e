package dev.storyc.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.report.ExportShowings.Kept;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Read back by another library than the one that wrote it. */
@Tag("fast")
class CsvExportTest {
    private static List<CSVRecord> read(String csv) throws IOException {
        assertThat(csv).startsWith("\uFEFFstoryboard,").endsWith("\r\n");
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = CSVParser.parse(new StringReader(csv.substring(1)), format)) {
            return parser.getRecords();
        }
    }

    @Test
    void hasOneRowAShotWithStableColumns() throws IOException {
        Kept kept = ExportShowings.export("csv", ExportShowings.rendered(ExportShowings.PIER, 1));
        assertThat(kept.files).containsOnlyKeys("pier.csv");
        List<CSVRecord> rows = read(kept.text("pier.csv"));
        assertThat(rows).hasSize(8).allMatch(row -> row.isConsistent());
        assertThat(kept.text("pier.csv").lines().findFirst())
                .contains("\uFEFFstoryboard,variant,scene,clip,take,shot,start,end,seconds,prompt,caption,notes,state,"
                        + "price_usd,key,job_id,file,value:city");
        CSVRecord bell = rows.get(2);
        assertThat(bell.toMap())
                .containsEntry("storyboard", "pier")
                .containsEntry("variant", "lisbon")
                .containsEntry("scene", "gulls")
                .containsEntry("clip", "gulls")
                .containsEntry("take", "1")
                .containsEntry("shot", "2")
                .containsEntry("start", "5.069")
                .containsEntry("end", "6.083")
                .containsEntry("seconds", "1.014")
                .containsEntry("prompt", "A bell ]]> <![CDATA[ &amp; 鐘")
                .containsEntry("state", "cached")
                .containsEntry("file", "lisbon/02-gulls.mp4")
                .containsEntry("value:city", "Lisbon");
        // The first shot has its own, the second the scene's.
        assertThat(rows.get(1).get("caption")).isEqualTo("'@They come.");
        assertThat(bell.get("caption")).isEqualTo("Far out,\nat sea");
        assertThat(rows.get(7).get("value:city")).isEqualTo("大阪");
        assertThat(bell.get("key")).matches("[0-9a-f]{64}");
        assertThat(bell.get("job_id")).isEqualTo("job-" + bell.get("key").substring(0, 12));
    }

    @Test
    void aClipLeftOutOfTheCutHasNoPlaceInIt() throws IOException {
        String yaml = """
                version: 1
                cut: { transition: crossfade, seconds: 0.5 }
                scenes:
                  - { id: a, duration: 3, prompt: one }
                  - { id: b, duration: 3, prompt: two, cut: { enabled: false } }
                  - { id: c, duration: 3, prompt: three, caption: "All of it" }
                """;
        List<CSVRecord> rows = read(
                ExportShowings.export("csv", ExportShowings.rendered(yaml, 0)).text("a.csv"));
        assertThat(rows)
                .extracting(row -> row.get("start") + "-" + row.get("end") + " " + row.get("seconds"))
                .containsExactly("0.000-3.000 3.000", "- 3.000", "2.500-5.500 3.000");
        assertThat(rows.get(2).get("caption")).isEqualTo("All of it");
    }

    @Test
    void aClipsPriceStandsOnceSoThatTheColumnCanBeSummed() throws IOException {
        List<CSVRecord> rows = read(ExportShowings.export("csv", ExportShowings.planned(ExportShowings.PIER))
                .text("pier.csv"));
        assertThat(rows).extracting(row -> row.get("price_usd")).startsWith("0.429", "0.642", "", "0.715");
        assertThat(rows).extracting(row -> row.get("job_id") + row.get("file")).containsOnly("");
    }

    @Test
    void noCellIsAFormula() throws IOException {
        List<CSVRecord> rows = read(ExportShowings.export("csv", ExportShowings.planned(ExportShowings.PIER))
                .text("pier.csv"));
        assertThat(rows.get(0).get("prompt")).isEqualTo("'=cmd|' /C calc'!A0 </note>");
        assertThat(rows.get(0).get("notes")).isEqualTo("'=Slow & \"low\"");
        assertThat(rows.get(1).get("caption")).isEqualTo("'@They come.");
        assertThat(rows.get(2).get("notes")).isEqualTo("'+soft");
        for (CSVRecord row : rows) {
            for (String cell : row) {
                assertThat(cell).doesNotMatch("(?s)[=+\\-@\t\r\n＝＋－＠].*");
            }
        }
    }

    @Test
    void aNameThatIsAFormulaIsNoneEither() throws IOException {
        String yaml = """
                version: 1
                variants: { matrix: { "city": ["=1+1", "-2", "＝3"] } }
                scenes: [ { id: a, duration: 3, prompt: "{{city}}" } ]
                """;
        List<CSVRecord> rows =
                read(ExportShowings.export("csv", ExportShowings.planned(yaml)).text("a.csv"));
        assertThat(rows).extracting(row -> row.get("value:city")).containsExactly("'=1+1", "'-2", "'＝3");
        assertThat(rows).extracting(row -> row.get("prompt")).containsExactly("'=1+1", "'-2", "'＝3");
    }

    @Test
    void lineEndsStayWithinTheirCell() throws IOException {
        String yaml = """
                version: 1
                scenes:
                  - { id: a, duration: 3, notes: "one, \\"two\\"\\n=three", prompt: "x" }
                """;
        List<CSVRecord> rows =
                read(ExportShowings.export("csv", ExportShowings.planned(yaml)).text("a.csv"));
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).get("notes")).isEqualTo("one, \"two\"\n=three");
    }
}
