package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Inputs too large or too odd for golden cases: each ends in words, soon. */
@Tag("fast")
class HostileInputTest {
    // Seconds of patience for a machine that does other things too; what hangs takes minutes or for ever.
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HEAD = "version: 1\n";
    private static final int MIB = 1024 * 1024;

    @TempDir
    private Path temporary;

    private record Hostile(String name, Map<String, String> files, String rule, List<String> arguments) {
        Hostile(String name, Map<String, String> files, String rule, String... arguments) {
            this(name, files, rule, List.of(arguments));
        }
    }

    private static Hostile board(String name, String rule, String text) {
        return new Hostile(name, Map.of("s.yaml", text), rule);
    }

    static String gull(String head, String prompt) {
        return HEAD + head + "scenes:\n  - { id: gull, duration: 5, prompt: \"" + prompt + "\" }\n";
    }

    private static String times(int count, IntFunction<String> one) {
        return IntStream.range(0, count).mapToObj(one).collect(Collectors.joining());
    }

    private static String twice(String sigil, int at) {
        return ("{{" + sigil + "v" + at + "}}").repeat(2);
    }

    private static List<Hostile> all() {
        List<Hostile> all = new ArrayList<>(yaml());
        all.addAll(templates());
        all.addAll(values());
        all.addAll(rows());
        return all;
    }

    private static List<Hostile> yaml() {
        String bomb = "x-0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
                + times(11, i -> "x-" + (i + 1) + ": &a" + (i + 1) + " [" + ("*a" + i + ",").repeat(10) + "]\n");
        return List.of(
                board("an alias bomb", "wrong-type", gull(bomb + "variants: { matrix: { c: *a11 } }\n", "x")),
                board(
                        "a list of 50,000 values in 9 places",
                        "too-many-entries",
                        gull(
                                "x-l: &l [" + "a,\n ".repeat(50_000) + "]\nvariables:\n"
                                        + times(9, i -> "  v" + i + ": *l\n"),
                                "x")),
                board("a list of itself", "wrong-type", HEAD + "scenes: &s [*s]\n"),
                board("100,000 brackets", "too-deep", HEAD + "x: " + "[".repeat(100_000)),
                board("100,000 dashes", "yaml-syntax", HEAD + "x: " + "- ".repeat(100_000)),
                board("1,000,001 values", "too-many-entries", gull("x-a: [" + "a,\n ".repeat(1_000_001) + "]\n", "x")),
                board(
                        "10,001 keys",
                        "too-many-entries",
                        gull("variables:\n" + times(10_001, i -> " v" + i + ": 1\n"), "x")),
                board(
                        "100,000 keys in braces",
                        "too-many-entries",
                        HEAD + "variables: {" + times(100_000, i -> "k" + i + ": 1,\n ") + "}\n"),
                board(
                        "80,000 scenes",
                        "too-many-entries",
                        HEAD + "scenes:\n" + "  - { id: a, prompt: x }\n".repeat(80_000)),
                board(
                        "100,000 shots",
                        "too-many-entries",
                        HEAD + "scenes:\n  - id: a\n    shots:\n" + "    - { duration: 3 }\n".repeat(100_000)),
                board("200,000 escaped quotes", "yaml-syntax", HEAD + "x: \"" + "\\\"".repeat(200_000)),
                board("200,000 colons", "quote-this-text", HEAD + "x: " + "b: ".repeat(100_000)),
                board("a million carriage returns", "unknown-key", gull("\r".repeat(1_000_000) + "bad: b\n", "x")),
                board("9,000 empty scenes", "more-findings", HEAD + "scenes: [" + "{},".repeat(9_000) + "]\n"),
                board(
                        "an id of 200,000 dashes",
                        "not-a-slug",
                        HEAD + "scenes: [{ id: a" + "-a".repeat(200_000) + "-, duration: 5, prompt: x }]\n"),
                board(
                        "a model's name of 400,000 letters",
                        "unknown-model",
                        gull("model: " + "a".repeat(400_000) + "\n", "x")),
                board(
                        "a length of 400,000 digits",
                        "duration-not-whole",
                        HEAD + "scenes: [{ id: a, duration: " + "9".repeat(400_000) + ", prompt: x }]\n"),
                board("a line of 2 MiB", "file-too-large", gull("x-a: " + "a".repeat(2 * MIB) + "\n", "x")),
                board("numbers without end", "wrong-type", gull("budget: 1e999999999\n", "x")));
    }

