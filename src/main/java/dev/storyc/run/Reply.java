package dev.storyc.run;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the far end at both its layers, HTTP and JSON.
 *
 * @param status the HTTP status
 * @param body the text, cut to what is read of any answer
 * @param json the body as JSON, or a missing node if it is none
 */
record Reply(int status, String body, JsonNode json) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int LONGEST_ID = 200;

    static Reply of(int status, String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return new Reply(status, body, json == null ? MissingNode.getInstance() : json);
        } catch (JacksonException e) {
            return new Reply(status, body, MissingNode.getInstance());
        }
    }

    boolean success() {
        return status >= 200 && status < 300;
    }

    /** The far end's own code; null where it gives none. */
    @Nullable
    Integer code() {
        JsonNode code = json.path("code");
        if (code.isInt()) {
            return code.intValue();
        }
        if (code.isTextual() && code.textValue().strip().matches("-?\\d{1,9}")) {
            return Integer.valueOf(code.textValue().strip());
        }
        return null;
    }

    JsonNode data() {
        return json.path("data");
    }

    /** A job id that can be sent back in an address, wherever the answer holds it; null where there is none. */
    @Nullable
    String jobId() {
        for (JsonNode at : new JsonNode[] {data().path("job_id"), json.path("job_id")}) {
            if (at.isTextual() || at.isIntegralNumber()) {
                String id = at.asText().strip();
                boolean usable =
                        !id.isEmpty() && id.length() <= LONGEST_ID && id.chars().allMatch(c -> c > 0x20 && c < 0x7f);
                if (usable) {
                    return id;
                }
            }
        }
        return null;
    }

    /** What it says went wrong, with its code and status. */
    String words(Redaction redaction) {
        JsonNode info = json.path("info");
        JsonNode said = info.isTextual() && !info.textValue().isBlank() ? info : json.path("message");
        String text = said.isTextual() ? redaction.words(said.textValue()) : "";
        Integer code = code();
        String which = (success() ? "" : "HTTP " + status)
                + (code == null || code == 0 ? "" : (success() ? "" : ", ") + "code " + code);
        if (which.isEmpty()) {
            which = "HTTP " + status;
        }
        return text.isEmpty() ? which : which + ": " + text;
    }
}
