package dev.storyc.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/** Every key of the language is described, by the name people write. */
@Tag("fast")
class KeysTest {
    private static final List<Class<? extends Record>> MAPPINGS = List.of(
            Storyboard.class,
            Scene.class,
            Shot.class,
            Input.class,
            Variants.class,
            Variants.OverrideEntry.class,
            Pick.class,
            Cut.class);

    /** {@code shots: auto} is a value of the key {@code shots}, and no key. */
    private static final Set<String> NO_KEYS = Set.of("Scene.auto");

    @TestFactory
    Stream<DynamicTest> every_component_is_described() {
        return MAPPINGS.stream()
                .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> {
                    List<String> described = Keys.of(type).values().stream()
                            .map(KeyDescription::component)
                            .toList();
                    assertThat(Arrays.stream(type.getRecordComponents())
                                    .map(component -> component.getName())
                                    .filter(name -> !NO_KEYS.contains(type.getSimpleName() + "." + name)))
                            .isSubsetOf(described);
                }));
    }

    @TestFactory
    Stream<DynamicTest> each_description_is_a_sentence_with_examples_in_yaml() {
        return MAPPINGS.stream()
                .flatMap(type -> Keys.of(type).values().stream()
                        .map(key -> DynamicTest.dynamicTest(type.getSimpleName() + "." + key.name(), () -> {
                            assertThat(key.description()).matches("(?s)[A-Z`].*\\.");
                            assertThat(key.examples()).isNotEmpty();
                            for (String example : key.examples()) {
                                Map<String, Object> read = new Yaml().load(key.name() + ": " + example);
                                assertThat(read).containsOnlyKeys(key.name()).doesNotContainValue(null);
                            }
                        })));
    }

    @Test
    void keys_are_spelt_as_people_write_them() {
        assertThat(Keys.of(Storyboard.class))
                .containsOnlyKeys(
                        "version",
                        "name",
                        "title",
                        "model",
                        "settings",
                        "inputs",
                        "variables",
                        "variants",
                        "budget",
                        "picks",
                        "cut",
                        "scenes",
                        "notes",
                        "uses");
        assertThat(Keys.of(Input.class)).containsKeys("default", "enum", "min_length", "max_length");
        assertThat(Keys.of(Shot.class)).containsKey("starts_clip").doesNotContainKey("startsClip");
    }

    @Test
    void what_a_mapping_cant_do_without_comes_from_its_constraints() {
        assertThat(required(Storyboard.class)).containsExactly("version", "scenes");
        assertThat(required(Scene.class)).containsExactly("id");
        assertThat(required(Shot.class)).containsExactly("duration", "prompt");
        assertThat(required(Pick.class)).containsExactly("clip", "take");
        assertThat(required(Variants.OverrideEntry.class)).containsExactly("when");
    }

    private static List<String> required(Class<? extends Record> type) {
        return Keys.of(type).values().stream()
                .filter(KeyDescription::required)
                .map(KeyDescription::name)
                .toList();
    }
}
