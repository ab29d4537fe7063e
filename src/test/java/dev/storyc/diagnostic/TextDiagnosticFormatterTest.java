package dev.storyc.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class TextDiagnosticFormatterTest {
    private final TextDiagnosticFormatter plain = new TextDiagnosticFormatter(80, false);

    @Test
    void printsPlaceLineCaretWayAndHint() {
        Source source = new Source("a.yaml", "version: 1\nmode: pros\n");
        Diagnostic diagnostic = Diagnostic.of(
                        Rule.SETTING_VALUE, source.span(17, 21), "`mode` is `pros`", "write `pro`")
                .withTrace(List.of("scene a", "setting mode"));
        assertThat(plain.format(diagnostic)).isEqualTo("""
                        error[setting-value]: `mode` is `pros`
                          --> a.yaml:2:7
                            2 | mode: pros
                              |       ^^^^
                          via scene a → setting mode
                          help: write `pro`""");
    }

    @Test
    void countsColumnsInCodePointsAndCellsInTheTerminal() {
        Source source = new Source("a.yaml", "p: 🎬東京 {{x}}\n");
        int at = source.text().indexOf("{{");
        String text = plain.format(Diagnostic.of(Rule.UNKNOWN_NAME, source.span(at, at + 5), "no", ""));
        assertThat(text).contains("--> a.yaml:1:8\n");
        // Three wide characters take six cells.
        assertThat(text).endsWith("\n    1 | p: 🎬東京 {{x}}\n      |           ^^^^^");
    }

    @Test
    void cutsALongLineAroundTheCaret() {
        String line = "a".repeat(300) + "HERE" + "b".repeat(300);
        Source source = new Source("a.yaml", line);
        String text = plain.format(Diagnostic.of(Rule.YAML_SYNTAX, source.span(300, 304), "no", ""));
        String[] lines = text.split("\n", -1);
        assertThat(lines[2])
                .startsWith("    1 | … a")
                .contains("HERE")
                .endsWith("b …")
                .hasSizeLessThanOrEqualTo(80);
        assertThat(lines[3].indexOf("^^^^")).isEqualTo(lines[2].indexOf("HERE"));
    }

    @Test
    void marksOnlyTheFirstOfSeveralLines() {
        Source source = new Source("a.yaml", "first one\nsecond\n");
        assertThat(plain.format(Diagnostic.of(Rule.YAML_SYNTAX, source.span(6, 14), "no", "")))
                .endsWith("    1 | first one\n      |       ^^^");
    }

    @Test
    void showsOneCaretForAPlaceWithoutLength() {
        Source source = new Source("a.yaml", "title:\n");
        assertThat(plain.format(Diagnostic.of(Rule.MISSING_VALUE, source.span(6, 6), "no", "")))
                .endsWith("    1 | title:\n      |       ^");
    }

    @Test
    void wrapsWordsWithinTheWidthAndNeverBreaksOne() {
        Diagnostic diagnostic = Diagnostic.of(
                Rule.YAML_SYNTAX, Span.ofFile("a.yaml"), "word ".repeat(40).strip(), "x".repeat(100));
        assertThat(plain.format(diagnostic).lines().filter(line -> line.contains("word")))
                .hasSizeGreaterThan(2)
                .allMatch(line -> line.length() <= 80);
        assertThat(plain.format(diagnostic)).contains("x".repeat(100));
    }

    @Test
    void letsNoTextSteerTheTerminal() {
        Source source = new Source("a.yaml", "a\u001b[2J\u202Eb\tc");
        String text = plain.format(Diagnostic.of(Rule.YAML_SYNTAX, source.span(0, 1), "bell \u0007", ""));
        assertThat(text)
                .doesNotContain("\u001b")
                .doesNotContain("\u202E")
                .doesNotContain("\u0007")
                .contains("a\\u001b[2J\\u202eb c")
                .contains("bell \\u0007");
    }

    @Test
    void coloursBySeverityOnlyIfAsked() {
        Diagnostic warning = Diagnostic.of(Rule.UNUSED_INPUT, Span.ofFile("a.yaml"), "no", "yes");
        assertThat(plain.format(warning)).doesNotContain("\u001b");
        assertThat(new TextDiagnosticFormatter(80, true).format(warning))
                .startsWith("\u001b[1;33mwarning[unused-input]\u001b[0m: no");
    }

    @Test
    void namesAFlagWithoutALine() {
        Diagnostic diagnostic = Diagnostic.of(Rule.UNKNOWN_SET, Span.ofFile("--set x"), "no", "");
        assertThat(plain.format(diagnostic)).isEqualTo("error[unknown-set]: no\n  --> --set x");
    }

    @Test
    void keepsTheCaretUnderWhatIsMarkedWhateverStandsBeforeIt() {
        // The cells of the text before the tag, as wcwidth 0.7 counts them for a terminal that draws joined pictures.
        Map<String, Integer> cells = Map.of(
                "décomposé", 9,
                "de\u0301compose\u0301", 9,
                "東京の夜", 8,
                "ＦＵＬＬ ﾊﾝ", 11,
                "🎬🎬", 4,
                "👩\u200D🚀", 2,
                "👩🏽", 2,
                "🇯🇵", 2,
                "❤\uFE0F", 2,
                "한국\t", 5);
        cells.forEach((text, before) -> {
            Source source = new Source("a.yaml", text + "{{x}}");
            String[] lines = plain.format(
                            Diagnostic.of(Rule.UNKNOWN_NAME, source.span(text.length(), text.length() + 5), "no", ""))
                    .split("\n", -1);
            assertThat(lines[3]).as(text).isEqualTo("      | " + " ".repeat(before) + "^^^^^");
        });
    }

    @Test
    void cutsWideTextToTheTerminalToo() {
        Source source = new Source("a.yaml", "東京".repeat(60) + "HERE" + "京都".repeat(60));
        String line = plain.format(Diagnostic.of(Rule.YAML_SYNTAX, source.span(120, 124), "no", ""))
                .split("\n", -1)[2];
        assertThat(line).contains("HERE");
        long wide = line.codePoints().filter(c -> c >= 0x4E00).count();
        assertThat(line.codePointCount(0, line.length()) + wide).isLessThanOrEqualTo(80);
    }
}
