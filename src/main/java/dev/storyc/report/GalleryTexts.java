package dev.storyc.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a gallery, each written once.
 *
 * <p>The texts that one place has in the variants of a storyboard come of one template and differ in few words, so such a
 * text is written as what differs from the first one: a thousand variants of a long prompt take little more than one.
 */
final class GalleryTexts {
    /** What stands for a text that isn't there. */
    static final int NONE = -1;

    // Less would not be worth its brackets.
    private static final int LEAST_SHARED = 24;

    private record Entry(String text, int base, int before, int after) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> bases = new HashMap<>();

    /**
     * The number of a text.
     *
     * @param place what the texts have in common that come of one template
     */
    int number(@Nullable String text, String place) {
        if (text == null || text.isEmpty()) {
            return NONE;
        }
        Integer known = numbers.get(text);
        if (known != null) {
            return known;
        }
        int number = entries.size();
        Integer base = bases.putIfAbsent(place, number);
        entries.add(base == null ? new Entry(text, NONE, 0, 0) : against(base, text));
        numbers.put(text, number);
        return number;
    }

    private Entry against(int base, String text) {
        String other = entries.get(base).text();
        int most = Math.min(text.length(), other.length());
        int before = 0;
        while (before < most && text.charAt(before) == other.charAt(before)) {
            before++;
        }
        if (before > 0 && Character.isHighSurrogate(text.charAt(before - 1))) {
            before--;
        }
        int after = 0;
        while (after < most - before
                && text.charAt(text.length() - 1 - after) == other.charAt(other.length() - 1 - after)) {
            after++;
        }
        if (after > 0 && Character.isLowSurrogate(text.charAt(text.length() - after))) {
            after--;
        }
        return before + after < LEAST_SHARED ? new Entry(text, NONE, 0, 0) : new Entry(text, base, before, after);
    }

    /** Writes all of them: each a text, or the number of another with how much of its start and its end it shares. */
    void write(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (Entry entry : entries) {
            if (entry.base() == NONE) {
                json.writeString(entry.text());
            } else {
                json.writeStartArray();
                json.writeNumber(entry.base());
                json.writeNumber(entry.before());
                json.writeNumber(entry.after());
                json.writeString(
                        entry.text().substring(entry.before(), entry.text().length() - entry.after()));
                json.writeEndArray();
            }
        }
        json.writeEndArray();
    }
}
