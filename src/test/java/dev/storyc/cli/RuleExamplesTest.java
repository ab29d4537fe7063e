package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.RuleBook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code storyc explain} shows as wrong breaks just that rule, and what it shows as right breaks none.
 *
 * <p>The examples are fragments, so that a person sees the point: each is made a whole storyboard here, in one workspace
 * that has the files they speak of.
 */
@Tag("fast")
class RuleExamplesTest {
    private static final Pattern EXAMPLES =
            Pattern.compile("(?s)```(?<kind>[a-z ]+)\\n(?<wrong>.*?)\\n```.*?```[a-z ]+\\n(?<right>.*?)\\n```");
    private static final Pattern KEY = Pattern.compile("(?m)^([a-z_]+):");
    private static final Set<String> OF_SCENES =
            Set.of("prompt", "caption", "duration", "shots", "takes", "pick", "with", "split", "when", "unless");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Rules whose wrong example no test of this kind can show, with the one that shows it. */
    private static final Set<Rule> SHOWN_ELSEWHERE = Set.of(
            Rule.FILE_TOO_LARGE, // YamlLimitsTest: 4 MiB
            Rule.TOO_MANY_ALIASES, // YamlLimitsTest: a million values
            Rule.TOO_MANY_VARIANTS, // LazinessTest: a million variants
            Rule.TOO_MANY_ENTRIES, // HostileInputTest: 10,001 keys
            Rule.TEXT_TOO_LARGE, // the golden cases text-…: forty values
            Rule.MORE_FINDINGS, // HostileInputTest: a thousand errors and one
            Rule.MANIFEST_UNREADABLE, // ManifestTest: the wrong example is no storyboard
            Rule.MANIFEST_TOO_NEW); // ManifestTest

    private static final Map<String, String> FILES = new TreeMap<>(Map.ofEntries(
            Map.entry("brand.yaml", "variables: { product: Aurora }\n"),
            Map.entry("data/products.csv", "title,city\nAurora,Lisbon\n"),
            Map.entry("data/cities.csv", "city\nLisbon\n"),
            Map.entry("boards/products.csv", "title,colour\nAurora,black\nAurora,white\n"),
            Map.entry("boards/all-products.csv", "title\nAurora\nBorealis\n"),
            Map.entry("templates/look/night.mustache", "Night rain on cobbles.\n"),
            Map.entry("templates/look/film.mustache", "grain ".repeat(32)),
            Map.entry("templates/cast/mara.mustache", "Mara, ".repeat(42)),
            Map.entry("templates/cast/mara-short.mustache", "Mara"),
            Map.entry("templates/look/everything.mustache", "grain ".repeat(400)),
            Map.entry("templates/everything-we-ever-disliked.mustache", "blurry, ".repeat(320))));

    @TempDir
    private Path temp;

    @TestFactory
    Stream<DynamicTest> every_wrong_example_breaks_its_rule_alone() {
        return examples()
                .filter(example -> !SHOWN_ELSEWHERE.contains(example.rule))
                .map(example -> DynamicTest.dynamicTest(
                        example.rule.id(),
                        () -> assertThat(findings(example, example.wrong))
                                .as(example.wrong)
                                .containsExactly(example.rule.id())));
    }

    @TestFactory
    Stream<DynamicTest> no_right_example_breaks_a_rule() {
        return examples()
                .map(example -> DynamicTest.dynamicTest(
                        example.rule.id(),
                        () -> assertThat(findings(example, example.right))
                                .as(example.right)
                                .isEmpty()));
    }

    /** One section's examples. */
    private record Example(Rule rule, String kind, String wrong, String right) {}

    private static Stream<Example> examples() {
        RuleBook book = new RuleBook();
        return Arrays.stream(Rule.values()).map(rule -> {
            Matcher parts = EXAMPLES.matcher(book.page(rule));
            assertThat(parts.find()).as(rule.id()).isTrue();
            return new Example(rule, parts.group("kind"), parts.group("wrong"), parts.group("right"));
        });
    }

