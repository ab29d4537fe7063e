package dev.storyc.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads OpenTimelineIO as its library does: no registry we build from has that library, so this holds every object to the
 * fields that the library writes for its schema, and every composition to its rules.
 */
final class OtioReading {
    private static final Set<String> ITEM = Set.of("metadata", "name", "source_range", "effects", "markers", "enabled");

    /** What the library writes for each schema, besides {@code OTIO_SCHEMA}. */
    private static final Map<String, Set<String>> FIELDS = Map.ofEntries(
            Map.entry("Timeline.1", Set.of("metadata", "name", "global_start_time", "tracks")),
            Map.entry("Stack.1", and(ITEM, "children")),
            Map.entry("Track.1", and(ITEM, "children", "kind")),
            Map.entry("Clip.2", and(ITEM, "media_references", "active_media_reference_key")),
            Map.entry("Gap.1", ITEM),
            Map.entry("Transition.1", Set.of("metadata", "name", "in_offset", "out_offset", "transition_type")),
            Map.entry("Marker.2", Set.of("metadata", "name", "color", "comment", "marked_range")),
            Map.entry(
                    "ExternalReference.1",
                    Set.of("metadata", "name", "available_range", "available_image_bounds", "target_url")),
            Map.entry("MissingReference.1", Set.of("metadata", "name", "available_range", "available_image_bounds")),
            Map.entry("TimeRange.1", Set.of("start_time", "duration")),
            Map.entry("RationalTime.1", Set.of("rate", "value")));

    final JsonNode root;

    OtioReading(String json) throws IOException {
        root = new ObjectMapper().readTree(json);
        assertThat(root.path("OTIO_SCHEMA").asText()).isEqualTo("Timeline.1");
        check(root);
        tracks().forEach(this::checkTrack);
    }

    private static Set<String> and(Set<String> some, String... more) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(List.of(more));
        return all;
    }

    private static void check(JsonNode node) {
        if (node.has("OTIO_SCHEMA")) {
            String schema = node.get("OTIO_SCHEMA").asText();
            assertThat(FIELDS).containsKey(schema);
            Set<String> fields = new TreeSet<>();
            node.fieldNames().forEachRemaining(fields::add);
            fields.remove("OTIO_SCHEMA");
            assertThat(fields).as(schema).isEqualTo(FIELDS.get(schema));
            if (schema.equals("RationalTime.1")) {
                assertThat(node.get("value").isIntegralNumber()).isTrue();
                assertThat(node.get("rate").isNumber()).isTrue();
            }
        }
        node.forEach(OtioReading::check);
    }

    private void checkTrack(JsonNode track) {
        @Nullable JsonNode before = null;
        List<JsonNode> children = children(track);
        for (int i = 0; i < children.size(); i++) {
            JsonNode child = children.get(i);
            if (schema(child).equals("Transition.1")) {
                JsonNode left = Objects.requireNonNull(before, "nothing before a transition");
                JsonNode after = children.get(i + 1);
                assertThat(schema(after)).isNotEqualTo("Transition.1");
                // A dissolve shows what lies beyond the cut, so both films must have it.
                if (schema(left).equals("Clip.2")) {
                    long room = available(left) - start(left) - duration(left);
                    assertThat(frames(child.get("out_offset"))).isLessThanOrEqualTo(room);
                }
                if (schema(after).equals("Clip.2")) {
                    assertThat(frames(child.get("in_offset"))).isLessThanOrEqualTo(start(after));
                }
            } else {
                assertThat(duration(child)).isPositive();
                if (schema(child).equals("Clip.2")) {
                    JsonNode references = child.get("media_references");
                    assertThat(references.has(
                                    child.get("active_media_reference_key").asText()))
                            .isTrue();
                    assertThat(start(child) + duration(child)).isLessThanOrEqualTo(available(child));
                }
                before = child;
            }
        }
    }

    List<JsonNode> tracks() {
        return children(root.get("tracks"));
    }

    List<JsonNode> children(JsonNode composition) {
        List<JsonNode> children = new ArrayList<>();
        composition.get("children").forEach(children::add);
        return children;
    }

    /** The clips of the first track. */
    List<JsonNode> clips() {
        return children(tracks().get(0)).stream()
                .filter(child -> schema(child).equals("Clip.2"))
                .toList();
    }

    /** A track's length: that of its items, since a transition adds none. */
    long length(JsonNode track) {
        return children(track).stream()
                .filter(child -> !schema(child).equals("Transition.1"))
                .mapToLong(OtioReading::duration)
                .sum();
    }

    static String schema(JsonNode node) {
        return node.get("OTIO_SCHEMA").asText();
    }

    static JsonNode active(JsonNode clip) {
        return clip.get("media_references")
                .get(clip.get("active_media_reference_key").asText());
    }

    /** The film's length in frames of the timeline, to the nearest. */
    private static long available(JsonNode clip) {
        JsonNode duration = active(clip).get("available_range").get("duration");
        return Math.round(
                duration.get("value").asDouble() * 24 / duration.get("rate").asDouble());
    }

    private static long start(JsonNode item) {
        return frames(item.get("source_range").get("start_time"));
    }

    static long duration(JsonNode item) {
        return frames(item.get("source_range").get("duration"));
    }

    private static long frames(JsonNode time) {
        assertThat(time.get("rate").asInt()).isEqualTo(24);
        return time.get("value").asLong();
    }
}
