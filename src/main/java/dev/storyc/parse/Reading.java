package dev.storyc.parse;

import dev.storyc.diagnostic.BrokenPaths;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Place;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/** What gathers while one document is bound: findings, places, and how much its aliases have unfolded to. */
final class Reading {
    /** Keys of one mapping, and entries of one list of mappings. */
    static final int MAX_ENTRIES = 10_000;

    /** Values of one list. */
    static final int MAX_VALUES = 100_000;

    private static final int MAX_NODES = 1_000_000;
    // Each takes some five hundred bytes until the storyboard is compiled.
    private static final int MAX_PLACES = 250_000;
    // Nobody reads more; those who show findings stop earlier, and say so.
    private static final int MAX_FINDINGS = 2000;
    private static final Set<Tag> STANDARD =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP, Tag.MERGE);

    private final YamlText text;
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Map<FieldPath, Place> places = new HashMap<>();
    private final IdentityHashMap<Node, FieldPath> paths = new IdentityHashMap<>();
    private final BrokenPaths broken = new BrokenPaths();
    private int nodes;
    private int errors;

    Reading(YamlText text) {
        this.text = text;
    }

    YamlText text() {
        return text;
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    Map<FieldPath, Place> places() {
        return places;
    }

    void place(FieldPath path, @Nullable Node key, Node value) {
        Span keySpan = key == null ? null : text.span(key.getStartMark(), key.getEndMark());
        if (places.size() >= MAX_PLACES) {
            if (nodes <= MAX_NODES) {
                nodes = MAX_NODES + 2;
                report(
                        Rule.TOO_MANY_ENTRIES,
                        value,
                        "this file comes to more than 250,000 keys and values, aliases unfolded",
                        "divide the storyboard, or move what varies into a row file");
            }
            return;
        }
        places.put(path, new Place(keySpan, text.map(value)));
        paths.put(value, path);
    }

    /** The span of a value that was placed before. */
    Span span(FieldPath path) {
        Place place = places.get(path);
        return place == null ? Span.ofFile(text.source().name()) : place.value().span();
    }

    /** Reports what is wrong about a node; if it is a value that was placed, its path counts as broken. */
    void report(Rule rule, Node at, String message, String hint) {
        FieldPath path = paths.get(at);
        if (path != null) {
            broken.add(path);
        }
        report(rule, text.span(at.getStartMark(), at.getEndMark()), message, hint);
    }

    void report(Rule rule, Span at, String message, String hint) {
        Diagnostic found = Diagnostic.of(rule, at, message, hint);
        errors += found.isError() ? 1 : 0;
        if (errors <= MAX_FINDINGS) {
            diagnostics.add(found);
        }
    }

    /** Whether a mapping or list holds no more than this many; that it does is reported. */
    boolean within(int most, int entries, Node at, String what) {
        boolean within = entries <= most;
        if (!within) {
            report(
                    Rule.TOO_MANY_ENTRIES,
                    at,
                    String.format(
                            Locale.ROOT, "%s has %,d entries, and %,d are the most there may be", what, entries, most),
                    "divide the storyboard, or move what varies into a row file");
        }
        return within;
    }

    /** Whether a node has a tag of YAML itself, written or not; another is reported. */
    boolean standard(Node node) {
        boolean standard = STANDARD.contains(node.getTag());
        if (!standard) {
            String tag = node.getTag().getValue().replaceFirst("^" + Pattern.quote(Tag.PREFIX), "!!");
            String written = text.written(node);
            int end = 0;
            while (end < written.length() && !Character.isWhitespace(written.charAt(end))) {
                end++;
            }
            int start = text.offset(node.getStartMark());
            breaks(node);
            report(
                    Rule.UNKNOWN_TAG,
                    text.source().span(start, start + end),
                    "the tag `" + tag + "` means nothing here",
                    "remove it; if the text begins with `!`, put it in quotes");
        }
        return standard;
    }

    /** Whether a finding of this rule is about the line on which a node begins. */
    boolean saidOnLine(Rule rule, Node node) {
        int line = node.getStartMark().getLine() + 1;
        return diagnostics.stream().anyMatch(d -> d.rule() == rule && d.span().line() == line);
    }

    /** Notes that what stands at a node has been refused. */
    void breaks(Node node) {
        FieldPath path = paths.get(node);
        if (path != null) {
            broken.add(path);
        }
    }

    /** Notes that the absence of this path has been explained. */
    void breaks(FieldPath path) {
        broken.add(path);
    }

    /** The paths whose values were refused. */
    BrokenPaths broken() {
        return broken;
    }

    /** Counts a visited node; false once aliases have unfolded to more than anybody writes. */
    boolean visit(Node node) {
        nodes++;
        if (nodes == MAX_NODES + 1) {
            report(
                    Rule.TOO_MANY_ALIASES,
                    node,
                    "the aliases of this file unfold to more than 1,000,000 values",
                    "write the values out where they are used, or use fewer aliases of aliases");
        }
        return nodes <= MAX_NODES;
    }
}
