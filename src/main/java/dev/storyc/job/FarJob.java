package dev.storyc.job;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a query came to.
 *
 * @param model the model the far end says it is, or null
 * @param args the arguments it says it was asked for, or null
 * @param createdAt when it says the job was made, or null
 * @param status what it says of the job
 */
public record FarJob(
        @Nullable String model,
        @Nullable Map<String, Object> args,
        @Nullable Instant createdAt,
        FarStatus status) {
    /** An answer that tells nothing but the status. */
    public static FarJob of(FarStatus status) {
        return new FarJob(null, null, null, status);
    }
}
