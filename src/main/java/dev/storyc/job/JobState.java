package dev.storyc.job;

import java.util.Locale;

/**
 * Where an attempt to buy one key stands, as the ledger holds it. {@code docs/money.md} says of each what is durable by
 * then and what it may cost.
 */
public enum JobState {
    /** Committed before the call: from here on the far end may have been asked. */
    INTENT,
    /** The far end gave a job id. */
    SUBMITTED,
    /** The far end gave the address of a film. */
    SUCCEEDED,
    /** The film and its record are in the store. */
    STORED,
    /** The far end says the job failed. */
    FAILED,
    /** The far end refused this request. */
    REFUSED,
    /** Nobody here knows whether the far end took the create: it is never sent again by itself. */
    IN_DOUBT,
    /** A person gave an attempt up; it may have been paid. */
    ABANDONED,
    /** A person gave an attempt up and allowed the next build to send the request again. */
    RELEASED,
    /** The film arrived whole but isn't what was asked for; it is kept. */
    SET_ASIDE;

    /** The state as people and files read it: {@code in-doubt}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Whether a new attempt may be made where a person or a plan allows it. From then on nothing happens to this one any
     * more; before, one that was given up may still be taken up by its job.
     */
    public boolean over() {
        return switch (this) {
            case STORED, FAILED, REFUSED, ABANDONED, RELEASED -> true;
            case INTENT, SUBMITTED, SUCCEEDED, IN_DOUBT, SET_ASIDE -> false;
        };
    }
}
