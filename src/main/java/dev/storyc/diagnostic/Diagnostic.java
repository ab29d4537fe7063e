package dev.storyc.diagnostic;

import java.util.List;

/**
 * One finding about what an author wrote.
 *
 * @param rule the rule that speaks
 * @param severity the rule's severity, unless the reader asked for stricter ones
 * @param span where it is
 * @param message what is wrong, with the actual values; one sentence without a full stop
 * @param hint how to mend it; empty where nothing can be said that the message does not say
 * @param trace how storyc came there, outermost first; empty where the span says it all
 */
public record Diagnostic(Rule rule, Severity severity, Span span, String message, String hint, List<String> trace) {
    public Diagnostic {
        trace = List.copyOf(trace);
    }

    /** A finding of this rule with the rule's own severity. */
    public static Diagnostic of(Rule rule, Span span, String message, String hint) {
        return new Diagnostic(rule, rule.severity(), span, message, hint, List.of());
    }

    /** The same, reached by this way. */
    public Diagnostic withTrace(List<String> way) {
        return new Diagnostic(rule, severity, span, message, hint, way);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
