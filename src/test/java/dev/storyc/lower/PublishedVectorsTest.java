package dev.storyc.lower;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the keys to {@code docs/keys.md}, whose vectors were computed by another program. */
@Tag("fast")
class PublishedVectorsTest {
    private static final Pattern VECTOR = Pattern.compile(
            "### (?<name>[^\n]+)\n.*?```text\n(?<canonical>.*?)\n```\n\nkey `(?<key>[0-9a-f]{64})`, (?<bytes>\\d+) bytes\n",
            Pattern.DOTALL);

    private record Published(String canonical, String key, int bytes) {}

    private record Vector(String name, VectorPayload payload, int take) {}

    private record VectorPayload(String model, Map<String, Object> args) {}

    @TestFactory
    List<DynamicTest> keysAreAsPublished() throws IOException {
        Map<String, Published> published = published();
        List<Vector> vectors = vectors();
        assertThat(vectors).hasSize(5);
        assertThat(published.keySet())
                .containsExactlyElementsOf(
                        vectors.stream().map(v -> heading(v.name())).toList());
        return vectors.stream()
                .map(vector -> DynamicTest.dynamicTest(
                        vector.name(), () -> check(vector, requireNonNull(published.get(heading(vector.name()))))))
                .toList();
    }

    @Test
    void theFourthIsTheSecondTakeOfTheFirst() throws IOException {
        List<Vector> vectors = vectors();
        assertThat(vectors.get(3).payload()).isEqualTo(vectors.get(0).payload());
        assertThat(vectors.get(3).take()).isEqualTo(2);
    }

    private static void check(Vector vector, Published published) {
        Payload payload = new Payload(vector.payload().model(), vector.payload().args());
        byte[] canonical = RequestKey.canonical(payload, vector.take());
        assertThat(new String(canonical, StandardCharsets.UTF_8)).isEqualTo(published.canonical());
        assertThat(canonical).hasSize(published.bytes());
        assertThat(RequestKey.of(payload, vector.take()).hex()).isEqualTo(published.key());
    }

    private static Map<String, Published> published() throws IOException {
        Map<String, Published> found = new LinkedHashMap<>();
        Matcher matcher = VECTOR.matcher(Files.readString(Path.of("docs/keys.md")));
        while (matcher.find()) {
            found.put(
                    matcher.group("name"),
                    new Published(
                            matcher.group("canonical"),
                            matcher.group("key"),
                            Integer.parseInt(matcher.group("bytes"))));
        }
        return found;
    }

    private static List<Vector> vectors() throws IOException {
        JsonMapper json = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        try (InputStream in = PublishedVectorsTest.class.getResourceAsStream("/vectors/keys.json")) {
            assertThat(in).isNotNull();
            return json.readValue(in, new TypeReference<>() {});
        }
    }

    private static String heading(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
