package dev.storyc.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a catalogue entry from the class path. A malformed entry is a bug, so it ends in an exception. */
final class ModelEntryReader {
    private ModelEntryReader() {}

    static VideoModel read(String file) {
        try (InputStream in = ModelEntryReader.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no catalogue entry " + file);
            }
            return model(Entry.read(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("catalogue entry " + file, e);
        }
    }

    private static VideoModel model(Entry entry) {
        return new VideoModel(
                entry.text("id"),
                entry.text("title"),
                arguments(entry),
                limits(entry.entry("limits")),
                prices(entry.entry("prices")),
                frames(entry.entry("frames")),
                entry.text("source"),
                entry.text("read"));
    }

    // Loops throughout, for linking what a stream needs takes longer than reading an entry, and no check does without
    // one.
    private static List<ArgumentSpec> arguments(Entry entry) {
        List<ArgumentSpec> arguments = new ArrayList<>();
        for (Entry one : entry.entries("arguments")) {
            arguments.add(argument(one));
        }
        return arguments;
    }

    private static ArgumentSpec argument(Entry entry) {
        return new ArgumentSpec(
                entry.text("name"),
                WireType.of(entry.text("type")),
                "scene".equals(entry.textIfAny("set_by")) ? ArgumentSpec.SetBy.SCENE : ArgumentSpec.SetBy.SETTINGS,
                entry.holds("stated"),
                entry.textIfAny("unset"),
                entry.textIfAny("fallback"),
                entry.texts("allowed"),
                decimal(entry, "min"),
                decimal(entry, "max"),
                entry.number("max_characters"),
                entry.textOrNone("description"),
                entry.textOrNone("example"),
                entry.text("source"));
    }

    private static Limits limits(Entry entry) {
        List<Integer> seconds = new ArrayList<>();
        for (String one : entry.texts("clip_seconds")) {
            seconds.add(Integer.valueOf(one));
        }
        Entry shots = entry.entryIfAny("shots");
        return new Limits(
                seconds,
                !shots.isEmpty(),
                shots.number("min"),
                shots.number("max"),
                shots.number("min_seconds"),
                shots.number("max_seconds"),
                shots.number("prompt_characters"),
                Integer.parseInt(entry.text("prompt_characters")),
                entry.text("clip_source"),
                shots.textOrNone("source"),
                entry.text("prompt_source"),
                entry.texts("unbound"));
    }

    // Prices are text in the file, for JSON numbers are doubles to most readers.
    private static PriceTable prices(Entry entry) {
        List<PriceTable.Row> rows = new ArrayList<>();
        for (Entry row : entry.entries("rows")) {
            rows.add(new PriceTable.Row(texts(row.entry("when")), new BigDecimal(row.text("usd_per_second"))));
        }
        return new PriceTable(rows, entry.text("source"));
    }

    private static FrameSizes frames(Entry entry) {
        Map<String, Integer> sides = new LinkedHashMap<>();
        for (Map.Entry<String, String> side : texts(entry.entry("short_sides")).entrySet()) {
            sides.put(side.getKey(), Integer.valueOf(side.getValue()));
        }
        return new FrameSizes(entry.text("argument"), sides, entry.text("source"));
    }

    private static Map<String, String> texts(Entry entry) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : entry.values().keySet()) {
            texts.put(name, entry.text(name));
        }
        return texts;
    }

    private static @Nullable BigDecimal decimal(Entry entry, String name) {
        String text = entry.textIfAny(name);
        return text == null ? null : new BigDecimal(text);
    }
}
