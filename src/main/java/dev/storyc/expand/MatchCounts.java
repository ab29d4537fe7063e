package dev.storyc.expand;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Counts how often each condition held, for one that never does, or always does, is a mistake. */
final class MatchCounts {
    private final Map<Span, Tally> tallies = new LinkedHashMap<>();

    private static final class Tally {
        private final String what;
        private final Supplier<String> hint;
        private final boolean unless;
        private int asked;
        private int held;

        private Tally(String what, Supplier<String> hint, boolean unless) {
            this.what = what;
            this.hint = hint;
            this.unless = unless;
        }
    }

    /**
     * Notes one answer of the condition written at this place.
     *
     * @param what how a person calls it
     * @param hint asked only if it never holds
     */
    void note(Span span, String what, Supplier<String> hint, boolean held) {
        note(span, what, hint, false, held);
    }

    /** Notes one answer of an {@code unless}. */
    void noteUnless(Span span, boolean held) {
        note(span, "`unless`", () -> "", true, held);
    }

    private void note(Span span, String what, Supplier<String> hint, boolean unless, boolean held) {
        Tally tally = tallies.computeIfAbsent(span, unused -> new Tally(what, hint, unless));
        tally.asked++;
        tally.held += held ? 1 : 0;
    }

    List<Diagnostic> findings() {
        List<Diagnostic> findings = new ArrayList<>();
        tallies.forEach((span, tally) -> {
            if (tally.unless && tally.asked > 0 && tally.held == tally.asked) {
                findings.add(Diagnostic.of(
                        Rule.ALWAYS_MATCHES,
                        span,
                        "this `unless` holds for "
                                + (tally.asked == 1 ? "the one variant" : "all " + tally.asked + " variants")
                                + ", so what it stands on is never rendered",
                        "remove what it stands on, or correct the condition"));
            } else if (!tally.unless && tally.held == 0) {
                findings.add(Diagnostic.of(
                        Rule.NEVER_MATCHES,
                        span,
                        "this " + tally.what + " matches "
                                + (tally.asked == 1
                                        ? "not the one variant there is"
                                        : "none of the " + tally.asked + " variants"),
                        tally.hint.get()));
            }
        });
        return findings;
    }
}
