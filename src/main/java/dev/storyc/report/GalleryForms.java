package dev.storyc.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The forms of arguments: what is sent but for its long texts. A storyboard has few, however many clips it has. */
final class GalleryForms {
    private final int shortest;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    /** @param shortest the fewest characters of a text that the form leaves out */
    GalleryForms(int shortest) {
        this.shortest = shortest;
    }

    /**
     * The number of the form of these arguments.
     *
     * @param holes gets the texts that are left out, by where they stand, in order
     */
    int number(Map<String, Object> args, Map<String, String> holes) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = GalleryJson.to(text)) {
            value(json, args, "", holes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return numbers.computeIfAbsent(text.toString(), unused -> numbers.size());
    }

    private void value(JsonGenerator json, Object value, String path, Map<String, String> holes) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String name = String.valueOf(entry.getKey());
                json.writeFieldName(name);
                value(json, entry.getValue(), path + "." + name, holes);
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            int at = 0;
            for (Object item : list) {
                value(json, item, path + "." + at++, holes);
            }
            json.writeEndArray();
        } else if (value instanceof String text && text.length() >= shortest) {
            // No argument is an object of one field that is named so.
            json.writeStartObject();
            json.writeNumberField("$", holes.size());
            json.writeEndObject();
            holes.put(path, text);
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else {
            json.writeRawValue(String.valueOf(value));
        }
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (String form : numbers.keySet()) {
            json.writeRawValue(form);
        }
        json.writeEndArray();
    }
}
