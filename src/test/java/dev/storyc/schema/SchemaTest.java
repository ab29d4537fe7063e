package dev.storyc.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.storyc.board.Input;
import dev.storyc.board.Keys;
import dev.storyc.board.Pick;
import dev.storyc.board.Scene;
import dev.storyc.board.Shot;
import dev.storyc.board.Storyboard;
import dev.storyc.board.Variants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.error.YAMLException;

/** The schema in the repository is the one the code makes, and takes and refuses what it should. */
@Tag("fast")
class SchemaTest {
    private static final boolean REWRITE = Boolean.getBoolean("golden.rewrite");
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Path TOLD = Path.of("src/test/resources/schema/told-by-structure.txt");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml[ \t]*\\R(.*?)^```");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Schema schema = compile(new StoryboardSchema().text());

    private static Schema compile(String text) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON);
    }

    @Test
    void the_file_is_what_the_records_and_the_catalogue_say() throws IOException {
        String generated = SchemaFile.generated();
        if (REWRITE) {
            Files.writeString(SchemaFile.PATH, generated);
            fail("the schema was written anew: look at what changed, then test without -Dgolden.rewrite");
        }
        assertThat(Files.readString(SchemaFile.PATH)).isEqualTo(generated);
        assertThat(new StoryboardSchema().text()).isEqualTo(generated);
    }

    @TestFactory
    Stream<DynamicTest> every_accepted_storyboard_is_taken() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : storyboards(GOLDEN.resolve("accepted"))) {
            tests.add(DynamicTest.dynamicTest(file.toString(), () -> takes(Files.readString(file))));
        }
        for (Path file : storyboards(Path.of("storyboards"))) {
            String text = Files.readString(file);
            assertThat(text).startsWith("# yaml-language-server: $schema=../schema/storyboard.schema.json\n");
            tests.add(DynamicTest.dynamicTest(file.toString(), () -> takes(text)));
        }
        for (Path page : pages()) {
            Matcher block = BLOCK.matcher(Files.readString(page));
            for (int n = 1; block.find(); n++) {
                String text = block.group(1);
                tests.add(DynamicTest.dynamicTest(page + ", block " + n, () -> takes(text)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(60);
        return tests.stream();
    }

    private void takes(String text) {
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        assertThat(refusals(YamlAsJson.read12(body))).as("read as YAML 1.2").isEmpty();
        assertThat(refusals(YamlAsJson.read11(body))).as("read as YAML 1.1").isEmpty();
    }

    @Test
    void it_refuses_just_what_structure_can_tell() throws IOException {
        List<String> told = new ArrayList<>();
        for (Path file : storyboards(GOLDEN.resolve("rejected"))) {
            String name = GOLDEN.resolve("rejected").relativize(file).toString().replace('\\', '/');
            try {
                if (!refusals(YamlAsJson.read12(Files.readString(file))).isEmpty()) {
                    told.add(name);
                }
            } catch (YAMLException | NumberFormatException | CharacterCodingException e) {
                // What is no YAML never gets as far as a schema.
                assertThat(name).matches("(yaml-|quote-|comment-|file-not-utf-8|behind-|section-).*");
            }
        }
        if (REWRITE) {
            Files.writeString(TOLD, String.join("\n", told) + "\n");
            fail("the list was written anew: look at what changed, then test without -Dgolden.rewrite");
        }
        assertThat(told).containsExactlyElementsOf(Files.readAllLines(TOLD));
    }

    @TestFactory
    Stream<DynamicTest> every_key_has_a_description_and_examples() throws IOException {
        Map<String, JsonNode> keys = new LinkedHashMap<>();
        JsonNode root = JSON.readTree(new StoryboardSchema().text());
        collect("", root, keys);
        root.get("$defs").properties().forEach(entry -> {
            // Those of scenes narrow keys that are described where they are introduced.
            if (!entry.getKey().endsWith("-scene")) {
                collect(entry.getKey(), entry.getValue(), keys);
            }
        });
        assertThat(keys).hasSizeGreaterThan(60);
        return keys.entrySet().stream()
                .map(key -> DynamicTest.dynamicTest(key.getKey(), () -> {
                    assertThat(key.getValue().path("description").asText()).matches("(?s)[A-Z`].*\\.");
                    assertThat(key.getValue().path("examples")).isNotEmpty();
                }));
    }

    private static void collect(String name, JsonNode mapping, Map<String, JsonNode> keys) {
        mapping.path("properties").properties().forEach(key -> keys.put(name + "." + key.getKey(), key.getValue()));
    }

    /** Where each mapping of the language stands in a storyboard that is right, and what it needs there. */
    private static final Map<Class<? extends Record>, String> PLACES = Map.of(
            Storyboard.class, "%s",
            Scene.class, "scenes: [ %s ]",
            Shot.class, "scenes: [ { id: a, shots: [ %s ] } ]",
            Input.class, "inputs: { a: %s }",
            Variants.class, "variants: %s",
            Variants.OverrideEntry.class, "variants: { overrides: [ %s ] }",
            Pick.class, "picks: [ %s ]");

    private static final Map<Class<? extends Record>, String> NEEDED = Map.of(
            Scene.class, "{ id: a, duration: 5, prompt: A gull }",
            Shot.class, "{ duration: 5, prompt: A gull }",
            Variants.OverrideEntry.class, "{ when: { a: b } }",
            Pick.class, "{ clip: a, take: 1 }");

    @TestFactory
    Stream<DynamicTest> every_example_is_right_where_it_stands() {
        List<DynamicTest> tests = new ArrayList<>();
        PLACES.forEach((type, place) -> Keys.of(type)
                .values()
                .forEach(key -> key.examples()
                        .forEach(example -> tests.add(DynamicTest.dynamicTest(
                                type.getSimpleName() + "." + key.name() + ": " + example, () -> {
                                    ObjectNode storyboard = (ObjectNode) YamlAsJson.read12("""
                                    version: 1
                                    scenes: [ { id: a, duration: 5, prompt: A gull } ]
                                    """);
                                    ObjectNode mapping =
                                            (ObjectNode) YamlAsJson.read12(NEEDED.getOrDefault(type, "{}"));
                                    mapping.set(key.name(), YamlAsJson.read12(example));
                                    ofItsType(type, key.name(), mapping);
                                    String whole = place.formatted(JSON.writeValueAsString(mapping));
                                    storyboard.setAll((ObjectNode) YamlAsJson.read12(whole));
                                    assertThat(refusals(storyboard)).isEmpty();
                                })))));
        return tests.stream();
    }

    /** Checks of an input go with its type. */
    private static void ofItsType(Class<?> type, String key, ObjectNode mapping) {
        if (type == Input.class && (key.equals("min") || key.equals("max"))) {
            mapping.put("type", "number");
        }
    }

    @TestFactory
    Stream<DynamicTest> every_example_of_a_setting_is_right_with_its_model() throws IOException {
        JsonNode root = JSON.readTree(new StoryboardSchema().text());
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode model : root.at("/properties/model/enum")) {
            String name = model.asText().substring("kwaivgi/".length()).replace('/', '-') + "-settings";
            JsonNode settings = root.get("$defs").get(name).get("properties");
            settings.properties()
                    .forEach(setting ->
                            tests.add(DynamicTest.dynamicTest(model.asText() + " " + setting.getKey(), () -> {
                                ObjectNode storyboard = (ObjectNode) YamlAsJson.read12(
                                        "{ version: 1, scenes: [ { id: a, duration: 5, prompt: A gull } ] }");
                                storyboard.set("model", model);
                                storyboard
                                        .putObject("settings")
                                        .set(
                                                setting.getKey(),
                                                setting.getValue()
                                                        .get("examples")
                                                        .get(0));
                                assertThat(refusals(storyboard)).isEmpty();
                            })));
        }
        assertThat(tests).hasSizeGreaterThan(8);
        return tests.stream();
    }

    private List<String> refusals(JsonNode document) {
        return schema.validate(document.toString(), InputFormat.JSON).stream()
                .map(error -> error.getInstanceLocation() + " " + error.getMessage())
                .toList();
    }

    private static List<Path> storyboards(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> holdsScenes(file))
                    .sorted()
                    .toList();
        }
    }

    /** A storyboard, and no file of rows, settings or shared parts. */
    private static boolean holdsScenes(Path file) {
        try {
            return file.endsWith("storyboard.yaml")
                    || new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                            .lines()
                            .anyMatch(line -> line.startsWith("scenes:"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        try (Stream<Path> walk = Files.walk(Path.of("docs"))) {
            walk.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }
}
