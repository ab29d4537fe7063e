package dev.storyc.catalog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of a catalogue file: its values are texts, Lists and Entries; numbers and booleans are texts as written.
 *
 * <p>Read token by token, for building Jackson's object mapper takes longer at a start than all of a small check.
 */
record Entry(Map<String, Object> values) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Entry NONE = new Entry(Map.of());

    static Entry read(InputStream in) throws IOException {
        try (JsonParser json = JSON.createParser(in)) {
            json.nextToken();
            return object(json);
        }
    }

    /** A text that must be there. */
    String text(String name) {
        return (String) required(name);
    }

    /** A text, or null if it isn't there. */
    @Nullable
    String textIfAny(String name) {
        return (String) values.get(name);
    }

    /** A text, empty if it isn't there. */
    String textOrNone(String name) {
        return (String) values.getOrDefault(name, "");
    }

    /** A whole number, 0 if it isn't there. */
    int number(String name) {
        String text = textIfAny(name);
        return text == null ? 0 : Integer.parseInt(text);
    }

    boolean holds(String name) {
        return "true".equals(values.get(name));
    }

    /** The texts of a list; none if it isn't there. */
    List<String> texts(String name) {
        return list(name).stream().map(String.class::cast).toList();
    }

    /** The objects of a list that must be there. */
    List<Entry> entries(String name) {
        required(name);
        return list(name).stream().map(Entry.class::cast).toList();
    }

    /** An object that must be there. */
    Entry entry(String name) {
        return (Entry) required(name);
    }

    /** An object, or one without values. */
    Entry entryIfAny(String name) {
        return values.containsKey(name) ? entry(name) : NONE;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    private List<?> list(String name) {
        return (List<?>) values.getOrDefault(name, List.of());
    }

    private Object required(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("a catalogue entry has no `" + name + "`");
        }
        return value;
    }

    private static Entry object(JsonParser json) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                values.put(name, value(json));
            }
        }
        return new Entry(values);
    }

    private static Object value(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            return object(json);
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return json.getText();
        }
        List<Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(json));
        }
        return list;
    }
}
