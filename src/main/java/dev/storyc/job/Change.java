package dev.storyc.job;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a transition newly knows of an attempt; null leaves what was known, but for the reason, which is always of the
 * newest state.
 *
 * @param by the person whose decision it is, or null for what happens by itself
 */
public record Change(
        @Nullable String jobId,
        @Nullable String amount,
        @Nullable BigDecimal charged,
        @Nullable String address,
        @Nullable String reason,
        @Nullable String raw,
        @Nullable String by) {
    /** Nothing but the new state. */
    public static final Change NONE = new Change(null, null, null, null, null, null);

    /** A change that nobody decided. */
    public Change(
            @Nullable String jobId,
            @Nullable String amount,
            @Nullable BigDecimal charged,
            @Nullable String address,
            @Nullable String reason,
            @Nullable String raw) {
        this(jobId, amount, charged, address, reason, raw, null);
    }

    static Change accepted(
            String jobId, @Nullable String amount, @Nullable BigDecimal charged, @Nullable String reason) {
        return new Change(jobId, amount, charged, null, reason, null);
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

    /** The same, decided by this person. */
    Change decidedBy(String person) {
        return new Change(jobId, amount, charged, address, reason, raw, person);
    }
}
