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
    // A piece before each hole, and one after the last.
    private final byte[][] pieces;
    private final int[] holes;

    /** Where a text goes; {@code number} counts from 0. */
    record Hole(int number) {}

    /** @param args plain values, and {@link Hole}s where the texts go */
    PayloadForm(Map<String, Object> args) {
        this.args = args;
        List<byte[]> written = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        CanonicalJson json = new CanonicalJson();
        json.value(args, hole -> {
            written.add(json.bytes());
            numbers.add(hole.number());
            json.begin();
        });
        written.add(json.bytes());
        this.pieces = written.toArray(new byte[0][]);
        this.holes = numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Appends the canonical form with the texts in their places. */
    void write(PayloadTexts prompts, PayloadTexts settings, CanonicalJson json) {
        for (int i = 0; i < holes.length; i++) {
            json.raw(pieces[i]);
            int number = holes[i];
            if (number < prompts.size()) {
                prompts.write(number, json);
            } else {
                settings.write(number - prompts.size(), json);
            }
        }
        json.raw(pieces[holes.length]);
    }

    /** The arguments with the texts in their places. */
    Map<String, Object> filled(PayloadTexts prompts, PayloadTexts settings) {
        List<String> texts = new ArrayList<>(prompts.size() + settings.size());
        for (int i = 0; i < prompts.size(); i++) {
            texts.add(prompts.get(i));
        }
        for (int i = 0; i < settings.size(); i++) {
            texts.add(settings.get(i));
        }
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
