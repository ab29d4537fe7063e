package dev.storyc.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Source;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * JSON as a tree whose every value knows where it stands, so that a damaged file can be mended by hand.
 *
 * @param value a Map of JsonTrees by name, a List of JsonTrees, or a String, BigDecimal, Boolean or null
 * @param start the offset of its first character
 * @param end the offset after its first token
 */
record JsonTree(@Nullable Object value, int start, int end) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final int MOST_DIGITS = 40;
    // A value takes fifty times the room of the two brackets that may be all of it; a row has about thirty.
    private static final int MOST_VALUES = 3_000_000;

    /** The text was not what it should be; caught where the file is known. */
    static final class Damage extends Exception {
        private final transient Diagnostic diagnostic;

        Damage(Diagnostic diagnostic) {
            super(diagnostic.message());
            this.diagnostic = diagnostic;
        }

        Diagnostic diagnostic() {
            return diagnostic;
        }
    }

    static JsonTree read(Source source) throws Damage {
        try (JsonParser json = JSON.createParser(source.text())) {
            if (json.nextToken() == null) {
                throw damage(source, 0, 0, "the file is empty");
            }
            AtomicInteger left = new AtomicInteger(MOST_VALUES);
            JsonTree tree = value(json, source, left);
            if (json.nextToken() != null) {
                int at = (int) json.currentTokenLocation().getCharOffset();
                throw damage(source, at, at + 1, "something stands after the end");
            }
            return tree;
        } catch (JsonProcessingException e) {
            int at = e.getLocation() == null
                    ? 0
                    : (int) Math.max(0, e.getLocation().getCharOffset());
            throw damage(source, at, at + 1, "not JSON: " + firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw damage(source, 0, 0, "not JSON: " + e.getMessage());
        }
    }

    static Damage damage(Source source, int start, int end, String message) {
        return new Damage(Diagnostic.of(
                Rule.MANIFEST_UNREADABLE,
                source.span(start, end),
                message,
                "take the file back from git (after a conflict, either side's whole record will do),"
                        + " or delete it: films the store holds are found again by the next build"));
    }

    private static JsonTree value(JsonParser json, Source source, AtomicInteger left) throws IOException, Damage {
        int start = (int) json.currentTokenLocation().getCharOffset();
        if (left.decrementAndGet() < 0) {
            throw damage(source, start, start + 1, "more values than any record has");
        }
        JsonToken token = json.currentToken();
        switch (token) {
            case START_OBJECT -> {
                Map<String, JsonTree> fields = new LinkedHashMap<>();
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    String name = json.currentName();
                    json.nextToken();
                    fields.put(name, value(json, source, left));
                }
                return new JsonTree(fields, start, start + 1);
            }
            case START_ARRAY -> {
                List<JsonTree> items = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(json, source, left));
                }
                return new JsonTree(items, start, start + 1);
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                BigDecimal number = json.getTextLength() > MOST_DIGITS ? null : decimal(json);
                if (number == null || Math.abs(number.scale()) > MOST_DIGITS) {
                    throw damage(source, start, start + json.getTextLength(), "a number beyond all measure");
                }
                return new JsonTree(number, start, start + json.getTextLength());
            }
            case VALUE_STRING -> {
                String text = json.getText();
                return new JsonTree(text, start, (int) json.currentLocation().getCharOffset());
            }
            case VALUE_TRUE -> {
                return new JsonTree(true, start, start + 4);
            }
            case VALUE_FALSE -> {
                return new JsonTree(false, start, start + 5);
            }
            default -> {
                return new JsonTree(null, start, start + 4);
            }
        }
    }

    /** The number, or null if its exponent is none that anybody could mean. */
    private static @Nullable BigDecimal decimal(JsonParser json) throws IOException {
        try {
            return json.getDecimalValue();
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("unreadable");
    }
}
