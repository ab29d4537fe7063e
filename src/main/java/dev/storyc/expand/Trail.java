package dev.storyc.expand;

import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.SourceMap;
import dev.storyc.diagnostic.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders a template once more, slowly, and keeps for every stretch of the text where it came from. */
final class Trail {
    private final StringBuilder out = new StringBuilder();
    private final List<Stretch> stretches = new ArrayList<>();
    private final Map<String, Node> used = new LinkedHashMap<>();
    private final Template template;
    private final Names names;
    private final Map<Entry, Trail> known;

    /**
     * Some text that stands in one place.
     *
     * @param start its offset in the text
     * @param map the way into its file; null where only its origin is known
     * @param from the decoded offset there
     * @param origin where the whole of it stands
     * @param own the place in the outermost template: of the text itself, or of the tag that brings it
     */
    private record Stretch(int start, @Nullable SourceMap map, int from, Origin origin, Origin own) {}

    /** A template and what it is rendered with: what {@code {{.}}} stands for, as it was written. */
    private record Entry(Template template, Names names) {}

    private static final class Node {
        private final String tag;
        private final String value;
        private final Origin origin;
        private final Map<String, Node> from = new LinkedHashMap<>();

        private Node(String tag, String value, Origin origin) {
            this.tag = tag;
            this.value = value;
            this.origin = origin;
        }

        private Ingredient ingredient() {
            return new Ingredient(tag, value, origin, all(from));
        }

        private static List<Ingredient> all(Map<String, Node> nodes) {
            return nodes.values().stream().map(Node::ingredient).toList();
        }
    }

    private Trail(Template template, Names names, Map<Entry, Trail> known) {
        this.template = template;
        this.names = names;
        this.known = known;
    }

    /** The trail of a template that is not broken. */
    static Trail of(Template template, Names names) {
        return new Trail(template, names, new HashMap<>()).walked();
    }

    /** The trail of a value in this one. Values that use values twice, and those again, are each walked once. */
    private Trail inner(Template of, Names with) {
        Entry entry = new Entry(of, with);
        Trail before = known.get(entry);
        Trail trail = before == null ? new Trail(of, with, known).walked() : before;
        known.put(entry, trail);
        return trail;
    }

    private Trail walked() {
        if (template.pieces().isEmpty()) {
            stretches.add(new Stretch(0, null, 0, template.origin(), template.origin()));
            out.append(template.constant());
        } else {
            walk(template.pieces(), 0, template.pieces().size(), null, null);
        }
        return this;
    }

    /** The text, as {@link Template#raw} gives it. */
    String text() {
        return out.toString();
    }

    List<Ingredient> ingredients() {
        return Node.all(used);
    }

    /** Where the part between two offsets was written; of a part that stands in several places, the first. */
    Origin at(int from, int to) {
        int index = stretchAt(from);
        if (index < 0) {
            return template.origin();
        }
        Stretch stretch = stretches.get(index);
        int end = Math.min(
                to, index + 1 < stretches.size() ? stretches.get(index + 1).start() : out.length());
        return placed(stretch, from, end);
    }

    /** Where the outermost template brings the part between two offsets in. */
    Origin bringing(int from, int to) {
        int index = stretchAt(from);
        if (index < 0) {
            return template.origin();
        }
        Stretch stretch = stretches.get(index);
        boolean here = stretch.origin().equals(stretch.own());
        return here ? at(from, to) : stretch.own();
    }

    private Origin placed(Stretch stretch, int from, int to) {
        SourceMap map = stretch.map();
        int first = stretch.from() + from - stretch.start();
        Span span =
                map == null ? names.shown(stretch.origin().span()) : map.span(first, first + Math.max(1, to - from));
        return new Origin(span, stretch.origin().way());
    }

    private int stretchAt(int offset) {
        int found = -1;
        for (int i = 0; i < stretches.size() && stretches.get(i).start() <= offset; i++) {
            found = i;
        }
        return found;
    }

    private void walk(List<Piece> pieces, int from, int to, @Nullable Plain dot, @Nullable Entry entry) {
        for (int i = from; i < to; i++) {
            Piece piece = pieces.get(i);
            if (piece.kind() == null) {
                literal(piece);
            } else if (piece.kind() == Tag.Kind.VALUE) {
                value(piece, dot, entry);
            } else {
                int close = close(pieces, i);
                section(pieces, i, close, dot);
                i = close;
            }
        }
    }

