package dev.storyc.expand;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.SourceMap;
import dev.storyc.diagnostic.VisibleText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the tags of a template with their places, and what is wrong with them.
 *
 * <p>Mustache.java knows a tag's line at best, so nothing it could complain about is left for it.
 */
final class TagScanner {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}_-]+");
    private static final Pattern PARTIAL_NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}_./-]+");

    private final String text;
    private final SourceMap map;
    private final List<Tag> tags = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Deque<Tag> open = new ArrayDeque<>();
    private final List<String> excused = new ArrayList<>();
    private final List<Diagnostic> strayDots = new ArrayList<>();
    private int doubleStop = -1;
    private int tripleStop = -1;
    private boolean given;

    TagScanner(String text, SourceMap map) {
        this.text = text;
        this.map = map;
    }

    List<Tag> tags() {
        return tags;
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    TagScanner scan() {
        int at = 0;
        while (true) {
            int start = text.indexOf("{{", at);
            if (start < 0 || given) {
                break;
            }
            if (tags.size() + diagnostics.size() >= TemplateLimits.TAGS) {
                giveUp(
                        start,
                        Rule.TEXT_TOO_LARGE,
                        "this is the tag after the first " + TemplateLimits.inWords(TemplateLimits.TAGS)
                                + ", and a template may have that many",
                        "divide the text, or move what repeats into a list and a section");
                break;
            }
            at = tag(start);
        }
        for (Tag section : open) {
            report(section, "this section is never closed", "write `{{/" + section.name() + "}}` where it ends");
        }
        return this;
    }

    private int tag(int start) {
        boolean triple = text.startsWith("{{{", start);
        String close = triple ? "}}}" : "}}";
        int inner = start + close.length();
        int stop = closing(close, inner);
        int nested = text.indexOf("{{", inner);
        if (stop < 0 || (nested >= 0 && nested < stop && text.charAt(inner) != '!')) {
            int until = nested >= 0 ? nested : text.length();
            report(start, until, "this tag is never closed", "write `" + close + "` where it ends");
            return until;
        }
        int end = stop + close.length();
        String content = text.substring(inner, stop);
        if (triple) {
            value(content.strip(), start, end);
        } else if (content.isEmpty()) {
            report(start, end, "this tag is empty", "write a name in it, or remove it");
        } else {
            sigil(content, start, end);
        }
        return end;
    }

    /** Where the next tag ends, or -1. What was found for one tag is kept, for thousands may stand open before it. */
    private int closing(String close, int from) {
        if (close.length() == 3) {
            tripleStop = tripleStop < from && tripleStop != text.length() ? found(close, from) : tripleStop;
            return tripleStop == text.length() ? -1 : tripleStop;
        }
        doubleStop = doubleStop < from && doubleStop != text.length() ? found(close, from) : doubleStop;
        return doubleStop == text.length() ? -1 : doubleStop;
    }

    private int found(String close, int from) {
        int at = text.indexOf(close, from);
        return at < 0 ? text.length() : at;
    }

    private void sigil(String content, int start, int end) {
        String rest = content.substring(1).strip();
        switch (content.charAt(0)) {
            case '!' -> tags.add(new Tag(Tag.Kind.COMMENT, rest, start, end));
            case '#' -> section(Tag.Kind.SECTION, rest, start, end);
            case '^' -> section(Tag.Kind.INVERTED, rest, start, end);
            case '/' -> close(rest, start, end);
            case '>' -> partial(rest, start, end);
            case '&' -> value(rest, start, end);
            case '=' ->
                report(
                        start,
                        end,
                        "changing the delimiters is not part of storyc's templates",
                        "write tags with `{{` and `}}`");
            case '<', '$' ->
                report(
                        start,
                        end,
                        "template inheritance is not part of storyc's templates",
                        "use `{{> partial}}` and variables");
            default -> value(content.strip(), start, end);
        }
    }

    private void value(String name, int start, int end) {
        Tag tag = new Tag(Tag.Kind.VALUE, name, start, end);
        if (tag.isDot()) {
            if (open.isEmpty()) {
                report(tag, "`{{.}}` stands outside a section", "use it between `{{#list}}` and `{{/list}}`");
                strayDots.add(diagnostics.get(diagnostics.size() - 1));
                return;
            }
        } else if (!named(tag)) {
            return;
        }
        tags.add(tag);
    }

    /** Says why the rest is not looked at; what stands open is no news then. */
    private void giveUp(int start, Rule rule, String message, String hint) {
        diagnostics.add(Diagnostic.of(rule, map.span(start, start + 2), message, hint));
        open.clear();
        given = true;
    }

    private void section(Tag.Kind kind, String name, int start, int end) {
        if (open.size() >= TemplateLimits.DEPTH) {
            giveUp(start, Rule.TOO_DEEP, TemplateLimits.SECTIONS_TOO_DEEP, TemplateLimits.FLATTEN);
            return;
        }
        Tag tag = new Tag(kind, name, start, end);
        open.push(tag);
        if (named(tag)) {
            tags.add(tag);
        }
    }

    private void close(String name, int start, int end) {
        Tag tag = new Tag(Tag.Kind.CLOSE, name, start, end);
        if (open.isEmpty()) {
            if (!excused.remove(name)) {
                // Its section was meant to be around them.
                diagnostics.removeAll(strayDots);
                report(tag, "no section `" + name + "` is open here", "remove this tag, or open the section before it");
            }
        } else if (!open.peek().name().equals(name)) {
            if (!excused.remove(name)) {
                mismatch(tag);
            }
        } else {
            open.pop();
            tags.add(tag);
        }
    }

    /** Sections that cross, or a slip of the pen: said once, where it shows. */
    private void mismatch(Tag tag) {
        String expected = open.element().name();
        boolean crossing = open.stream().anyMatch(section -> section.name().equals(tag.name()));
        report(
                tag,
                "this closes `" + tag.name() + "`, but the section open here is `" + expected + "`",
                "write `{{/" + expected + "}}`");
        String closed = open.pop().name();
        excused.add(closed);
        while (crossing && !closed.equals(tag.name())) {
            closed = open.pop().name();
            excused.add(closed);
        }
        excused.remove(crossing ? tag.name() : "");
    }

    private void partial(String name, int start, int end) {
        Tag tag = new Tag(Tag.Kind.PARTIAL, name, start, end);
        boolean leaves = name.startsWith("/") || List.of(name.split("/", -1)).contains("..");
        if (leaves || !PARTIAL_NAME.matcher(name).matches() || name.contains("\\")) {
            diagnostics.add(Diagnostic.of(
                    Rule.UNKNOWN_PARTIAL,
                    map.span(start, end),
                    "`" + name + "` is no name of a partial" + (leaves ? ": it leaves the folder" : ""),
                    "name a file under `templates/` without its ending, such as `{{> look/night-rain}}`"));
            return;
        }
        tags.add(tag);
    }

    private boolean named(Tag tag) {
        if (NAME.matcher(tag.name()).matches()) {
            return true;
        }
        // A name may be as long as the file.
        boolean parts = tag.name().contains(".") && tag.name().length() < 100;
        String hint = parts
                ? "names have no parts here: declare `" + tag.name().replace('.', '_') + "` and use that"
                : "names are letters, digits, `_` and `-`";
        report(tag, "`" + VisibleText.name(tag.name()) + "` is no name of a value", hint);
        return false;
    }

    private void report(Tag tag, String message, String hint) {
        report(tag.start(), tag.end(), message, hint);
    }

    private void report(int start, int end, String message, String hint) {
        diagnostics.add(Diagnostic.of(Rule.TEMPLATE_SYNTAX, map.span(start, end), message, hint));
    }
}
