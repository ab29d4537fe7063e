package dev.storyc.manifest;

import dev.storyc.lower.Key;
import dev.storyc.lower.Payload;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * All that was known of a film when it was bought; never computed again, so that a manifest tells history and not
 * today's prices.
 *
 * @param key what was paid for
 * @param payload what was sent
 * @param seconds the length asked for
 * @param estimate US dollars by the catalogue of that day, or null where it knew no price
 * @param charged US dollars the far end said it charged, or null where it said nothing readable
 * @param jobId the far end's name for the job
 * @param sha256 of the film's bytes, 64 lower-case hexadecimal digits
 * @param bytes the film's size
 * @param seen what the probe saw
 */
public record FilmRecord(
        Key key,
        Payload payload,
        int seconds,
        @Nullable BigDecimal estimate,
        @Nullable BigDecimal charged,
        String jobId,
        String sha256,
        long bytes,
        Seen seen) {
    /** US dollars it cost as far as is known: charged, else the estimate, else null. */
    public @Nullable BigDecimal cost() {
        return charged != null ? charged : estimate;
    }
}
