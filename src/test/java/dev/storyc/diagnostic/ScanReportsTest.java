package dev.storyc.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Findings as code-scanning services and pull requests read them. */
@Tag("fast")
class ScanReportsTest {
    private static final Source TEXT =
            new Source("storyboards/mein film.yaml", "version: 1\nscenes: []\ntitel: 🎬 x\ntitel: 🎬 x\n");

    private static final Diagnostic FIRST = Diagnostic.of(
                    Rule.UNKNOWN_KEY, TEXT.span(22, 27), "`titel` is no key", "did you mean `title`?")
            .withTrace(List.of("variant a", "scene b"));
    private static final Diagnostic SECOND =
            Diagnostic.of(Rule.UNKNOWN_KEY, TEXT.span(34, 39), "`titel` is no key", "");

    @Test
    void a_sarif_log_holds_to_the_schema() throws IOException {
        String log = new SarifReport("1.2.3").write(List.of(FIRST, SECOND));
        assertThat(schema().validate(log, InputFormat.JSON)).isEmpty();
        assertThat(schema().validate(log.replace("\"error\"", "\"terrible\""), InputFormat.JSON))
                .as("the schema can refuse")
                .isNotEmpty();
        JsonNode run = new JsonMapper().readTree(log).at("/runs/0");
        assertThat(run.at("/results/0/ruleId").asText()).isEqualTo("unknown-key");
        JsonNode place = run.at("/results/0/locations/0/physicalLocation");
        assertThat(place.at("/artifactLocation/uri").asText()).isEqualTo("storyboards/mein%20film.yaml");
        assertThat(place.at("/region/startLine").intValue()).isEqualTo(3);
        assertThat(place.at("/region/endColumn").intValue()).isEqualTo(6);
        assertThat(new SarifReport("1").write(List.of())).contains("\"results\" : [ ]");
    }

    @Test
    void a_fingerprint_survives_lines_put_above_and_tells_alike_findings_apart() throws IOException {
        Source moved = new Source(TEXT.name(), "# one\n# two\n" + TEXT.text());
        Diagnostic lower = Diagnostic.of(Rule.UNKNOWN_KEY, moved.span(34, 39), FIRST.message(), FIRST.hint());
        List<String> before = fingerprints(List.of(FIRST, SECOND));
        assertThat(before).doesNotHaveDuplicates();
        assertThat(fingerprints(List.of(lower))).containsExactly(before.get(0));
    }

    @Test
    void an_annotation_is_one_line_whatever_the_author_wrote() {
        Source hostile = new Source("a,b:c.yaml", "x\r\n::error::injected");
        Diagnostic diagnostic = Diagnostic.of(
                        Rule.YAML_SYNTAX, hostile.span(3, 8), "100 %\n::set-output name=x::y", "two\r\nlines")
                .withTrace(List.of("scene ::a"));
        String line = new GithubDiagnosticFormatter().format(diagnostic);
        assertThat(line)
                .isEqualTo("::error file=a%2Cb%3Ac.yaml,line=2,endLine=2,col=1,endColumn=5,title=yaml-syntax::"
                        + "100 %25%0A::set-output name=x::y%0Avia scene ::a%0Ahelp: two%0D%0Alines");
        assertThat(line.lines()).hasSize(1);
    }

    private static List<String> fingerprints(List<Diagnostic> diagnostics) throws IOException {
        return new JsonMapper()
                .readTree(new SarifReport("1").write(diagnostics))
                .at("/runs/0/results")
                .findValuesAsText("storycLine/v1");
    }

    private static Schema schema() throws IOException {
        try (InputStream in = ScanReportsTest.class.getResourceAsStream("/schema/sarif-2.1.0.json")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                    .getSchema(text, InputFormat.JSON);
        }
    }
}
