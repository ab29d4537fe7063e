package dev.storyc.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Source;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.nodes.Node;

/** Limits that would make too large a file for a golden case. */
@Tag("fast")
class YamlLimitsTest {
    private static final int MIB = 1024 * 1024;

    @Test
    void aFileOfFourMebibytesIsRead() {
        String line = "#" + "x".repeat(1022) + "\n";
        String head = "version: 1\n";
        assertThat(compose(head + line.repeat(4 * 1024 - 1) + "#".repeat(1024 - head.length()))
                        .hasErrors())
                .isFalse();
    }

    @Test
    void aByteMoreIsRefusedThoughItIsFewerCharacters() {
        String head = "version: 1\n#";
        String text = head + "é".repeat((4 * MIB - head.length()) / 2 + 1);
        assertThat(compose(text).diagnostics()).singleElement().satisfies(found -> {
            assertThat(found.rule()).isEqualTo(Rule.FILE_TOO_LARGE);
            assertThat(found.message()).contains("4194306 bytes").contains("4194304");
        });
    }

    @Test
    void sixtyFourLevelsAreReadAndOneMoreIsRefused() {
        assertThat(compose("[".repeat(64) + "]".repeat(64)).hasErrors()).isFalse();
        assertThat(compose("[".repeat(65) + "]".repeat(65)).diagnostics())
                .extracting(Diagnostic::rule)
                .containsExactly(Rule.TOO_DEEP);
    }

    @Test
    void tenThousandOpenBracketsEndInAFinding() {
        assertThat(compose("[".repeat(10_000)).diagnostics())
                .extracting(Diagnostic::rule)
                .containsExactly(Rule.TOO_DEEP);
    }

    private static Result<Node> compose(String text) {
        return YamlComposer.compose(new YamlText(new Source("a.yaml", text)));
    }
}
