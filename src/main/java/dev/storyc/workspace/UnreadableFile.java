package dev.storyc.workspace;

import dev.storyc.diagnostic.Rule;
import java.io.IOException;

/** A file that is there and can't be read as text, with words for its author. */
public final class UnreadableFile extends IOException {
    private static final long serialVersionUID = 1L;
    private final Rule rule;
    private final String hint;

    /** @param problem what is wrong with it, as the end of a sentence */
    UnreadableFile(Rule rule, String problem, String hint) {
        super(problem);
        this.rule = rule;
        this.hint = hint;
    }

    /** The rule it breaks. */
    Rule rule() {
        return rule;
    }

    /** How to mend it. */
    String hint() {
        return hint;
    }
}
