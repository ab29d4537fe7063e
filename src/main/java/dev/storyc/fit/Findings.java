package dev.storyc.fit;

import dev.storyc.catalog.Limits;
import dev.storyc.catalog.VideoModel;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.Rule;
import dev.storyc.expand.FilmScene;
import dev.storyc.expand.FilmShot;
import dev.storyc.expand.Makeup;
import dev.storyc.expand.Rendered;
import java.util.List;

/** How the rules here put what they found. */
final class Findings {
    private Findings() {}

    /** Whether a shot is longer or shorter than a shot may be: its own rule says so, and sums of it mean nothing. */
    static boolean shotAtFault(FilmScene scene, VideoModel model) {
        Limits limits = model.limits();
        for (FilmShot shot : limits.multiShot() ? scene.shots() : List.<FilmShot>of()) {
            if (shot.seconds() < limits.minShotSeconds() || shot.seconds() > limits.maxShotSeconds()) {
                return true;
            }
        }
        return false;
    }

    static Diagnostic at(Origin origin, Rule rule, String message, String hint) {
        return Diagnostic.of(rule, origin.span(), message, hint).withTrace(origin.way());
    }

    static Diagnostic at(Rendered text, Rule rule, String message, String hint) {
        return at(text.origin(), rule, message, hint);
    }

    /**
     * Adds a finding if a text is longer than it may be, or nearly so, saying what each part of it used and marking
     * where the part that is too long begins.
     */
    static void length(Rendered text, String what, int most, Rule rule, List<Diagnostic> findings) {
        // No text has more characters than UTF-16 units.
        if (text.standIn() || text.text().length() * 20L <= most * 19L) {
            return;
        }
        int length = text.length();
        if (length * 20L <= most * 19L) {
            return;
        }
        Makeup makeup = text.makeup().get();
        String shares = makeup.shares().isEmpty() ? "" : ": " + makeup.shares();
        String used = what + " has " + length + " characters of " + most + shares;
        if (length > most) {
            int from = text.text().offsetByCodePoints(0, most);
            findings.add(at(
                    makeup.bringing(from, text.text().length()),
                    rule,
                    used,
                    "shorten it by " + (length - most) + ": it is full where the mark begins"));
        } else {
            findings.add(at(
                    text.origin(),
                    Rule.PROMPT_NEARLY_TOO_LONG,
                    used
                            + (most == length
                                    ? "; one more is refused"
                                    : "; " + (most - length + 1) + " more are refused"),
                    "it fits; shorten it by " + (length - most * 19 / 20) + " to leave room for a longer value"));
        }
    }
}
