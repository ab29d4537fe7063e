package dev.storyc.job;

import org.jspecify.annotations.Nullable;

/** What the far end says of a job. Texts are redacted and cut to size. */
public sealed interface FarStatus {
    /** Queued or rendering. */
    record Unfinished() implements FarStatus {}

    /** The film is at this address. */
    record Ready(String address) implements FarStatus {}

    /**
     * The job failed.
     *
     * @param refunded whether the far end says it gave the money back; null where it doesn't say
     */
    record Failed(String words, @Nullable Boolean refunded) implements FarStatus {}

    /** Finished, it says, but without an address that can be used. */
    record NoAddress(String words) implements FarStatus {}

    /**
     * No usable answer: unreachable, busy, unreadable, an unknown status. Asking again is free.
     *
     * @param passing whether a moment later it may well be another: it was out or busy, and didn't decline
     */
    record Unclear(String words, boolean passing) implements FarStatus {}

    /** The far end won't talk to this key or account. */
    record Denied(String words) implements FarStatus {}
}
