package dev.storyc.expand;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.storyc.board.Value;
import dev.storyc.diagnostic.Span;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON, an array of objects, and JSON Lines, an object a line. Numbers stay as written. */
final class JsonRows implements RowTable {
    private static final JsonFactory JSON = new JsonFactory();

    private final String file;
    private final JsonParser parser;
    private final List<String> columns;

    /**
     * @param lines whether it is JSON Lines
     * @param columns the names found by reading the file once before, since no line lists them
     */
    JsonRows(String file, Reader in, boolean lines, List<String> columns) throws IOException, RowProblem {
        this.file = file;
        this.parser = JSON.createParser(in);
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
        Span span = here();
        Map<String, Value> cells = new LinkedHashMap<>();
        while (token() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            token();
            Value value = value(name);
            if (value != null) {
                cells.put(name, value);
            }
        }
        parser.clearCurrentToken();
        return new Row(cells, span);
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
        return new Value.Scalar(parser.getText(), Value.Kind.TEXT);
    }

    private @Nullable JsonToken token() throws IOException, RowProblem {
        try {
            return parser.nextToken();
        } catch (JsonProcessingException e) {
            throw new RowProblem(here(), "this file can't be read as JSON: " + e.getOriginalMessage(), "mend it here");
        }
    }

    private Span here() {
        int line = Math.max(1, parser.currentTokenLocation().getLineNr());
        int column = Math.max(1, parser.currentTokenLocation().getColumnNr());
        return new Span(file, line, column, line, column, "");
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
