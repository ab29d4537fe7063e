package dev.storyc.expand;

import com.github.mustachejava.Mustache;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Span;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A template that was checked once and can be rendered for any variant, by several threads at once. */
final class Template {
    private static final List<String> FALSE_WORDS = List.of("false", "no", "0");
    /** Below it no character composes with another, so text of nothing else is NFC. */
    private static final char FIRST_COMBINING = '\u0300';

    private final @Nullable String constant;
    private final @Nullable Mustache compiled;
    private final Map<String, Span> uses;
    private final String[] names;
    private final Map<String, Span> sections;
    private final Map<String, Template> parts;
    private final boolean broken;
    private final Origin origin;
    // Made when it is first wanted; two threads that make it at once make the same.
    private @Nullable Rendered fixed;

    /**
     * @param constant its text if it has no tags, else null
     * @param compiled what renders it, or null if it has no tags or is broken
     * @param uses the names it needs, partials' included, with the place of one tag that needs it
     * @param sections the names sections stand on, with a place
     * @param parts templates of the tags that stand in it directly, to tell where a length comes from
     * @param broken whether an error was reported about it
     * @param origin where it was written
     */
    Template(
            @Nullable String constant,
            @Nullable Mustache compiled,
            Map<String, Span> uses,
            Map<String, Span> sections,
            Map<String, Template> parts,
            boolean broken,
            Origin origin) {
        this.constant = constant;
        this.compiled = compiled;
        this.uses = uses;
        this.names = uses.keySet().toArray(new String[0]);
        this.sections = sections;
        this.parts = parts;
        this.broken = broken;
        this.origin = origin;
    }

    /** The text, rendered and tidied; of a broken template a stand-in. */
    Rendered render(Names values) {
        if (!known(values)) {
            return standIn();
        }
        if (constant == null) {
            return new Rendered(
                    text(values), origin, false, parts.isEmpty() ? Rendered.ALL_HERE : new Makeup(this, values));
        }
        Rendered rendered = fixed;
        if (rendered == null) {
            rendered = new Rendered(
                    tidy(constant), origin, false, parts.isEmpty() ? Rendered.ALL_HERE : new Makeup(this, values));
            fixed = rendered;
        }
        return rendered;
    }

    /** Whether it can be rendered. Every name is asked, so that what is wrong with the second is found as well. */
    boolean known(Names values) {
        boolean known = !broken;
        for (String name : names) {
            known &= values.value(name) != Plain.STAND_IN;
        }
        return known;
    }

    /** Whether it renders to the same text everywhere. */
    boolean isConstant() {
        return constant != null && !broken && names.length == 0;
    }

    /** The names it needs. */
    Set<String> uses() {
        return uses.keySet();
    }

    /** The names sections stand on. */
    Set<String> sections() {
        return sections.keySet();
    }

    Origin origin() {
        return origin;
    }

    Rendered standIn() {
        return new Rendered("…", origin, true, Rendered.ALL_HERE);
    }

    /** A text that is data: a tag in it is text. */
    static Template data(String text, Origin origin) {
        return new Template(StrictMustache.withoutStandIn(text), null, Map.of(), Map.of(), Map.of(), false, origin);
    }

    /** The text as a part of other text: line ends tidied, but not stripped. */
    String raw(Names names) {
        return constant != null || compiled == null ? String.valueOf(constant) : StrictMustache.render(compiled, names);
    }

    private String text(Names names) {
        return tidy(raw(names));
    }

    /** Stripped at both ends, line ends {@code \n}, NFC. */
    static String tidy(String text) {
        String unix = text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
        String stripped = unix.strip();
        for (int i = 0; i < stripped.length(); i++) {
            if (stripped.charAt(i) >= FIRST_COMBINING) {
                return Normalizer.normalize(stripped, Normalizer.Form.NFC);
            }
        }
        return stripped;
    }

    /** Sections that stand on the text {@code false}, {@code no} or {@code 0}: they are rendered, which surprises. */
    List<Diagnostic> surprises(Names names) {
        List<Diagnostic> found = new ArrayList<>();
        sections.forEach((name, span) -> {
            if (names.value(name) instanceof Plain.Text text && FALSE_WORDS.contains(text.text())) {
                found.add(Diagnostic.of(
                        Rule.SECTION_ON_TEXT,
                        span,
                        "`" + name + "` is the text `" + text.text()
                                + "` here, and in a section all text counts as true",
                        "declare the input `" + name + "` with `type: boolean`, or leave the value empty"));
            }
        });
        return found;
    }

    // A record where a lambda would do: this is made for every prompt of every variant, and seldom asked.
    private record Makeup(Template of, Names values) implements Supplier<String> {
        @Override
        public String get() {
            return of.makeup(values);
        }
    }

    private String makeup(Names names) {
        Map<String, Integer> shares = new LinkedHashMap<>();
        int total = length(text(names));
        int elsewhere = 0;
        for (Map.Entry<String, Template> part : parts.entrySet()) {
            int share = length(part.getValue().text(names));
            shares.put(part.getKey(), share);
            elsewhere += share;
        }
        List<String> words = new ArrayList<>();
        shares.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(4)
                .forEach(e -> words.add(e.getValue() + " " + e.getKey()));
        if (words.isEmpty()) {
            return "";
        }
        words.add(Math.max(0, total - elsewhere) + " here");
        return String.join(", ", words);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
