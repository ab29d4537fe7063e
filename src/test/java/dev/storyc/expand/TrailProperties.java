package dev.storyc.expand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.MemorySources;
import dev.storyc.board.Value;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.SourceMap;
import dev.storyc.diagnostic.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/** The slow way to a text gives the same text as the fast one, and leads every character back to where it stands. */
@Tag("fast")
class TrailProperties {
    private static final Map<String, String> PARTIALS =
            Map.of("rain", "wet {{city}} {{> lamp}}\nstreets\n", "lamp", "a {{#list}}({{.}} lamp){{/list}} glows\n");

    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final TemplateCompiler compiler =
            new TemplateCompiler(new MemorySources(PARTIALS, Map.of()), true, diagnostics);
    private final Map<String, Binding> bindings = new LinkedHashMap<>();
    private final Scope scope = new Scope(
            new Scope.Bindings() {
                @Override
                public @Nullable Binding binding(String name) {
                    return bindings.get(name);
                }

                @Override
                public Plain missing(String name) {
                    return Plain.EMPTY;
                }

                @Override
                public Span shown(Span span) {
                    return span;
                }

                @Override
                public Scope.Bindings silent() {
                    return this;
                }
            },
            new InputReader(new PatternChecks(), diagnostics),
            diagnostics,
            RenderMemory.NONE);

    @Property(tries = 500)
    void theSlowTextIsTheFastOne(@ForAll("templates") String text) {
        Template template = compile(text);
        assertThat(diagnostics).isEmpty();
        Trail trail = Trail.of(template, scope);
        assertThat(trail.text()).isEqualTo(template.raw(scope));
        Rendered rendered = template.render(scope);
        Makeup makeup = rendered.makeup().get();
        String joined = rendered.text();
        for (int i = 0; i < joined.length(); i++) {
            Span span = makeup.at(i, i + 1).span();
            // A line end is no part of the line that is shown, and where NFC joined two characters one place is two.
            boolean placed = !span.file().equals("--set") && joined.charAt(i) != '\n';
            if (placed && joined.equals(trail.text().strip())) {
                String written = span.excerpt();
                assertThat(written.charAt(written.offsetByCodePoints(0, span.column() - 1)))
                        .as(joined + " at " + i + ": " + span)
                        .isEqualTo(joined.charAt(i));
            }
        }
    }

    /** What needs no Mustache.java is what Mustache.java writes. */
    @Property(tries = 500)
    void joinedWordsAreMustaches(@ForAll("templates") String text) {
        Template template = compile(text);
        StringBuilder flat = new StringBuilder();
        for (Piece piece : template.pieces()) {
            String sigil = piece.kind() == null
                    ? ""
                    : switch (piece.kind()) {
                        case SECTION -> "#";
                        case INVERTED -> "^";
                        case CLOSE -> "/";
                        default -> "&";
                    };
            flat.append(piece.kind() == null ? piece.text() : "{{" + sigil + piece.text() + "}}");
        }
        assertThat(new StrictMustache().compile(flat.toString()).with(scope)).isEqualTo(template.raw(scope));
    }

    @Example
    void aTemplateWithoutSectionsIsJoined() {
        assertThat(JoinedWording.of(compile("{{city}}, {{> lamp}}").pieces())).isEmpty();
        assertThat(JoinedWording.of(compile("{{city}}, {{line}}{{! no }}.").pieces()))
                .isPresent();
    }

    @Example
    void aPartOfAPartialIsPlacedThereAndBroughtByItsTag() {
        Makeup makeup = compile("In {{> rain}}.").render(scope).makeup().get();
        String text = compile("In {{> rain}}.").render(scope).text();
        int lamp = text.indexOf("glows");
        Origin there = makeup.at(lamp, lamp + 5);
        assertThat(there.span().address()).isEqualTo("lamp:1:34");
        assertThat(there.way()).containsExactly("here", "partial rain", "partial lamp");
        assertThat(makeup.bringing(lamp, lamp + 5).span().address()).isEqualTo("a.yaml:1:4");
        assertThat(makeup.bringing(lamp, lamp + 5).span().endColumn()).isEqualTo(14);
    }

    @Example
    void ingredientsNameWhatTheyAreMadeOf() {
        List<Ingredient> used =
                compile("{{line}} {{> lamp}}").render(scope).makeup().get().ingredients();
        assertThat(used).extracting(Ingredient::tag).containsExactly("{{line}}", "{{> lamp}}");
        assertThat(used.get(0).value()).isEqualTo("Aurora in Lisbon");
        assertThat(used.get(0).from()).extracting(Ingredient::tag).containsExactly("{{city}}");
        assertThat(used.get(1).from()).extracting(Ingredient::value).containsExactly("red, blue");
    }

    private Template compile(String text) {
        if (bindings.isEmpty()) {
            bindings.put("city", data("city", new Value.Scalar("Lisbon", Value.Kind.TEXT)));
            bindings.put("list", data("list", new Value.Listing(List.of(scalar("red"), scalar("blue")))));
            bindings.put("off", data("off", new Value.Scalar("", Value.Kind.TEXT)));
            Template line = compiled("Aurora in {{city}}", "v.yaml");
            bindings.put("line", new Binding("line", null, line, List.of(), false, line.origin()));
        }
        return compiled(text, "a.yaml");
    }

    private Template compiled(String text, String file) {
        Source source = new Source(file, text);
        return compiler.compile(
                text,
                SourceMap.identity(source),
                new Origin(source.span(0, text.length()), List.of("here")),
                bindings.isEmpty() ? Set.of() : Set.of("city", "list", "off", "line"));
    }

    private static Value.Scalar scalar(String text) {
        return new Value.Scalar(text, Value.Kind.TEXT);
    }

    private static Binding data(String name, Value value) {
        return Binding.data(name, null, value, new Origin(Span.ofFile("--set"), List.of("--set " + name)));
    }

    @Provide
    Arbitrary<String> templates() {
        return Arbitraries.of(
                        "Night ",
                        "  ",
                        "\n",
                        "{{city}}",
                        "{{ line }}",
                        "{{{city}}}",
                        "{{#city}}in {{.}} {{line}}{{/city}}",
                        "{{^off}}dark{{/off}}",
                        "{{#off}}lit{{/off}}",
                        "{{#list}}[{{.}} {{#city}}x{{/city}}]{{/list}}",
                        "{{list}}",
                        "{{> rain}}",
                        "{{> lamp}}",
                        "{{! nobody }}",
                        "\n{{#city}}\nin {{line}}\n{{/city}}\n",
                        "e\u0301 ",
                        "東京")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }
}
