package dev.storyc.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/** Every rule is explained, in the same parts and within 80 columns. */
@Tag("fast")
class RuleBookTest {
    private static final Pattern PAGE = Pattern.compile("""
            ## (?<id>[a-z-]+)

            (?<why>[^#].+?)

            Wrong:

            ```(?<lang>[a-z ]+)
            (?<wrong>.+?)
            ```

            Right:

            ```(?<same>[a-z ]+)
            (?<right>.+?)
            ```

            Source: (?<source>[^`]+)\\.""", Pattern.DOTALL);

    @TestFactory
    Stream<DynamicTest> everyRuleHasAPage() {
        RuleBook book = new RuleBook();
        return Arrays.stream(Rule.values())
                .map(rule -> DynamicTest.dynamicTest(rule.id(), () -> check(rule, book.page(rule))));
    }

    @Test
    void noPageIsAboutARuleThatIsGone() throws IOException {
        List<String> headings = Pattern.compile("(?m)^## (.+)$")
                .matcher(text())
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(headings)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Rule.values()).map(Rule::id).toList());
    }

    private static void check(Rule rule, String page) {
        Matcher parts = PAGE.matcher(page);
        assertThat(parts.matches()).as(page).isTrue();
        assertThat(parts.group("id")).isEqualTo(rule.id());
        assertThat(parts.group("same")).isEqualTo(parts.group("lang"));
        assertThat(parts.group("wrong")).isNotEqualTo(parts.group("right"));
        assertThat(page.lines()).allMatch(line -> line.codePointCount(0, line.length()) <= 80);
        if (parts.group("lang").equals("yaml fragment")) {
            String right = parts.group("right");
            assertThatCode(() -> new Yaml().compose(new StringReader(right)))
                    .as(right)
                    .doesNotThrowAnyException();
        }
        if (rule.severity() == Severity.WARNING) {
            assertThat(parts.group("why")).startsWith("A warning: ");
        }
    }

    private static String text() throws IOException {
        try (InputStream in = Objects.requireNonNull(RuleBook.class.getResourceAsStream("rules.md"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
