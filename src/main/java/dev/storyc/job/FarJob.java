package dev.storyc.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a query came to.
 *
 * @param id the job it says it speaks of, or null
 * @param model the model the far end says it is, or null
 * @param args the arguments it says it was asked for, or null
 * @param createdAt when it says the job was made, or null
 * @param status what it says of the job
 */
public record FarJob(
        @Nullable String id,
        @Nullable String model,
        @Nullable Map<String, Object> args,
        @Nullable Instant createdAt,
        FarStatus status) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Why it isn't of this request, if it says anything of another one.
     *
     * @param jobId the job that was asked for
     * @param request model and arguments, as {@link Asked#request} has them
     */
    public Optional<String> another(String jobId, String request) {
        if (isNot(jobId)) {
            return Optional.of("asked for job " + jobId + ", the far end tells of another one");
        }
        try {
            JsonNode asked = JSON.readTree(request);
            return difference(asked.path("model").asText(), asked.path("args"))
                    .map(words -> "job " + jobId + " is another request: " + words);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no request: " + request, e);
        }
    }

    /** What it says was asked for that was not, if anything. */
    private Optional<String> difference(String asked, JsonNode wanted) {
        if (model != null && !model.equals(asked)) {
            return Optional.of("its model is " + model);
        }
        if (args == null) {
            return Optional.empty();
        }
        JsonNode theirs = JSON.valueToTree(args);
        return wanted.properties().stream()
                .filter(e -> !e.getValue().equals(theirs.path(e.getKey())))
                .map(e -> "its " + e.getKey() + " differs")
                .findFirst();
    }

    /** Whether it speaks of another job than the one that was asked for. */
    boolean isNot(String jobId) {
        return id != null && !id.equals(jobId);
    }

    /** An answer that tells nothing but the status. */
    public static FarJob of(FarStatus status) {
        return new FarJob(null, null, null, null, status);
    }
}
