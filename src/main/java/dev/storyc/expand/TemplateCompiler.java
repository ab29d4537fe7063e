package dev.storyc.expand;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.NearestName;
import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.SourceMap;
import dev.storyc.diagnostic.Sources;
import dev.storyc.diagnostic.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Checks templates and makes them ready to render: partials put in their places, comments and lone tags taken out.
 *
 * <p>A finding about a partial stands at the partial, with the way there from the template that uses it.
 */
final class TemplateCompiler {
    private static final int NAMED = 3;
    // Nobody reads more, and looking for the nearest name takes its time.
    private static final int MOST_FINDINGS = 2000;

    private final Sources sources;
    private final boolean namesAreKnown;
    private final List<Diagnostic> diagnostics;
    private final StrictMustache mustache = new StrictMustache();
    private final Map<String, Scanned> partials = new HashMap<>();
    private final Map<String, Diagnostic> missing = new LinkedHashMap<>();
    private final Map<String, Set<Span>> elsewhere = new HashMap<>();
    private @Nullable List<String> partialNames;
    private int allCharacters;
    private int allTags;
    private boolean full;

    private record Scanned(String text, List<Tag> tags, SourceMap map, boolean broken) {}

    /**
     * @param namesAreKnown false if declarations were refused: then an unknown name is no news
     * @param diagnostics where findings go
     */
    TemplateCompiler(Sources sources, boolean namesAreKnown, List<Diagnostic> diagnostics) {
        this.sources = sources;
        this.namesAreKnown = namesAreKnown;
        this.diagnostics = diagnostics;
    }

    /** @param scope the names a tag may use */
    Template compile(String text, SourceMap map, Origin origin, Set<String> scope) {
        String unix = StrictMustache.withoutStandIn(unix(text));
        if (unix.indexOf("{{") < 0) {
            List<Piece> whole = unix.isEmpty() ? List.of() : List.of(Piece.text(unix, map, 0, List.of()));
            return new Template(unix, null, Map.of(), Map.of(), Map.of(), whole, false, origin);
        }
        // Offsets in the map count the text as it was decoded, and YAML has made its line ends \n already.
        Flattening flat = new Flattening(origin, scope);
        flat.add(scan(unix, map));
        Map<String, Template> parts = new LinkedHashMap<>();
        for (Map.Entry<String, Flattening> part : flat.inner.entrySet()) {
            parts.put(part.getKey(), part.getValue().finish(Map.of()));
        }
        return flat.finish(parts);
    }

    private Scanned scan(String text, SourceMap map) {
        TagScanner scanner = new TagScanner(text, map).scan();
        diagnostics.addAll(scanner.diagnostics());
        return new Scanned(text, scanner.tags(), map, !scanner.diagnostics().isEmpty());
    }

    private @Nullable Scanned partial(String name, Span at, Origin origin) {
        if (missing.containsKey("> " + name)) {
            again("> " + name, at);
            return null;
        }
        Sources.Answer<Source> answer = sources.partial(name);
        Source source = answer.found();
        if (source == null) {
            String near = NearestName.of(name, partialNames())
                    .map(other -> "did you mean `" + other + "`? ")
                    .orElse("");
            first(
                    "> " + name,
                    Diagnostic.of(Rule.UNKNOWN_PARTIAL, at, answer.problem(), near + answer.hint())
                            .withTrace(origin.way()));
            return null;
        }
        String text = StrictMustache.withoutStandIn(unix(source.text()));
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        SourceMap map = source.text().indexOf('\r') < 0 ? SourceMap.identity(source) : withoutReturns(source);
        Scanned scanned = scan(body, map);
        partials.put(name, scanned);
        return scanned;
    }

    private void first(String what, Diagnostic diagnostic) {
        missing.put(what, diagnostic);
        elsewhere.put(what, new LinkedHashSet<>());
    }

    /** What is missing in several places is one mistake, told at the first. */
    private void again(String what, Span at) {
        Diagnostic first = missing.get(what);
        Set<Span> places = elsewhere.get(what);
        if (first != null && places != null && !first.span().equals(at)) {
            places.add(at);
        }
    }

