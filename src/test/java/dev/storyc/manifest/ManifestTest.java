package dev.storyc.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Source;
import dev.storyc.job.TestClips;
import dev.storyc.lower.Payload;
import dev.storyc.manifest.ManifestRow.Place;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class ManifestTest {
    private static final ManifestRow LISBON = TestRecords.row(TestClips.clip("lisbon", "arrival", 1, "Rain. 部屋 \"x\""));
    private static final ManifestRow OSAKA = TestRecords.row(TestClips.clip("osaka", "arrival", 1, "Night"));
    private static final ManifestRow ENDCARD = TestRecords.row(TestClips.clip("lisbon", "endcard", 2, "End"));

    @Test
    void rowsAreSortedAndReadBackTheSame() {
        Manifest manifest = new Manifest(null, List.of(OSAKA, ENDCARD, LISBON));
        assertThat(manifest.rows()).containsExactly(LISBON, ENDCARD, OSAKA);
        String text = write(manifest);
        assertThat(read(text).value()).isEqualTo(manifest);
        assertThat(write(Objects.requireNonNull(read(text).value()))).isEqualTo(text);
    }

    @Test
    void whatIsRightButNotJustAsWrittenReadsTheSame() {
        Map<String, Object> args = new LinkedHashMap<>();
        args.put("prompts", List.of(Map.of("prompt", "A \"pier\", 部屋", "duration", 3), List.of(), Map.of()));
        args.put("scale", new BigDecimal("0.50"));
        args.put("seed", 12345678901L);
        args.put("audio", true);
        FilmRecord odd = new FilmRecord(
                LISBON.film().key(),
                new Payload("model", args),
                5,
                null,
                new BigDecimal("12.345678901234567890"),
                "job\n1",
                "cd".repeat(32),
                Long.MAX_VALUE,
                new Seen(5.041666666666667, 1, 2, 23.976023976023978, "h264", "aac"));
        Manifest manifest = new Manifest("loopback", List.of(LISBON, new ManifestRow(OSAKA.place(), odd, "a/b.mp4")));
        String text = write(manifest);
        List<String> ways = List.of(
                text,
                text.replace("\"version\": 1,", "\"version\": 1, \"later\": [null, {}],"),
                text.replace("\"take\": 1", "\"take\": 1.0"),
                text.replace("\n", "").replace("  ", " "),
                text.replace("\"version\": 1,", "").replaceFirst("}\n$", ", \"version\": 1}"),
                text.replaceAll("(\"seconds\": 3),\\n +(\"estimate_usd\": [0-9.]+)", "$2, $1"));
        assertThat(ways).doesNotHaveDuplicates();
        assertThat(ways).allSatisfy(way -> assertThat(read(way).value()).isEqualTo(manifest));

        String film = new FilmRecordFormat().write(odd);
        assertThat(List.of(film, film.replace("\"version\": 1", "\"later\": null, \"version\": 1")))
                .allSatisfy(way ->
                        assertThat(new FilmRecordFormat().readIfWhole(way)).contains(odd));
        assertThat(List.of(film + "x", film.replace("job\\n1", ""), film.replace("true", "null"), film.substring(1)))
                .allSatisfy(way ->
                        assertThat(new FilmRecordFormat().readIfWhole(way)).isEmpty());
    }

    @Test
    void aPropertyALineAndAsBought() {
        assertThat(write(new Manifest("loopback", List.of(LISBON)))).isEqualTo("""
                {
                  "version": 1,
                  "realm": "loopback",
                  "clips": [
                    {
                      "storyboard": "board",
                      "variant": "lisbon",
                      "clip": "arrival",
                      "take": 1,
                      "key": "%s",
                      "model": "kwaivgi/kling-3.0/text-to-video",
                      "args": {
                        "mode": "std",
                        "duration": "3",
                        "multi_shot": false,
                        "prompt": "Rain. 部屋 \\"x\\"",
                        "aspect_ratio": "16:9",
                        "generate_audio": false
                      },
                      "seconds": 3,
                      "estimate_usd": 0.429,
                      "charged_usd": 0.43,
                      "job_id": "job-%s",
                      "file": "lisbon/01-arrival.mp4",
                      "sha256": "%s",
                      "bytes": 1234,
                      "probe": {
                        "seconds": 3.04,
                        "width": 1280,
                        "height": 720,
                        "frames_per_second": 24,
                        "video_codec": "h264",
                        "audio_codec": null
                      }
                    }
                  ]
                }
                """.formatted(
                        LISBON.film().key().hex(), LISBON.film().key().brief(), "ab".repeat(32)));
    }

    @Test
    void anEmptyManifestIsOneToo() {
        String text = write(new Manifest(null, List.of()));
        assertThat(text).isEqualTo("{\n  \"version\": 1,\n  \"clips\": []\n}\n");
        assertThat(read(text).value()).isEqualTo(new Manifest(null, List.of()));
    }

    @Test
    void anExponentBeyondAllMeasureIsDamage() {
        for (String number : List.of("1e999999999", "1e99999999999999999", "1E+1000000000")) {
            assertThat(read("{\"version\": " + number + ", \"clips\": []}").diagnostics())
                    .singleElement()
                    .satisfies(found -> assertThat(found.message()).isEqualTo("a number beyond all measure"));
        }
    }

    @Test
    void anExponentBeyondAllMeasureIsDamageWhereStorycWroteTheRest() {
        String film = new FilmRecordFormat().write(LISBON.film());
        assertThat(new FilmRecordFormat().readIfWhole(film)).isPresent();
        String manifest = write(new Manifest("loopback", List.of(LISBON)));
        for (String number : List.of("1e99999999995", "1e999999999", "1E+99999999999")) {
            String price = "\"estimate_usd\": " + number;
            assertThat(film.replaceFirst("\"estimate_usd\": [0-9.]+", price)).contains(price);
            assertThat(new FilmRecordFormat().readIfWhole(film.replaceFirst("\"estimate_usd\": [0-9.]+", price)))
                    .isEmpty();
            assertThat(read(manifest.replaceFirst("\"charged_usd\": [0-9.]+", "\"charged_usd\": " + number))
                            .diagnostics())
                    .isNotEmpty();
        }
    }

    @Test
    void millionsOfValuesAreNoManifest() {
        assertThat(read("{\"version\": 1, \"clips\": [" + "[],".repeat(3_100_000) + "[]]}")
                        .diagnostics())
                .singleElement()
                .satisfies(found -> assertThat(found.message()).startsWith("more values than any record has"));
    }

    @Test
    void aNarrowedBuildChangesOnlyItsOwn() {
        Manifest before = new Manifest(null, List.of(LISBON, OSAKA, ENDCARD));
        ManifestRow changed = TestRecords.row(TestClips.clip("osaka", "arrival", 1, "Dawn"));
        Manifest after = before.after(List.of(OSAKA.place()), List.of(changed), true);
        assertThat(after.rows()).containsExactly(LISBON, ENDCARD, changed);
    }

    @Test
    void aTakeThatIsNewlyPickedGetsTheNameAndTheOtherKeepsItsFilmUnderAnother() {
        ManifestRow first = ENDCARD;
        Place secondPlace = new Place("board", "lisbon", "endcard", 2);
        ManifestRow second = new ManifestRow(secondPlace, OSAKA.film(), "lisbon/01-endcard.take-2.mp4");
        Manifest before = new Manifest(null, List.of(LISBON, first, second));
        ManifestRow picked = new ManifestRow(secondPlace, OSAKA.film(), first.file());
        Manifest after = before.after(List.of(secondPlace), List.of(picked), true);
        ManifestRow renamed = new ManifestRow(first.place(), first.film(), "lisbon/01-endcard.take-1.mp4");
        assertThat(after.rows()).containsExactly(LISBON, renamed, picked);
        // And back again, each under the name it had.
        ManifestRow back = new ManifestRow(first.place(), first.film(), first.file());
        assertThat(after.after(List.of(first.place()), List.of(back), true)).isEqualTo(before);
    }

    @Test
    void aWholeBuildDropsWhatTheStoryboardNoLongerHasAndKeepsWhatItHasNoFilmOfYet() {
        Manifest before = new Manifest(null, List.of(LISBON, OSAKA, ENDCARD));
        Place fresh = new Place("board", "porto", "arrival", 1);
        Manifest after = before.after(List.of(LISBON.place(), OSAKA.place(), fresh), List.of(LISBON), false);
        assertThat(after.rows()).containsExactly(LISBON, OSAKA);
    }

    @Test
    void theSchemaTakesWhatIsWrittenAndRefusesWhatIsNot() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("schema/manifest.schema.json")), InputFormat.JSON);
        String text = write(new Manifest("loopback", List.of(LISBON, OSAKA)));
        assertThat(schema.validate(text, InputFormat.JSON)).isEmpty();
        for (String property : List.of(
                "version", "clips", "storyboard", "key", "args", "charged_usd", "sha256", "bytes", "probe", "width")) {
            String without = text.replace("\"" + property + "\":", "\"" + property + "_\":");
            assertThat(schema.validate(without, InputFormat.JSON)).as(property).isNotEmpty();
        }
    }

    @Test
    void damageIsAFindingAtItsPlace() {
        String text = write(new Manifest(null, List.of(LISBON)));
        Diagnostic conflict = only(text.replace("      \"take\": 1,\n", "<<<<<<< ours\n      \"take\": 1,\n"));
        assertThat(conflict.rule()).isEqualTo(Rule.MANIFEST_UNREADABLE);
        assertThat(conflict.span().line()).isEqualTo(8);
        assertThat(conflict.hint()).contains("either side");

        Diagnostic digest = only(text.replace("ab".repeat(32), "xy"));
        assertThat(digest.span().line()).isEqualTo(24);
        assertThat(digest.message()).contains("`sha256`");
        assertThat(digest.span().excerpt()).contains("\"xy\"");

        assertThat(only(text.replace("\"version\": 1", "\"version\": 2")).rule())
                .isEqualTo(Rule.MANIFEST_TOO_NEW);
        assertThat(only("").message()).contains("empty");
        assertThat(only("[]").message()).contains("object");
        assertThat(only(text + "x").rule()).isEqualTo(Rule.MANIFEST_UNREADABLE);
    }

    @Test
    void aPathNeverLeadsOut() {
        String text = write(new Manifest(null, List.of(LISBON)));
        for (String path : List.of("../x.mp4", "/etc/passwd", "a//b", "a/../b", "a\\\\b", "a/\\u0000", ".")) {
            assertThat(only(text.replace("lisbon/01-arrival.mp4", path)).message())
                    .as(path)
                    .contains("output folder");
        }
    }

    @Test
    void anyBytesEndInAManifestOrInFindings() {
        String text = write(new Manifest("loopback", List.of(LISBON, OSAKA)));
        Random random = new Random(7);
        String alphabet = "{}[]\",:0123456789eE+-.ntf\\u\u0000\ud800 é\n";
        for (int i = 0; i < 5000; i++) {
            StringBuilder broken = new StringBuilder(text);
            for (int edits = random.nextInt(4); edits >= 0; edits--) {
                int at = random.nextInt(broken.length());
                if (random.nextBoolean()) {
                    broken.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
                } else {
                    broken.delete(at, Math.min(broken.length(), at + 1 + random.nextInt(40)));
                }
            }
            Result<Manifest> result = read(broken.toString());
            assertThat(result.value() != null || result.hasErrors()).isTrue();
        }
    }

    private static Diagnostic only(String text) {
        Result<Manifest> result = read(text);
        assertThat(result.value()).isNull();
        assertThat(result.diagnostics()).hasSize(1);
        return result.diagnostics().get(0);
    }

    private static String write(Manifest manifest) {
        return new ManifestWriter().write(manifest);
    }

    private static Result<Manifest> read(String text) {
        return new ManifestReader().read(new Source("board.manifest.json", text));
    }
}
