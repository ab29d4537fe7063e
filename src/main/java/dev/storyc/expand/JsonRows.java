package dev.storyc.expand;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.storyc.board.Value;
import dev.storyc.diagnostic.Span;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JSON, an array of objects, and JSON Lines, an object a line. Numbers stay as written. */
final class JsonRows implements RowTable {
    private static final Pattern UNKNOWN_WORD = Pattern.compile("Unrecognized token '([^']*)'");
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(RowTable.MOST_CHARACTERS)
                    .maxNumberLength(1000)
                    .maxNestingDepth(100)
                    .build())
            .build();

    private final String file;
    private final RowReader text;
    private final JsonParser parser;
    private final List<String> columns;

    /**
     * @param lines whether it is JSON Lines
     * @param columns the names found by reading the file once before, since no line lists them
     */
    JsonRows(String file, Reader in, boolean lines, List<String> columns) throws IOException, RowProblem {
        this.file = file;
        this.text = new RowReader(in);
        this.parser = JSON.createParser(text);
        this.columns = columns;
        JsonToken first = token();
        if (lines && (first == null || first == JsonToken.START_OBJECT)) {
            return;
        }
        if (lines || first != JsonToken.START_ARRAY) {
            throw new RowProblem(
                    here(),
                    lines
                            ? "JSON Lines are an object a line, and this file begins otherwise"
                            : "rows are an array of objects, and this file begins otherwise",
                    lines ? "write `{…}` on each line, or call the file .json" : "write `[{…}, {…}]`");
        }
        parser.clearCurrentToken();
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public @Nullable Row next() throws IOException, RowProblem {
        JsonToken token = parser.currentToken() == JsonToken.START_OBJECT ? parser.currentToken() : token();
        if (token == null || token == JsonToken.END_ARRAY) {
            return null;
        }
        if (token != JsonToken.START_OBJECT) {
            throw new RowProblem(
                    here(), "a row must be an object of names and values", "write `{\"name\": \"value\"}`");
        }
        text.row();
        Span span = here();
        Map<String, Value> cells = new LinkedHashMap<>();
        Map<String, Span> places = new HashMap<>();
        while (token() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            token();
            places.put(name, here());
            Value value = value(name);
            if (value != null) {
                cells.put(name, value);
            }
            if (cells.size() > RowTable.MOST_COLUMNS) {
                throw RowTable.tooWide(here());
            }
        }
        parser.clearCurrentToken();
        return new Row(cells, places, span);
    }

    private @Nullable Value value(String name) throws IOException, RowProblem {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == JsonToken.START_ARRAY) {
            List<Value.Scalar> items = new ArrayList<>();
            while (token() != JsonToken.END_ARRAY) {
                items.add(scalar(name));
                if (items.size() > RowTable.MOST_ITEMS) {
                    throw new RowProblem(
                            here(),
                            "this list has more than " + TemplateLimits.inWords(RowTable.MOST_ITEMS) + " entries",
                            "make rows of them");
                }
            }
            return new Value.Listing(items);
        }
        Value.Scalar scalar = scalar(name);
        return scalar.text().isEmpty() ? null : scalar;
    }

    private Value.Scalar scalar(String name) throws IOException, RowProblem {
        JsonToken token = parser.currentToken();
        if (token == null || !token.isScalarValue() || token == JsonToken.VALUE_NULL) {
            throw new RowProblem(
                    here(), "`" + name + "` must be a text, a number, a boolean or a list of these", "flatten it");
        }
        try {
            return new Value.Scalar(parser.getText(), Value.Kind.TEXT);
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    private @Nullable JsonToken token() throws IOException, RowProblem {
        try {
            return parser.nextToken();
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    private RowProblem broken(JsonProcessingException e) {
        if (e instanceof StreamConstraintsException) {
            return new RowProblem(
                    here(),
                    "a value here is too long or too deep: a text may have "
                            + TemplateLimits.inWords(RowTable.MOST_CHARACTERS)
                            + " characters, and a row holds texts, numbers, booleans and lists of these",
                    "look for a quote or bracket that is never closed");
        }
        String said = e.getOriginalMessage();
        JsonLocation end = e.getLocation();
        boolean early = e instanceof JsonEOFException;
        Matcher word = UNKNOWN_WORD.matcher(said);
        String unknown = word.find() ? word.group(1) : "";
        Span span = end == null ? here() : at(end);
        if (early) {
            return new RowProblem(
                    span,
                    "this file ends in the middle of a row",
                    "close what is open: a text with `\"`, an object with `}`, the list of rows with `]`");
        }
        return unknown.isEmpty()
                ? new RowProblem(
                        span,
                        "what stands here is no JSON",
                        "look for a missing comma, quote or bracket right before it")
                : new RowProblem(
                        span,
                        "`" + unknown + "` is no value in JSON",
                        "put text in double quotes: `\"" + unknown + "\"`");
    }

    private Span here() {
        return at(parser.currentTokenLocation());
    }

    /** A place without a length, its column in UTF-16 units; its line tells the rest. */
    private Span at(JsonLocation location) {
        int line = Math.max(1, location.getLineNr());
        int column = Math.max(1, location.getColumnNr());
        return new Span(file, line, column, line, column, "");
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