    /** Adds the findings about names and partials that are missing. To be called when all templates were compiled. */
    void finish() {
        missing.forEach((what, first) -> {
            List<String> places = elsewhere.getOrDefault(what, Set.of()).stream()
                    .map(Span::address)
                    .toList();
            if (places.isEmpty()) {
                diagnostics.add(first);
                return;
            }
            List<String> way = new ArrayList<>(first.trace());
            String more = places.size() > NAMED ? " and " + (places.size() - NAMED) + " more" : "";
            way.add("also at " + String.join(", ", places.subList(0, Math.min(NAMED, places.size()))) + more);
            diagnostics.add(first.withTrace(way));
        });
        missing.clear();
        elsewhere.clear();
    }

    private List<String> partialNames() {
        List<String> names = partialNames;
        if (names == null) {
            names = StreamSupport.stream(sources.partialNames().spliterator(), false)
                    .toList();
            partialNames = names;
        }
        return names;
    }

    private static SourceMap withoutReturns(Source source) {
        String text = source.text();
        return new SourceMap(source, 0, text.length(), () -> {
            int[] offsets = new int[unix(text).length() + 1];
            int to = 0;
            for (int from = 0; from < text.length(); from++) {
                boolean swallowed =
                        text.charAt(from) == '\r' && from + 1 < text.length() && text.charAt(from + 1) == '\n';
                if (!swallowed) {
                    offsets[to++] = from;
                }
            }
            offsets[to] = text.length();
            return offsets;
        });
    }

