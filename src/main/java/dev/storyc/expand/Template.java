package dev.storyc.expand;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Span;
import dev.storyc.diagnostic.TextTraits;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A template that was checked once and can be rendered for any variant, by several threads at once. */
final class Template {
    private static final List<String> FALSE_WORDS = List.of("false", "no", "0");

    private final @Nullable String constant;
    private final @Nullable Wording wording;
    private final Map<String, Span> uses;
    private final String[] names;
    private final Map<String, Span> sections;
    private final Map<String, Template> parts;
    private final List<Piece> pieces;
    private final boolean broken;
    private final Origin origin;
    // Made when it is first wanted; two threads that make it at once make the same.
    private @Nullable Rendered fixed;

    /**
     * @param constant its text if it has no tags, else null
     * @param wording what renders it, or null if it has no tags or is broken
     * @param uses the names it needs, partials' included, with the place of one tag that needs it
     * @param sections the names sections stand on, with a place
     * @param parts templates of the tags that stand in it directly, to tell where a length comes from
     * @param pieces what it is put together from, to tell where a part of its text comes from; none for data
     * @param broken whether an error was reported about it
     * @param origin where it was written
     */
    Template(
            @Nullable String constant,
            @Nullable Wording wording,
            Map<String, Span> uses,
            Map<String, Span> sections,
            Map<String, Template> parts,
            List<Piece> pieces,
            boolean broken,
            Origin origin) {
        this.constant = constant;
        this.wording = wording;
        this.uses = uses;
        this.names = uses.keySet().toArray(new String[0]);
        this.sections = sections;
        this.parts = parts;
        this.pieces = pieces;
        this.broken = broken;
        this.origin = origin;
    }

    /** The text, rendered and tidied; of a broken template a stand-in. */
    Rendered render(Names values) {
        if (!known(values)) {
            return standIn();
        }
        if (constant == null) {
            return rendered(raw(values), values);
        }
        Rendered rendered = fixed;
        if (rendered == null) {
            rendered = rendered(constant, Scope.EMPTY);
            fixed = rendered;
        }
        return rendered;
    }

    private Rendered rendered(String raw, Names values) {
        TextTraits traits = TextTraits.of(raw);
        Supplier<Makeup> makeup = new Retold(this, values);
        // A carriage return would be odd.
        return traits.isComposed() && !traits.isOdd()
                ? new Rendered(raw.strip(), origin, false, makeup, traits)
                : new Rendered(tidy(raw), origin, false, makeup);
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

    /** The names it needs, each with the place of a tag. */
    Map<String, Span> uses() {
        return uses;
    }

    Map<String, Template> parts() {
        return parts;
    }

    List<Piece> pieces() {
        return pieces;
    }

    /** Its text if it has no tags. */
    @Nullable
    String constant() {
        return constant;
    }

    /** The names sections stand on. */
    Set<String> sections() {
        return sections.keySet();
    }

    Origin origin() {
        return origin;
    }

    Rendered standIn() {
        return standIn("…", origin);
    }

    /** What stands where there is no text. */
    static Rendered standIn(String text, Origin origin) {
        return new Rendered(text, origin, true, () -> new RenderedMakeup(data(text, origin), Scope.EMPTY));
    }

    /** A text that is data: a tag in it is text. */
    static Template data(String text, Origin origin) {
        return new Template(
                StrictMustache.withoutStandIn(text), null, Map.of(), Map.of(), Map.of(), List.of(), false, origin);
    }

    /** The text as a part of other text: line ends tidied, but not stripped. */
    String raw(Names names) {
        if (constant != null || wording == null) {
            return String.valueOf(constant);
        }
        try {
            return wording.with(names);
        } catch (TextTooLarge e) {
            throw e.at(origin);
        }
    }

    String text(Names names) {
        return tidy(raw(names));
    }

    /** Stripped at both ends, line ends {@code \n}, NFC. */
    static String tidy(String text) {
        String unix = text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
        String stripped = unix.strip();
        return TextTraits.of(stripped).isComposed() ? stripped : Normalizer.normalize(stripped, Normalizer.Form.NFC);
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

    // A record where a lambda would do: this is made for many prompts, and seldom asked. By whom, nobody knows:
    // variants that share a text may be in other threads' hands, so the names are looked up anew.
    private record Retold(Template of, Names values) implements Supplier<Makeup> {
        @Override
        public Makeup get() {
            return new RenderedMakeup(of, values.anew());
        }
    }
}
