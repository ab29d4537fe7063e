package dev.storyc.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class DiagnosticLogTest {
    private static final Source SOURCE = new Source("a.yaml", "one\ntwo\nthree\n");

    private final DiagnosticLog log = new DiagnosticLog();

    private static Diagnostic at(int offset, String message) {
        return Diagnostic.of(Rule.SETTING_VALUE, SOURCE.span(offset, offset + 1), message, "");
    }

    @Test
    void sameProblemInManyVariantsIsOneThatNamesThree() {
        for (int i = 1; i <= 7; i++) {
            log.addAll(List.of(at(0, "it is " + i)), "v" + i);
        }
        assertThat(log.sorted()).singleElement().satisfies(found -> {
            assertThat(found.message()).isEqualTo("it is 1");
            assertThat(found.trace()).containsExactly("in 7 variants: v1, v2, v3 and 4 more");
        });
    }

    @Test
    void aVariantThatMeetsItSeveralTimesCountsOnce() {
        for (int i = 1; i <= 5; i++) {
            log.addAll(List.of(at(0, "x"), at(0, "x"), at(0, "x")), "v" + i);
        }
        assertThat(log.sorted())
                .singleElement()
                .satisfies(found -> assertThat(found.trace()).containsExactly("in 5 variants: v1, v2, v3 and 2 more"));
    }

    @Test
    void twoProblemsAtOnePlaceStayTwo() {
        log.addAll(List.of(at(0, "no prompt"), at(0, "no duration")));
        log.addAll(List.of(at(4, "first"), at(4, "second")), "v1");
        log.addAll(List.of(at(4, "first"), at(4, "second")), "v2");
        assertThat(log.sorted())
                .extracting(Diagnostic::message)
                .containsExactly("no duration", "no prompt", "first", "second");
    }

    @Test
    void sortsByFileLineAndColumnInWhateverOrderTheyCame() {
        Diagnostic other = Diagnostic.of(Rule.SETTING_VALUE, Span.ofFile("0.yaml"), "elsewhere", "");
        log.addAll(List.of(at(9, "third"), at(4, "second"), at(0, "first"), other));
        assertThat(log.sorted())
                .extracting(Diagnostic::message)
                .containsExactly("elsewhere", "first", "second", "third");
    }

    @Test
    void onlyErrorsAreErrors() {
        log.addAll(List.of(Diagnostic.of(Rule.UNUSED_INPUT, Span.ofFile("a.yaml"), "w", "")));
        assertThat(log.hasErrors()).isFalse();
        log.addAll(List.of(at(0, "e")));
        assertThat(log.hasErrors()).isTrue();
    }

    @Test
    void aTextThatIsTooLongIsOneFindingWhereverItsVariantsAreFull() {
        Source source = new Source("a.yaml", "prompt: one two three\n");
        DiagnosticLog log = new DiagnosticLog();
        for (int at = 8; at < 12; at++) {
            Diagnostic full = Diagnostic.of(Rule.SHOT_PROMPT_TOO_LONG, source.span(at, 21), "513 of " + at, "");
            log.addAll(List.of(full.withTrace(List.of("scene a", "shot 1"))), "variant-" + at);
        }
        Diagnostic other = Diagnostic.of(Rule.SHOT_PROMPT_TOO_LONG, source.span(9, 21), "513", "");
        log.addAll(List.of(other.withTrace(List.of("scene a", "shot 2"))), "variant-8");
        assertThat(log.sorted()).hasSize(2);
        assertThat(log.sorted().get(0).trace()).last().asString().startsWith("in 4 variants: variant-8");
    }
}