    private static List<Hostile> templates() {
        return List.of(
                board("80,000 open sections", "too-deep", gull("variables: { v: x }\n", "{{#v}}".repeat(80_000))),
                board(
                        "20,000 crossing sections",
                        "more-findings",
                        gull("variables: { v: x, w: x }\n", "{{#v}}{{#w}}{{/v}}{{/w}}".repeat(20_000))),
                board("100,000 tags", "text-too-large", gull("variables: { v: x }\n", "{{v}}".repeat(100_000))),
                board("200,000 open braces", "template-syntax", gull("", "{{".repeat(200_000))),
                board("60,000 comments on a line", "text-too-large", gull("", "{{! c }}".repeat(60_000))),
                board(
                        "billions of laughs",
                        "text-too-large",
                        gull(
                                "variables:\n  v0: lol\n"
                                        + times(40, i -> "  v" + (i + 1) + ": \"" + twice("", i) + "\"\n"),
                                "{{v40}}")),
                board(
                        "a chain of 5,000 values",
                        "too-deep",
                        gull(
                                "variables:\n  v0: lol\n"
                                        + times(5000, i -> "  v" + (i + 1) + ": \"{{v" + i + "}}\"\n"),
                                "{{v5000}}")),
                board(
                        "lists in lists",
                        "text-too-large",
                        gull(
                                "variables: { l: [a, b, c, d, e, f, g, h, i, j] }\n",
                                "{{#l}}".repeat(10) + "{{/l}}".repeat(10))),
                board(
                        "a text of 200,000 characters in each variant",
                        "prompt-too-long",
                        gull(
                                "variables:\n  v0: lol\n"
                                        + times(16, i -> "  v" + (i + 1) + ": \"" + twice("", i) + "\"\n")
                                        + "variants: { matrix: { a: [" + times(5, i -> i + ",") + "], b: ["
                                        + times(5, i -> i + ",") + "] } }\n",
                                "{{v16}}{{a}}{{b}}")),
                new Hostile("partials that double 40 times", doubling(40, ""), "text-too-large"),
                new Hostile("partials that double 40 times and go round", doubling(40, "{{> v0}}"), "partial-cycle"));
    }

    private static Map<String, String> doubling(int levels, String last) {
        Map<String, String> files = IntStream.range(0, levels)
                .boxed()
                .collect(Collectors.toMap(i -> "templates/v" + i + ".mustache", i -> twice("> ", i + 1)));
        files.put("templates/v" + levels + ".mustache", last);
        files.put("s.yaml", gull("", "x {{> v0}}"));
        return files;
    }

