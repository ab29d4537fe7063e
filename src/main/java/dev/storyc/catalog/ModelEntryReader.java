package dev.storyc.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a catalogue entry from the class path. A malformed entry is a bug, so it ends in an exception. */
final class ModelEntryReader {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ModelEntryReader() {}

    static VideoModel read(String file) {
        try (InputStream in = ModelEntryReader.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no catalogue entry " + file);
            }
            return model(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException("catalogue entry " + file, e);
        }
    }

    private static VideoModel model(JsonNode entry) {
        List<ArgumentSpec> arguments = new ArrayList<>();
        entry.required("arguments").forEach(node -> arguments.add(argument(node)));
        return new VideoModel(
                entry.required("id").textValue(),
                entry.required("title").textValue(),
                arguments,
                limits(entry.required("limits")),
                prices(entry.required("prices")),
                frames(entry.required("frames")),
                entry.required("source").textValue(),
                entry.required("read").textValue());
    }

    private static ArgumentSpec argument(JsonNode node) {
        return new ArgumentSpec(
                node.required("name").textValue(),
                WireType.of(node.required("type").textValue()),
                node.path("set_by").asText().equals("scene") ? ArgumentSpec.SetBy.SCENE : ArgumentSpec.SetBy.SETTINGS,
                node.path("stated").asBoolean(),
                text(node, "unset"),
                text(node, "fallback"),
                texts(node.path("allowed")),
                number(node, "min"),
                number(node, "max"),
                node.path("max_characters").asInt(),
                node.path("description").asText(),
                node.path("example").asText(),
                node.required("source").textValue());
    }

    private static Limits limits(JsonNode node) {
        List<Integer> seconds = new ArrayList<>();
        node.required("clip_seconds").forEach(n -> seconds.add(n.intValue()));
        JsonNode shots = node.path("shots");
        return new Limits(
                seconds,
                !shots.isMissingNode(),
                shots.path("min").asInt(),
                shots.path("max").asInt(),
                shots.path("min_seconds").asInt(),
                shots.path("max_seconds").asInt(),
                shots.path("prompt_characters").asInt(),
                node.required("prompt_characters").intValue(),
                node.required("clip_source").textValue(),
                shots.path("source").asText(),
                node.required("prompt_source").textValue(),
                texts(node.path("unbound")));
    }

    private static PriceTable prices(JsonNode node) {
        List<PriceTable.Row> rows = new ArrayList<>();
        for (JsonNode row : node.required("rows")) {
            Map<String, String> when = new LinkedHashMap<>();
            row.required("when")
                    .properties()
                    .forEach(e -> when.put(e.getKey(), e.getValue().asText()));
            // Prices are text in the file, for JSON numbers are doubles to most readers.
            rows.add(new PriceTable.Row(
                    when, new BigDecimal(row.required("usd_per_second").textValue())));
        }
        return new PriceTable(rows, node.required("source").textValue());
    }

    private static FrameSizes frames(JsonNode node) {
        Map<String, Integer> sides = new LinkedHashMap<>();
        node.required("short_sides")
                .properties()
                .forEach(e -> sides.put(e.getKey(), e.getValue().intValue()));
        return new FrameSizes(
                node.required("argument").textValue(),
                sides,
                node.required("source").textValue());
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(n -> texts.add(n.asText()));
        return texts;
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.hasNonNull(name) ? node.get(name).asText() : null;
    }

    private static @Nullable BigDecimal number(JsonNode node, String name) {
        return node.hasNonNull(name) ? new BigDecimal(node.get(name).asText()) : null;
    }
}
