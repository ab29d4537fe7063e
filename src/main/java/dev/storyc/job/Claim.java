package dev.storyc.job;

import java.math.BigDecimal;

/** What became of the wish to buy a key. */
public sealed interface Claim {
    /** The intent is on disk: the create may be sent, once. */
    record Claimed(Job job) implements Claim {}

    /** Somebody has this key in hand, or had it since the decision was made. */
    record Held(Job job) implements Claim {}

    /**
     * The price would pass a cap.
     *
     * @param counted what counts in the cap already
     */
    record OverCap(Cap cap, BigDecimal counted) implements Claim {}

    /** The scope lets each key be attempted once, and this one was. */
    record Used(Cap cap) implements Claim {}

    /** The clip has no known price, so it can't be sent under a cap. */
    record Unpriced(Cap cap) implements Claim {}

    /**
     * Nothing may be sent now, for those who must know of it first can't be told.
     *
     * @param words why, for people
     */
    record Closed(String words) implements Claim {}

    /** As many jobs are in flight as may be. */
    record Full() implements Claim {}
}
