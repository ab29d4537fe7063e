package dev.storyc.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Arguments with holes for texts. Clips that differ in nothing but their prompts share one, and what their requests have
 * in common is put together, ordered and escaped once.
 */
final class PayloadForm {
    private final Map<String, Object> args;
    private final List<byte[]> pieces = new ArrayList<>();
    private final List<Hole> holes = new ArrayList<>();

    /** Where a text goes; {@code number} counts from 0. */
    record Hole(int number) {}

    /** @param args plain values, and {@link Hole}s where the texts go */
    PayloadForm(Map<String, Object> args) {
        this.args = args;
        CanonicalJson json = new CanonicalJson();
        json.value(args, hole -> {
            pieces.add(json.bytes());
            holes.add(hole);
            json.begin();
        });
        pieces.add(json.bytes());
    }

    /** Appends the canonical form with the texts in their places. */
    void write(List<String> texts, CanonicalJson json) {
        for (int i = 0; i < holes.size(); i++) {
            json.raw(pieces.get(i)).value(texts.get(holes.get(i).number()));
        }
        json.raw(pieces.get(holes.size()));
    }

    /** The arguments with the texts in their places. */
    Map<String, Object> filled(List<String> texts) {
        Map<String, Object> filled = new LinkedHashMap<>();
        args.forEach((name, value) -> filled.put(name, filled(value, texts)));
        return filled;
    }

    private static Object filled(Object value, List<String> texts) {
        if (value instanceof Hole hole) {
            return texts.get(hole.number());
        }
        if (value instanceof List<?> list) {
            List<Object> filled = new ArrayList<>();
            list.forEach(item -> filled.add(filled(item, texts)));
            return filled;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> filled = new LinkedHashMap<>();
            map.forEach((name, inner) -> filled.put((String) name, filled(inner, texts)));
            return filled;
        }
        return value;
    }
}
