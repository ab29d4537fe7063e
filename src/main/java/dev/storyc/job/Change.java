package dev.storyc.job;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a transition newly knows of an attempt; null leaves what was known, but for the reason, which is always of the
 * newest state.
 */
public record Change(
        @Nullable String jobId,
        @Nullable String amount,
        @Nullable BigDecimal charged,
        @Nullable String address,
        @Nullable String reason,
        @Nullable String raw) {
    /** Nothing but the new state. */
    public static final Change NONE = new Change(null, null, null, null, null, null);

    static Change accepted(String jobId, @Nullable String amount, @Nullable BigDecimal charged) {
        return new Change(jobId, amount, charged, null, null, null);
    }

    static Change film(String address) {
        return new Change(null, null, null, address, null, null);
    }

    static Change failed(String reason, @Nullable BigDecimal charged) {
        return new Change(null, null, charged, null, reason, null);
    }

    /** A state with its reason in words. */
    public static Change because(String reason) {
        return new Change(null, null, null, null, reason, null);
    }

    static Change doubtful(String reason, String raw) {
        return new Change(null, null, null, null, reason, raw);
    }
}
