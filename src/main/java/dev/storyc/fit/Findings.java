package dev.storyc.fit;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.Rule;
import dev.storyc.expand.Rendered;
import java.util.List;

/** How the rules here put what they found. */
final class Findings {
    private Findings() {}

    static Diagnostic at(Origin origin, Rule rule, String message, String hint) {
        return Diagnostic.of(rule, origin.span(), message, hint).withTrace(origin.way());
    }

    /** Adds a finding if a text is longer than it may be, saying what each part of it used. */
    static void length(Rendered text, String what, int most, Rule rule, List<Diagnostic> findings) {
        // No text has more characters than UTF-16 units.
        if (text.standIn() || text.text().length() <= most || text.length() <= most) {
            return;
        }
        String makeup = text.makeup().get();
        findings.add(at(
                text.origin(),
                rule,
                what + " has " + text.length() + " characters of " + most + (makeup.isEmpty() ? "" : ": " + makeup),
                "shorten it by " + (text.length() - most)));
    }
}
