package dev.storyc.report;

import dev.storyc.lower.Key;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The names of films that have eight characters and no more: the beginning of the key, in capitals, so that a film has one
 * name in all lists, and {@code storyc jobs show} knows it.
 */
final class Reels {
    private static final int LENGTH = 8;

    private final Map<Key, String> names = new HashMap<>();
    private final Map<String, Key> taken = new HashMap<>();

    /** The name of a film; no other has it in this list. */
    String of(Key key) {
        return names.computeIfAbsent(key, unnamed -> {
            String digits = key.hex().toUpperCase(Locale.ROOT);
            int from = 0;
            // Where two begin alike, the second goes by later digits.
            while (taken.putIfAbsent(digits.substring(from, from + LENGTH), key) != null) {
                from++;
            }
            return digits.substring(from, from + LENGTH);
        });
    }
}