    private static int close(List<Piece> pieces, int open) {
        int depth = 0;
        for (int i = open; i < pieces.size(); i++) {
            Tag.Kind kind = pieces.get(i).kind();
            depth += kind == Tag.Kind.SECTION || kind == Tag.Kind.INVERTED ? 1 : kind == Tag.Kind.CLOSE ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalStateException("the sections of a compiled template are closed");
    }

    private void section(List<Piece> pieces, int open, int close, @Nullable Plain dot) {
        Piece tag = pieces.get(open);
        Plain value = tag.text().equals(".") && dot != null ? dot : names.value(tag.text());
        boolean inverted = tag.kind() == Tag.Kind.INVERTED;
        note(tag, value);
        if (value.holds() == inverted) {
            return;
        }
        Names.Bound bound = names.bound(tag.text());
        if (!inverted && value instanceof Plain.Listing list) {
            boolean written = bound != null
                    && bound.binding().items().size() == list.items().size();
            for (int i = 0; i < list.items().size(); i++) {
                Entry item = bound != null && written
                        ? new Entry(bound.binding().items().get(i), bound.names())
                        : null;
                walk(pieces, open + 1, close, list.items().get(i), item);
            }
        } else {
            walk(pieces, open + 1, close, value, entry(bound));
        }
    }

    private static @Nullable Entry entry(Names.@Nullable Bound bound) {
        Template single = bound == null ? null : bound.binding().single();
        return bound == null || single == null ? null : new Entry(single, bound.names());
    }

    private void literal(Piece piece) {
        around(piece);
        stretches.add(new Stretch(out.length(), piece.map(), piece.from(), origin(piece), own(piece)));
        out.append(piece.text());
    }

    private void value(Piece tag, @Nullable Plain dot, @Nullable Entry entry) {
        boolean isDot = tag.text().equals(".");
        Plain value = isDot && dot != null ? dot : names.value(tag.text());
        Names.Bound bound = isDot ? null : names.bound(tag.text());
        Entry written = isDot ? entry : entry(bound);
        Trail inner = written == null ? null : inner(written.template(), written.names());
        int base = out.length();
        if (inner != null && inner.text().equals(value.toString())) {
            for (Stretch s : inner.stretches) {
                stretches.add(new Stretch(base + s.start(), s.map(), s.from(), s.origin(), own(tag)));
            }
        } else {
            Origin whole = bound == null ? origin(tag) : bound.binding().origin();
            stretches.add(new Stretch(base, null, 0, whole, own(tag)));
        }
        out.append(value);
        if (isDot) {
            around(tag);
        } else {
            note(tag, value);
        }
    }

    /** Notes that a value was used; what it is made of is found by the trail of its own template. */
    private void note(Piece tag, Plain value) {
        Map<String, Node> here = around(tag);
        if (here.containsKey(tag.text())) {
            return;
        }
        Names.Bound bound = names.bound(tag.text());
        if (bound == null) {
            here.put(
                    tag.text(),
                    new Node(
                            "{{" + tag.text() + "}}",
                            value.toString(),
                            new Origin(origin(tag).span(), List.of("no value"))));
            return;
        }
        Origin written = bound.binding().origin();
        Node node = new Node(
                "{{" + tag.text() + "}}", value.toString(), new Origin(names.shown(written.span()), written.way()));
        List<Template> templates = new ArrayList<>(bound.binding().items());
        if (bound.binding().single() != null) {
            templates.add(bound.binding().single());
        }
        templates.forEach(one -> inner(one, bound.names()).used.forEach(node.from::putIfAbsent));
        here.put(tag.text(), node);
    }

    /** The ingredients among which a piece counts: those of the innermost partial around it. */
    private Map<String, Node> around(Piece piece) {
        Map<String, Node> here = used;
        for (Piece.Inclusion inclusion : piece.through()) {
            String tag = "{{> " + inclusion.name() + "}}";
            SourceMap file = inclusion.partial();
            here = here.computeIfAbsent(
                            "> " + inclusion.name(),
                            unused ->
                                    new Node(tag, "", new Origin(file.span(), List.of("partial " + inclusion.name()))))
                    .from;
        }
        return here;
    }

    private Origin origin(Piece piece) {
        List<String> way = new ArrayList<>(template.origin().way());
        piece.through().forEach(inclusion -> way.add("partial " + inclusion.name()));
        Span span = piece.to() > piece.from()
                ? piece.map().span(piece.from(), piece.to())
                : template.origin().span();
        return new Origin(span, way);
    }

    /** The place in the outermost template. */
    private Origin own(Piece piece) {
        return piece.through().isEmpty()
                ? origin(piece)
                : new Origin(piece.through().get(0).tag(), template.origin().way());
    }
}
