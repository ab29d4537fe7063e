package dev.storyc.diagnostic;

/** One way to print a finding. */
public interface DiagnosticFormatter {
    /** The finding as text, without a line end after it. */
    String format(Diagnostic diagnostic);
}
