package dev.storyc.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class JsonDiagnosticFormatterTest {
    @Test
    void isOneObjectALineWithTheFieldsOfTheContract() {
        Source source = new Source("dir/a.yaml", "x\n🎬 \"q\"\n");
        Diagnostic diagnostic = Diagnostic.of(Rule.UNUSED_INPUT, source.span(5, 8), "a \"word\"\nand more", "do")
                .withTrace(List.of("scene a", "shot 1"));
        assertThat(new JsonDiagnosticFormatter().format(diagnostic))
                .isEqualTo("{\"rule\":\"unused-input\",\"severity\":\"warning\",\"file\":\"dir/a.yaml\",\"line\":2,"
                        + "\"column\":3,\"end_line\":2,\"end_column\":6,\"message\":\"a \\\"word\\\"\\nand more\","
                        + "\"hint\":\"do\",\"trace\":[\"scene a\",\"shot 1\"]}");
    }
}
