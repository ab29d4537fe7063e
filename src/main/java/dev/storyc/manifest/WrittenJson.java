package dev.storyc.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON taken token by token where it is just as storyc writes it: properties in their order, and no others. Whatever is
 * otherwise is {@link Other}, and then a {@link JsonTree} tells what is wrong with it, if anything is; building that of
 * ten thousand rows takes several times as long.
 */
final class WrittenJson {
    private static final JsonFactory JSON = new JsonFactory();
    /** A text longer than this may be of a number that {@link JsonFields} refuses. */
    private static final int LONGEST_NUMBER = 18;

    private static final int LONGEST_SMALL = 9;
    /** Fewer than a tree may hold, so that no text passes here that fails there. */
    private static final int MOST_VALUES = 2_000_000;

    private final JsonParser json;
    private int values;

    WrittenJson(String text) throws IOException {
        this.json = JSON.createParser(text);
    }

    /** The text isn't as storyc writes it; it may be right all the same. */
    static final class Other extends Exception {
        Other() {
            super("not as storyc writes it", null, false, false);
        }
    }

    void beginObject() throws IOException, Other {
        expect(json.nextToken() == JsonToken.START_OBJECT);
    }

    void endObject() throws IOException, Other {
        expect(json.nextToken() == JsonToken.END_OBJECT);
    }

    void end() throws IOException, Other {
        expect(json.nextToken() == null);
    }

    void object(String name) throws IOException, Other {
        expect(field(name) == JsonToken.START_OBJECT);
    }

    /** A text that may be missing before a list, which begins then. */
    @Nullable
    String textBefore(String name, String list) throws IOException, Other {
        expect(json.nextToken() == JsonToken.FIELD_NAME);
        if (json.currentName().equals(list)) {
            expect(json.nextToken() == JsonToken.START_ARRAY);
            return null;
        }
        expect(json.currentName().equals(name) && json.nextToken() == JsonToken.VALUE_STRING);
        String text = notEmpty();
        expect(field(list) == JsonToken.START_ARRAY);
        return text;
    }

    /** Whether another object of a list begins here; else the list has ended. */
    boolean another() throws IOException, Other {
        JsonToken token = json.nextToken();
        expect(token == JsonToken.START_OBJECT || token == JsonToken.END_ARRAY);
        return token == JsonToken.START_OBJECT;
    }

    String text(String name) throws IOException, Other {
        expect(field(name) == JsonToken.VALUE_STRING);
        return notEmpty();
    }

    @Nullable
    String optionalText(String name) throws IOException, Other {
        JsonToken token = field(name);
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        expect(token == JsonToken.VALUE_STRING);
        return notEmpty();
    }

    int smallWhole(String name) throws IOException, Other {
        expect(field(name) == JsonToken.VALUE_NUMBER_INT && json.getTextLength() <= LONGEST_SMALL);
        int number = json.getIntValue();
        expect(number >= 0);
        return number;
    }

    long whole(String name) throws IOException, Other {
        expect(field(name) == JsonToken.VALUE_NUMBER_INT && json.getTextLength() <= LONGEST_NUMBER);
        long number = json.getLongValue();
        expect(number >= 0);
        return number;
    }

    BigDecimal number(String name) throws IOException, Other {
        BigDecimal number = optionalNumber(name);
        if (number == null) {
            throw new Other();
        }
        return number;
    }

    @Nullable
    BigDecimal optionalNumber(String name) throws IOException, Other {
        JsonToken token = field(name);
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        BigDecimal number = decimal(token);
        expect(number.signum() >= 0);
        return number;
    }

    /** An object as plain values; see {@link JsonFields#plain}. */
    Map<String, Object> plain(String name) throws IOException, Other {
        object(name);
        return map();
    }

    private Map<String, Object> map() throws IOException, Other {
        Map<String, Object> map = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            expect(map.put(name, value(json.nextToken())) == null);
        }
        return map;
    }

    private Object value(@Nullable JsonToken token) throws IOException, Other {
        expect(token != null && ++values < MOST_VALUES);
        if (token == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            expect(json.getTextLength() <= LONGEST_NUMBER);
            long whole = json.getLongValue();
            return whole == (int) whole ? (Object) (int) whole : (Object) whole;
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            BigDecimal number = decimal(token);
            expect(number.scale() > 0);
            return number;
        }
        if (token == JsonToken.START_OBJECT) {
            return map();
        }
        expect(token == JsonToken.START_ARRAY);
        List<Object> items = new ArrayList<>();
        for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
            items.add(value(next));
        }
        return items;
    }

    private BigDecimal decimal(@Nullable JsonToken token) throws IOException, Other {
        boolean number = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
        // An exponent may make much of few digits.
        expect(number && json.getTextLength() <= LONGEST_NUMBER);
        BigDecimal decimal;
        try {
            decimal = json.getDecimalValue();
        } catch (NumberFormatException e) {
            // Of an exponent that is a number of none.
            throw new Other();
        }
        expect(Math.abs(decimal.scale()) <= LONGEST_NUMBER);
        return decimal;
    }

    private @Nullable JsonToken field(String name) throws IOException, Other {
        expect(json.nextToken() == JsonToken.FIELD_NAME && name.equals(json.currentName()) && ++values < MOST_VALUES);
        return json.nextToken();
    }

    private String notEmpty() throws IOException, Other {
        String text = json.getText();
        expect(!text.isEmpty());
        return text;
    }

    private static void expect(boolean right) throws Other {
        if (!right) {
            throw new Other();
        }
    }
}
