package dev.storyc.parse;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Span;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * What SnakeYAML complains about, in the words of people who write prompts.
 *
 * <p>Its marks stand where the scanner gave up, which is often after the mistake: the text between where a construct
 * began and that place is searched for the slips that commonly lead there.
 */
final class Complaints {
    private static final Pattern ALIAS = Pattern.compile("\\*[^\\s,\\]}]+");
    private static final Pattern WANTED = Pattern.compile("expected ',' or '(.)', but got (.*)");
    private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{N}_-]+\\s*");

    private final YamlText text;
    private final Source source;
    private final String problem;
    private final String context;
    private final int at;
    private final int since;

    private Complaints(YamlText text, MarkedYAMLException e) {
        this.text = text;
        this.source = text.source();
        this.problem = e.getProblem() == null ? "" : e.getProblem();
        this.context = e.getContext() == null ? "" : e.getContext();
        this.at = offset(e.getProblemMark());
        this.since = e.getContextMark() == null ? at : offset(e.getContextMark());
    }

    static Diagnostic explain(YamlText text, MarkedYAMLException e) {
        return new Complaints(text, e).explain();
    }

    private Diagnostic explain() {
        if (problem.contains("but found another document")) {
            return finding(
                    Rule.SECOND_DOCUMENT,
                    at,
                    at + 3,
                    "a second document starts here, and a file holds one storyboard",
                    "remove the line `---`, or move what follows into a file of its own");
        }
        if (problem.contains("found undefined alias")) {
            return alias();
        }
        if (problem.contains("'\\t(TAB)'")) {
            return finding(
                    Rule.YAML_SYNTAX,
                    at,
                    at + 1,
                    "a tab stands where YAML wants spaces",
                    "indent with spaces, two a level");
        }
        int comment = context.contains("flow") ? cuttingComment() : -1;
        if (comment >= 0) {
            return finding(
                    Rule.COMMENT_CUTS_TEXT,
                    comment,
                    lineEnd(comment),
                    TextTraps.COMMENT,
                    QuotedText.hint(source, comment) + "; for a comment, write a space after the `#`");
        }
        int braces = braces();
        if (braces >= 0) {
            int close = source.text().indexOf("}}", braces);
            int end = close >= 0 && close < lineEnd(braces) ? close + 2 : braces + 2;
            return finding(Rule.QUOTE_THIS_TEXT, braces, end, TextTraps.BRACES, braces(braces));
        }
        if (problem.contains("unknown escape")) {
            return finding(
                    Rule.YAML_SYNTAX,
                    at - 1,
                    at + 1,
                    "`" + written(at - 1, at + 1) + "` is no escape that YAML knows",
                    "write a backslash twice if one is meant");
        }
        if (context.contains("quoted scalar")) {
            return finding(
                    Rule.YAML_SYNTAX,
                    since,
                    since + 1,
                    "this quote is never closed",
                    "close it where the text ends; a quote inside single quotes is written twice,"
                            + " inside double quotes with a backslash");
        }
        if (problem.contains("cannot start any token")) {
            return finding(
                    Rule.QUOTE_THIS_TEXT,
                    at,
                    at + 1,
                    "text without quotes can't begin with `" + written(at, at + 1) + "`",
                    QuotedText.hint(source, at));
        }
        if (followsQuote()) {
            return finding(
                    Rule.YAML_SYNTAX,
                    at,
                    lineEnd(at),
                    "the quote before this ends the text, and more follows",
                    "write a quote inside single quotes twice, inside double quotes with a backslash");
        }
        return structure();
    }

    private String braces(int at) {
        String hint = QuotedText.hint(source, at);
        return hint.contains("`") ? hint : hint + ": " + TextTraps.BRACES_EXAMPLE;
    }

    private Diagnostic structure() {
        if (problem.contains("mapping values are not allowed here")) {
            return colon();
        }
        Matcher wanted = WANTED.matcher(problem);
        if (wanted.matches()) {
            return flow(wanted.group(1), wanted.group(2));
        }
        if (problem.startsWith("expected <block end>")) {
            return finding(
                    Rule.YAML_SYNTAX,
                    at,
                    lineEnd(at),
                    "this does not fit the lines around it, which began on line " + (source.lineAt(since) + 1),
                    "indent it as its neighbours are; keys start in one column, and so do the `-` of a list");
        }
        return finding(
                Rule.YAML_SYNTAX,
                at,
                at + 1,
                problem + (context.isEmpty() ? "" : ", " + context),
                "look at the indentation and the brackets around line " + (source.lineAt(since) + 1));
    }

    private Diagnostic alias() {
        Matcher alias = ALIAS.matcher(source.text()).region(at, source.text().length());
        String name = alias.lookingAt() ? alias.group() : "*";
        return finding(
                Rule.YAML_SYNTAX,
                at,
                at + name.length(),
                "`" + name + "` repeats an anchor, and none of that name stands above",
                "define `&" + name.substring(1) + "` above, or put the text in quotes if it only begins with `*`");
    }

    /** A key indented too deep goes on the text above it; else it is text with a colon. */
    private Diagnostic colon() {
        int lineStart = source.lineStart(source.lineAt(at));
        int start = lineStart;
        while (start < at && source.text().charAt(start) == ' ') {
            start++;
        }
        if (KEY.matcher(source.text().substring(start, at)).matches()) {
            return finding(
                    Rule.YAML_SYNTAX,
                    start,
                    at,
                    "`" + written(start, at) + "` is indented deeper than the key above, so YAML reads it as text",
                    "indent it as the keys around it are");
        }
        return finding(
                Rule.QUOTE_THIS_TEXT,
                at,
                at + 1,
                "a colon with a space after it starts a new key here",
                QuotedText.hint(source, at));
    }

    private Diagnostic flow(String close, String got) {
        String open = close.equals("}") ? "{" : "[";
        if (got.equals(":")) {
            return finding(
                    Rule.QUOTE_THIS_TEXT,
                    at,
                    at + 1,
                    "a colon with a space after it starts a new key here",
                    QuotedText.hint(source, at));
        }
        boolean within = at < source.text().length() && source.lineAt(at) == source.lineAt(since);
        return within
                ? finding(
                        Rule.YAML_SYNTAX,
                        at,
                        at + 1,
                        "here stands `" + written(at, at + 1) + "`, and the `" + open + "` before it wants a comma or `"
                                + close + "`",
                        "close the `" + open + "`, or put text that holds brackets or braces in quotes")
                : finding(
                        Rule.YAML_SYNTAX,
                        since,
                        since + 1,
                        "this `" + open + "` is never closed",
                        "write `" + close + "` where it ends, or put text that begins with `" + open + "` in quotes");
    }

    /** Whether the complaint is about what stands right after a closing quote. */
    private boolean followsQuote() {
        int before = at - 1;
        while (before >= 0 && source.text().charAt(before) == ' ') {
            before--;
        }
        boolean scalar = problem.contains("<scalar>") || problem.contains("'<scalar>'");
        return scalar && before >= 0 && "\"'".indexOf(source.text().charAt(before)) >= 0;
    }

    /** Where a {@code  #} with a non-space after it cuts the lines of a bracket, or -1. */
    private int cuttingComment() {
        String all = source.text();
        char quote = 0;
        for (int i = since; i < Math.min(at, all.length()); i++) {
            char c = all.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if ((c == '"' || c == '\'') && startsToken(i)) {
                quote = c;
            } else if (c == '#' && i > 0 && all.charAt(i - 1) == ' ') {
                boolean cuts = i + 1 < all.length() && !Character.isWhitespace(all.charAt(i + 1));
                if (cuts) {
                    return i;
                }
                i = lineEnd(i);
            }
        }
        return -1;
    }

    /** The last unquoted pair of opening braces on the line of the complaint before it, or the first after it, or -1. */
    private int braces() {
        String all = source.text();
        int start = source.lineStart(source.lineAt(Math.min(at, Math.max(0, all.length() - 1))));
        int stop = Math.min(all.length(), lineEnd(start));
        int found = -1;
        char quote = 0;
        for (int i = start; i + 1 < stop; i++) {
            char c = all.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if ((c == '"' || c == '\'') && startsToken(i)) {
                quote = c;
            } else if (c == '{' && all.charAt(i + 1) == '{') {
                if (found >= 0 && i > at) {
                    return found;
                }
                found = i++;
            }
        }
        return found;
    }

    private boolean startsToken(int i) {
        int before = i - 1;
        while (before >= 0 && source.text().charAt(before) == ' ') {
            before--;
        }
        return before < 0 || ":,-[{\n\r".indexOf(source.text().charAt(before)) >= 0;
    }

    private int lineEnd(int offset) {
        int end = offset;
        while (end < source.text().length() && "\n\r".indexOf(source.text().charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private int offset(@Nullable Mark mark) {
        return mark == null ? 0 : text.offset(mark);
    }

    private String written(int from, int to) {
        int end = Math.min(to, source.text().length());
        boolean half = end < source.text().length()
                && Character.isLowSurrogate(source.text().charAt(end));
        return source.text().substring(Math.max(0, Math.min(from, end)), half ? end + 1 : end);
    }

    private Diagnostic finding(Rule rule, int from, int to, String message, String hint) {
        Span span = source.span(from, to);
        return Diagnostic.of(rule, span, message, hint);
    }
}
