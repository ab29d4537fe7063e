package dev.storyc.job;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a create came to. Texts of the far end are redacted and cut to size. */
public sealed interface CreateAnswer {
    /**
     * There is a job id, whatever else the answer says.
     *
     * @param amount what it costs, as sent, or null
     * @param charged the amount as US dollars, or null where absent, unreadable or negative
     * @param words what else about the answer people should know, or null
     */
    record Accepted(
            String jobId,
            @Nullable String amount,
            @Nullable BigDecimal charged,
            @Nullable String words) implements CreateAnswer {}

    /** The request surely did not leave this machine. */
    record NotSent(String words) implements CreateAnswer {}

    /** The far end took nothing and wants fewer requests at a time. */
    record Busy(String words) implements CreateAnswer {}

    /** The far end took nothing and would not take this again unchanged. */
    record Refused(String words, Scope scope) implements CreateAnswer {}

    /** It may have been taken and paid; nothing here can tell. */
    record InDoubt(String words, String raw) implements CreateAnswer {}

    /** What a refusal is about. */
    enum Scope {
        /** The request: its input or its content. */
        REQUEST,
        /** Who asks: key, account, money, access. No other request would fare better. */
        ACCOUNT
    }
}