    private static List<Hostile> values() {
        String thousand =
                IntStream.range(0, 1000).mapToObj(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
        String trillion =
                "matrix: { a: " + thousand + ", b: " + thousand + ", c: " + thousand + ", d: " + thousand + " }";
        return List.of(
                board(
                        "10^12 combinations",
                        "too-many-variants",
                        gull("variants: { " + trillion + " }\n", "{{a}}{{b}}{{c}}{{d}}")),
                board(
                        "10^12 combinations, all excluded",
                        "too-many-variants",
                        gull(
                                "variants: { exclude: [{ a: " + thousand + " }], " + trillion + " }\n",
                                "{{a}}{{b}}{{c}}{{d}}")),
                board(
                        "a pattern that runs out of stack",
                        "pattern-too-slow",
                        gull(
                                "inputs: { b: { pattern: \"(a|b)*\" } }\nvariants: { name: x, matrix: { b: ["
                                        + "ab".repeat(200_000) + "] } }\n",
                                "{{b}}")),
                board(
                        "a pattern that repeats nothing",
                        "pattern-too-slow",
                        gull("inputs: { b: { pattern: \"(?:(?:){60000}){60000}\", default: b } }\n", "{{b}}")),
                new Hostile(
                        "a selector of 10,000 stars",
                        Map.of("s.yaml", gull("", "x")),
                        "unknown-selection",
                        "--select",
                        "variant:" + "*a".repeat(5000) + "b"),
                new Hostile(
                        "terminal commands in a selector",
                        Map.of("s.yaml", gull("", "x")),
                        "unknown-selection",
                        "--select",
                        "variant:\u001b[2J\u009b31m\u202e"),
                new Hostile(
                        "terminal commands in annotations",
                        Map.of("s.yaml", gull("model: \"\\e[2J\\n::error::\\u009b\"\n", "x")),
                        "unknown-model",
                        "--format",
                        "github"),
                new Hostile(
                        "terminal commands in JSON",
                        Map.of("s.yaml", gull("model: \"\\e[2J\\u009b\\ud800\\u202e\"\n", "x")),
                        "unknown-model",
                        "--format",
                        "json"),
                new Hostile(
                        "terminal commands in SARIF",
                        Map.of("s.yaml", gull("model: \"\\e[2J\\u009b\\ud800\\u202e\"\n", "x")),
                        "unknown-model",
                        "--format",
                        "sarif"));
    }

    private static List<Hostile> rows() {
        return List.of(
                table("a million brackets", "row-shape", "json", "[{\"b\":" + "[".repeat(MIB)),
                table("a million objects", "row-shape", "json", "[{\"b\":" + "{\"a\":".repeat(MIB)),
                table("a text that never ends", "row-shape", "jsonl", "{\"b\":\"" + "x".repeat(2 * MIB)),
                table("a list that never ends", "row-shape", "json", "[{\"b\":[" + "1,".repeat(MIB)),
                table("a quote that is never closed", "row-shape", "csv", "a,b\n1,\"" + "x\n".repeat(2 * MIB)),
                table("a header of 2 MiB", "row-shape", "csv", "x".repeat(2 * MIB)),
                table("20 million empty lines", "rows-unreadable", "csv", "a,b\n" + "\n".repeat(20 * MIB)),
                table("20 million blanks", "rows-unreadable", "json", "[{\"b\":\"x\"}" + " ".repeat(20 * MIB)),
                table("a million commas", "row-shape", "csv", "a,b\n" + ",".repeat(MIB)),
                table("a million columns", "row-shape", "tsv", times(20_000, i -> "c" + i + "\t") + "b\n"),
                table("300,000 rows with a cell too many", "more-findings", "csv", "a,b\n" + "1,2,3\n".repeat(300_000)),
                table("deep YAML", "row-shape", "yaml", "- b: " + "[".repeat(400_000)),
                table("a row of itself", "row-shape", "yaml", "- &a { b: 1, c: [*a] }\n"),
                table("a scalar that never ends", "row-shape", "yaml", "- b: " + "x".repeat(5 * MIB)));
    }

    private static Hostile table(String name, String rule, String ending, String text) {
        return new Hostile(
                "rows: " + name,
                Map.of("s.yaml", gull("variants: { rows: r." + ending + " }\n", "{{b}}"), "r." + ending, text),
                rule);
    }

    @TestFactory
    Stream<DynamicTest> endsInWords() {
        return all().stream()
                .map(hostile -> DynamicTest.dynamicTest(hostile.name(), () -> {
                    Path workspace = Files.createTempDirectory(temporary, "hostile");
                    for (Map.Entry<String, String> file : hostile.files().entrySet()) {
                        Path path = workspace.resolve(file.getKey());
                        Files.createDirectories(path.getParent());
                        Files.writeString(path, file.getValue());
                    }
                    List<String> arguments = new ArrayList<>(hostile.arguments());
                    arguments.add("s.yaml");
                    told(workspace, hostile.rule(), arguments);
                }));
    }

    private static void told(Path workspace, String rule, List<String> arguments) {
        GoldenCase.Answer answer = answer(workspace, "check", arguments);
        assertThat(answer.exit()).as(answer.out() + answer.err()).isIn(1, 2);
        assertThat(answer.out() + answer.err()).contains(rule).doesNotContain("bug in storyc");
        assertThat(answer.out().length()).as("characters of output").isLessThan(800_000);
    }

    static GoldenCase.Answer answer(Path workspace, String command, List<String> arguments) {
        GoldenCase.Answer answer =
                Assertions.assertTimeoutPreemptively(PATIENCE, () -> GoldenCase.run(workspace, command, arguments));
        String raw = (answer.out() + answer.err())
                .codePoints()
                .filter(c -> c != '\n' && (Character.isISOControl(c) || c == 0x202E))
                .mapToObj(c -> String.format("U+%04X ", c))
                .limit(5)
                .collect(Collectors.joining());
        assertThat(raw).as("raw characters a terminal obeys").isEmpty();
        return answer;
    }
}
