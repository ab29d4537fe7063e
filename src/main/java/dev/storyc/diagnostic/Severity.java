package dev.storyc.diagnostic;

import java.util.Locale;

/** How much a finding weighs: an error sends nothing, a warning and a note change no exit code by themselves. */
public enum Severity {
    ERROR,
    WARNING,
    NOTE;

    /** {@code error}, {@code warning} or {@code note}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
