package dev.storyc.job;

import java.time.Instant;
import java.util.Map;
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
    /** Whether it speaks of another job than the one that was asked for. */
    boolean isNot(String jobId) {
        return id != null && !id.equals(jobId);
    }

    /** An answer that tells nothing but the status. */
    public static FarJob of(FarStatus status) {
        return new FarJob(null, null, null, null, status);
    }
}
