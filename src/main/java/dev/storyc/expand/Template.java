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
import org.jspecify.annotations.Nullable;

/**
 * A template that was checked once and can be rendered for any variant.
 *
 * @param constant its text if it has no tags, else null
 * @param compiled what renders it, or null if it has no tags or is broken
 * @param uses the names it needs, partials' included, with the place of one tag that needs it
 * @param sections the names sections stand on, with a place
 * @param parts templates of the tags that stand in it directly, to tell where a length comes from
 * @param broken whether an error was reported about it
 * @param origin where it was written
 */
record Template(
        @Nullable String constant,
        @Nullable Mustache compiled,
        Map<String, Span> uses,
        Map<String, Span> sections,
        Map<String, Template> parts,
        boolean broken,
        Origin origin) {
    private static final List<String> FALSE_WORDS = List.of("false", "no", "0");

    /** The text, rendered and tidied; of a broken template a stand-in. */
    Rendered render(Names names) {
        boolean known = !broken;
        // Every name is asked, so that what is wrong with the second is found though the first is wrong.
        for (String name : uses.keySet()) {
            known &= names.value(name) != Plain.STAND_IN;
        }
        if (!known) {
            return standIn();
        }
        return new Rendered(text(names), origin, false, () -> makeup(names));
    }

    Rendered standIn() {
        return new Rendered("…", origin, true, () -> "");
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
        return Normalizer.normalize(unix.strip(), Normalizer.Form.NFC);
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