    private Set<String> findings(Example example, String text) throws IOException {
        Desk desk = new Desk(Files.createTempDirectory(temp, "desk"));
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            // An example about unused partials brings all there are.
            if (example.rule != Rule.UNUSED_PARTIAL) {
                desk.write(file.getKey(), file.getValue());
            }
        }
        List<String> line = new ArrayList<>(List.of("check", "--format", "json", "boards"));
        switch (example.kind) {
            case "yaml fragment" -> story(desk, example, text);
            case "csv" -> rows(desk, text);
            case "mustache" -> partials(desk, text);
            default -> line.addAll(flags(desk, text));
        }
        desk.run(line.toArray(String[]::new));
        assertThat(desk.err).isEmpty();
        Set<String> rules = new TreeSet<>();
        for (String finding : desk.out.lines().toList()) {
            String rule = JSON.readTree(finding).get("rule").asText();
            // A fragment declares more than the scene it is put before uses.
            boolean unused = rule.startsWith("unused-") && !example.rule.id().startsWith("unused-");
            boolean ofFrame = unused || (rule.equals("unused-partial") && example.rule != Rule.UNUSED_PARTIAL);
            if (!ofFrame) {
                rules.add(rule);
            }
        }
        return rules;
    }

    private static void story(Desk desk, Example example, String text) throws IOException {
        if (example.rule == Rule.NOT_A_STORYBOARD && text.equals(example.wrong)) {
            desk.write("boards/brand.yaml", text);
            layOut(desk, "name: beside-it");
        } else {
            layOut(desk, text);
        }
    }

    private static void rows(Desk desk, String text) throws IOException {
        desk.write("boards/rows.csv", text);
        layOut(desk, "variants: { rows: rows.csv }");
    }

    private static void partials(Desk desk, String text) throws IOException {
        for (String file : text.split("(?m)^# ", -1)) {
            int end = file.indexOf('\n');
            if (end > 0) {
                desk.write(file.substring(0, end), file.substring(end + 1));
            }
        }
        layOut(desk, "prompt: \"{{> look/night}}\"");
    }

    /** A command on a storyboard that has what the right one names. */
    private static List<String> flags(Desk desk, String text) throws IOException {
        layOut(desk, """
                inputs: { quality: { enum: [std, pro], default: pro } }
                settings: { mode: "{{quality}}" }
                variants: { matrix: { city: [Lisbon, Osaka] } }
                scenes:
                  - { id: pier, duration: 5, prompt: "A pier in {{city}}" }
                """);
        List<String> words = List.of(text.split(" ", -1));
        return words.get(0).equals("storyc") ? words.subList(2, words.size()) : List.of();
    }

    private static void layOut(Desk desk, String fragment) throws IOException {
        for (String part : fragment.split("(?m)^(?=# boards/)", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            Matcher named = Pattern.compile("^# (boards/[a-z-]+\\.yaml)").matcher(part);
            String path = named.find() ? named.group(1) : "boards/story.yaml";
            // What stands behind \x is a byte, in a file that is no UTF-8.
            byte[] bytes = part.contains("\\xE9")
                    ? whole(part).replace("\\xE9", "é").getBytes(StandardCharsets.ISO_8859_1)
                    : whole(part).getBytes(StandardCharsets.UTF_8);
            Files.write(desk.write(path, ""), bytes);
        }
    }

    /** The fragment with what a storyboard needs around it. */
    private static String whole(String fragment) {
        String bare = fragment.replaceFirst("^(#[^\n]*\n)+", "");
        Matcher first = KEY.matcher(bare);
        if (bare.startsWith("- ")) {
            return "version: 1\nscenes:\n" + bare.indent(2);
        }
        if (first.find() && OF_SCENES.contains(first.group(1))) {
            boolean list = bare.contains("shots:\n");
            String scene = (list || hasKey(bare, "duration") ? "" : "duration: 5\n")
                    + (list || hasKey(bare, "prompt") ? "" : "prompt: A gull\n")
                    + bare;
            return "version: 1\nscenes:\n  - id: gull\n" + scene.indent(4);
        }
        return (hasKey(bare, "version") ? "" : "version: 1\n")
                + bare
                + "\n"
                + (hasKey(bare, "scenes") ? "" : "scenes:\n  - { id: gull, duration: 5, prompt: A gull }\n");
    }

    private static boolean hasKey(String text, String key) {
        return Pattern.compile("(?m)^" + key + ":").matcher(text).find();
    }
}
