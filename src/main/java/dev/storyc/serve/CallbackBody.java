package dev.storyc.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a callback's body may tell: nothing but the name of a job. */
final class CallbackBody {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_ID = 200;

    private CallbackBody() {}

    /** A job id that can be asked for, from any place where the far end's other answers have one; null if there is none. */
    static @Nullable String jobId(byte[] body) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (IOException e) {
            // Not JSON: a knock on the door is all it is.
            return null;
        }
        if (json == null) {
            return null;
        }
        JsonNode data = json.path("data");
        for (JsonNode at : List.of(data.path("id"), data.path("job_id"), json.path("job_id"), json.path("id"))) {
            String id = at.isTextual() || at.isIntegralNumber() ? at.asText().strip() : "";
            if (!id.isEmpty() && id.length() <= LONGEST_ID && id.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
                return id;
            }
        }
        return null;
    }
}
