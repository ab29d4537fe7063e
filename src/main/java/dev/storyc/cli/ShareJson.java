package dev.storyc.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;

/**
 * What a push or pull came to.
 *
 * @param done what was done: {@code pushed} or {@code pulled}
 * @param shared what people call the team's store
 * @param wanted how many films were meant
 * @param films how many were pushed or pulled
 * @param bytes how large those are together
 * @param already how many needed nothing
 * @param failed by clip or key, why a film could not be
 */
record ShareJson(
        String done,
        String shared,
        String realm,
        int wanted,
        int films,
        long bytes,
        int already,
        Map<String, String> failed,
        int exit) {
    private static final JsonMapper JSON = new JsonMapper();

    /** One line. */
    String line() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.getFactory().createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("shared_store", shared);
            out.writeStringField("realm", realm);
            out.writeNumberField("wanted", wanted);
            out.writeNumberField(done, films);
            out.writeNumberField(done + "_bytes", bytes);
            out.writeNumberField("already", already);
            out.writeArrayFieldStart("failed");
            for (Map.Entry<String, String> entry : failed.entrySet()) {
                out.writeStartObject();
                out.writeStringField("film", entry.getKey());
                out.writeStringField("reason", entry.getValue());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeNumberField("exit", exit);
            out.writeEndObject();
        }
        return text.append('\n').toString();
    }
}
