package dev.storyc.diagnostic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What each rule means, for {@code storyc explain}: one section a rule in {@code rules.md} beside this class. */
public final class RuleBook {
    private final String text;

    public RuleBook() {
        try (InputStream in = RuleBook.class.getResourceAsStream("rules.md")) {
            if (in == null) {
                throw new IllegalStateException("rules.md is missing from the class path");
            }
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("rules.md", e);
        }
    }

    /**
     * The section of one rule, its heading included.
     *
     * @throws IllegalStateException if the book lacks the rule, which a test rules out
     */
    public String page(Rule rule) {
        Matcher matcher = Pattern.compile("(?ms)^## " + Pattern.quote(rule.id()) + "$.*?(?=^## |\\z)")
                .matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("rules.md has no section " + rule.id());
        }
        return matcher.group().strip();
    }
}
