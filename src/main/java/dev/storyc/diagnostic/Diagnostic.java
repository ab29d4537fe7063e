package dev.storyc.diagnostic;

import java.util.ArrayList;
import java.util.List;

/**
 * One finding about what an author wrote.
 *
 * @param rule the rule that speaks
 * @param severity the rule's severity, unless the reader asked for stricter ones
 * @param span where it is
 * @param message what is wrong, with the actual values; one sentence without a full stop, its middle cut out if it is
 *     longer than 1,000 characters
 * @param hint how to mend it; empty where nothing can be said that the message does not say
 * @param trace how storyc came there, outermost first; empty where the span says it all
 */
public record Diagnostic(Rule rule, Severity severity, Span span, String message, String hint, List<String> trace) {
    private static final int LONGEST = 1000;
    private static final int MOST_STEPS = 12;

    public Diagnostic {
        message = shortened(message);
        hint = shortened(hint);
        trace = drawnTogether(trace.stream().map(Diagnostic::shortened).toList());
    }

    private static List<String> drawnTogether(List<String> way) {
        if (way.size() <= MOST_STEPS) {
            return way;
        }
        List<String> ends = new ArrayList<>(way.subList(0, MOST_STEPS / 2));
        ends.add("… " + (way.size() - MOST_STEPS) + " more …");
        ends.addAll(way.subList(way.size() - MOST_STEPS / 2, way.size()));
        return List.copyOf(ends);
    }

    // A value that is shown may be megabytes long: its beginning and its end will do.
    private static String shortened(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int head = Character.isHighSurrogate(text.charAt(LONGEST / 2 - 1)) ? LONGEST / 2 - 1 : LONGEST / 2;
        int tail = text.length() - LONGEST / 4;
        return text.substring(0, head) + " … "
                + text.substring(Character.isLowSurrogate(text.charAt(tail)) ? tail + 1 : tail);
    }

    /** A finding of this rule with the rule's own severity. */
    public static Diagnostic of(Rule rule, Span span, String message, String hint) {
        return new Diagnostic(rule, rule.severity(), span, message, hint, List.of());
    }

    /** The same, reached by this way. */
    public Diagnostic withTrace(List<String> way) {
        return new Diagnostic(rule, severity, span, message, hint, way);
    }

    /** The same, weighed otherwise. */
    public Diagnostic as(Severity other) {
        return new Diagnostic(rule, other, span, message, hint, trace);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
