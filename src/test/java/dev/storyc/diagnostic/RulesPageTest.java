package dev.storyc.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code docs/rules.md} says of every rule what {@code storyc explain} says. */
@Tag("fast")
class RulesPageTest {
    private static final Path PAGE = Path.of("docs/rules.md");

    @Test
    void the_page_is_made_of_the_rule_book() throws IOException {
        String made = page();
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.writeString(PAGE, made);
            fail("the page was written anew: look at what changed, then test without -Dgolden.rewrite");
        }
        assertThat(Files.readString(PAGE)).isEqualTo(made);
    }

    private static String page() {
        RuleBook book = new RuleBook();
        StringBuilder index = new StringBuilder();
        StringBuilder sections = new StringBuilder();
        for (Rule rule : Rule.values()) {
            String page = book.page(rule);
            index.append("| [")
                    .append(rule.id())
                    .append("](#")
                    .append(rule.id())
                    .append(") | ");
            index.append(rule.severity().word()).append(" |\n");
            sections.append('\n').append(page).append('\n');
        }
        return """
                # Rules

                What each finding of storyc means: why it is one, an example wrong and right, and where the rule comes
                from. `storyc explain RULE` prints a section. This page is made from the same text; a test keeps it so.

                An error stops a build before anything is sent. A warning never does, but for `check --strict`.

                | rule | severity |
                |---|---|
                """ + index + sections;
    }
}