    private static String unix(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** One template being put together from its own text and its partials'. */
    private final class Flattening {
        private final Origin origin;
        private final Set<String> scope;
        private final StringBuilder out = new StringBuilder();
        private final Map<String, Span> uses = new LinkedHashMap<>();
        private final Map<String, Span> sections = new LinkedHashMap<>();
        private final Map<String, Flattening> inner = new LinkedHashMap<>();
        private final Deque<String> open = new ArrayDeque<>();
        private final List<Piece> pieces = new ArrayList<>();
        private List<Piece.Inclusion> through = List.of();
        private boolean broken;
        private int tags;
        private int sectionDepth;
        private boolean over;

        Flattening(Origin origin, Set<String> scope) {
            this.origin = origin;
            this.scope = scope;
        }

        void add(Scanned scanned) {
            broken |= scanned.broken();
            Lines lines = new Lines(scanned.text(), scanned.tags());
            int at = 0;
            for (Tag tag : scanned.tags()) {
                if (outgrown(scanned.map(), tag)) {
                    return;
                }
                Lines.Cut cut = lines.around(tag);
                words(scanned, Math.min(at, cut.from()), cut.from());
                at = cut.to();
                switch (tag.kind()) {
                    case COMMENT -> {}
                    case PARTIAL -> include(tag, scanned.map().span(tag.start(), tag.end()));
                    default -> keep(tag, scanned.map());
                }
            }
            words(scanned, at, scanned.text().length());
        }

        private void words(Scanned scanned, int from, int to) {
            if (to > from) {
                String words = scanned.text().substring(from, to);
                out.append(words);
                pieces.add(Piece.text(words, scanned.map(), from, through));
            }
        }

        /** Whether there is more than anybody writes, as partials that include one partial twice make of a few lines. */
        private boolean outgrown(SourceMap map, Tag tag) {
            tags++;
            allTags++;
            if (over || full) {
                broken = true;
                return true;
            }
            boolean all =
                    allTags > TemplateLimits.ALL_TAGS || allCharacters + out.length() > TemplateLimits.ALL_CHARACTERS;
            if (all || tags > TemplateLimits.TAGS || out.length() > TemplateLimits.CHARACTERS) {
                full = all;
                refuse(
                        Rule.TEXT_TOO_LARGE,
                        map,
                        tag,
                        all
                                ? "the templates of this storyboard grow past "
                                        + TemplateLimits.inWords(TemplateLimits.ALL_CHARACTERS) + " characters or "
                                        + TemplateLimits.inWords(TemplateLimits.ALL_TAGS)
                                        + " tags when their partials are put in"
                                : "this template grows past " + TemplateLimits.inWords(TemplateLimits.CHARACTERS)
                                        + " characters or " + TemplateLimits.inWords(TemplateLimits.TAGS)
                                        + " tags when its partials are put in",
                        "look for a partial that is included again and again");
            }
            return over;
        }

        private void refuse(Rule rule, SourceMap map, Tag tag, String message, String hint) {
            over = true;
            broken = true;
            diagnostics.add(Diagnostic.of(rule, map.span(tag.start(), tag.end()), message, hint)
                    .withTrace(wayThrough()));
        }

        private void keep(Tag tag, SourceMap map) {
            sectionDepth += tag.kind() == Tag.Kind.CLOSE ? -1 : tag.kind() == Tag.Kind.VALUE ? 0 : 1;
            if (sectionDepth > TemplateLimits.DEPTH) {
                refuse(Rule.TOO_DEEP, map, tag, TemplateLimits.SECTIONS_TOO_DEEP, TemplateLimits.FLATTEN);
                return;
            }
            String sigil = switch (tag.kind()) {
                case SECTION -> "#";
                case INVERTED -> "^";
                case CLOSE -> "/";
                default -> "&";
            };
            out.append("{{").append(sigil).append(tag.name()).append("}}");
            pieces.add(new Piece(tag.kind(), tag.name(), map, tag.start(), tag.end(), through));
            if (tag.isDot() || tag.kind() == Tag.Kind.CLOSE) {
                return;
            }
            Span span = map.span(tag.start(), tag.end());
            if (scope.contains(tag.name())) {
                uses.putIfAbsent(tag.name(), span);
                if (tag.kind() != Tag.Kind.VALUE) {
                    sections.putIfAbsent(tag.name(), span);
                }
            } else {
                broken = true;
                unknown(tag, span);
            }
        }

        private void unknown(Tag tag, Span span) {
            if (namesAreKnown && missing.containsKey(tag.name())) {
                again(tag.name(), span);
            } else if (namesAreKnown && diagnostics.size() + missing.size() < MOST_FINDINGS) {
                Diagnostic unknown = Diagnostic.of(
                        Rule.UNKNOWN_NAME,
                        span,
                        "no value is called `" + tag.name() + "` here",
                        scope.isEmpty()
                                ? "declare it: `variables: { " + tag.name() + ": … }`"
                                : NearestName.hint(tag.name(), scope));
                first(tag.name(), open.isEmpty() ? unknown : unknown.withTrace(wayThrough()));
            }
        }

        private void include(Tag tag, Span span) {
            if (open.contains(tag.name())) {
                broken = true;
                List<String> ring = new ArrayList<>(open);
                java.util.Collections.reverse(ring);
                ring.add(tag.name());
                diagnostics.add(Diagnostic.of(
                                Rule.PARTIAL_CYCLE,
                                span,
                                "this partial includes itself: " + String.join(" → ", ring),
                                "take one of these tags out")
                        .withTrace(origin.way()));
                return;
            }
            if (open.size() >= TemplateLimits.DEPTH) {
                over = true;
                broken = true;
                diagnostics.add(Diagnostic.of(
                                Rule.TOO_DEEP,
                                span,
                                "partials include each other more than " + TemplateLimits.DEPTH + " deep here",
                                "put the text of the inner ones into the outer")
                        .withTrace(wayThrough()));
                return;
            }
            Scanned known = partials.get(tag.name());
            Scanned scanned = known != null ? known : partial(tag.name(), span, new Origin(span, wayThrough()));
            if (scanned == null) {
                broken = true;
                return;
            }
            boolean outermost = open.isEmpty();
            open.push(tag.name());
            List<Piece.Inclusion> around = through;
            through = new ArrayList<>(around);
            through.add(new Piece.Inclusion(tag.name(), span, scanned.map()));
            add(scanned);
            through = around;
            open.pop();
            if (outermost) {
                Flattening alone = new Flattening(origin, scope);
                alone.open.push(tag.name());
                int before = diagnostics.size();
                alone.add(scanned);
                // What is wrong with it was just reported.
                diagnostics.subList(before, diagnostics.size()).clear();
                inner.put(tag.name(), alone);
            }
        }

        /** The way here from the template, through the partials that are open. */
        private List<String> wayThrough() {
            List<String> way = new ArrayList<>(origin.way());
            open.descendingIterator().forEachRemaining(name -> way.add("partial " + name));
            return way;
        }

        Template finish(Map<String, Template> parts) {
            allCharacters += out.length();
            String flat = out.toString();
            boolean plain = !flat.contains("{{");
            Wording wording = plain || broken ? null : JoinedWording.of(pieces).orElseGet(() -> mustache.compile(flat));
            return new Template(plain ? flat : null, wording, uses, sections, parts, pieces, broken, origin);
        }
    }
}
