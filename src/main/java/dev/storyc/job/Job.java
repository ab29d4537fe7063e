package dev.storyc.job;

import dev.storyc.lower.Key;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to buy one key, as the ledger last knew it.
 *
 * @param asked what was asked for
 * @param attempt counts the attempts of this key, from 1
 * @param state where it stands
 * @param jobId the far end's name for it, or null before there is one
 * @param amount what the create's answer said it costs, as sent, or null
 * @param charged US dollars read from {@code amount}; 0 after a refund; null where unknown
 * @param address where the film lies, or null
 * @param reason why it stands there, in words for people, or null
 * @param raw the far end's answer that could not be understood, redacted and cut to size, or null
 * @param owner the process that has it in hand, or had it last
 * @param build the build that made the intent
 * @param started when the intent was made
 * @param since when it came to this state
 * @param reserved US dollars its intent keeps free in every cap: the estimate, or more where the far end was seen to
 *     charge more; null where no price is known
 * @param token what a callback about it must name, or null where none was asked for
 */
public record Job(
        Asked asked,
        int attempt,
        JobState state,
        @Nullable String jobId,
        @Nullable String amount,
        @Nullable BigDecimal charged,
        @Nullable String address,
        @Nullable String reason,
        @Nullable String raw,
        String owner,
        String build,
        Instant started,
        Instant since,
        @Nullable BigDecimal reserved,
        @Nullable String token) {
    /** The vendor's codes for want of room, where its text begins with one: elsewhere a number may be anything. */
    private static final Pattern BUSY_CODE = Pattern.compile(
            "^\\W*((error|err|code|error[ _-]?code)\\W*)*130[23]\\b(?![.,]?\\d)", Pattern.CASE_INSENSITIVE);

    /** A fresh intent, without callbacks. */
    public static Job intent(Asked asked, int attempt, String owner, String build, Instant now) {
        return intent(asked, attempt, owner, build, now, null);
    }

    /** A fresh intent. */
    public static Job intent(
            Asked asked, int attempt, String owner, String build, Instant now, @Nullable String token) {
        return new Job(
                asked,
                attempt,
                JobState.INTENT,
                null,
                null,
                null,
                null,
                null,
                null,
                owner,
                build,
                now,
                now,
                asked.estimate(),
                token);
    }

    /** The same intent, keeping this much free in every cap. */
    public Job reserving(@Nullable BigDecimal usd) {
        return with(state, jobId, amount, charged, address, reason, raw, owner, since, usd);
    }

    /** The same attempt with its film at this address. */
    public Job at(String where) {
        return with(state, jobId, amount, charged, where, reason, raw, owner, since, reserved);
    }

    /** The same attempt in another process's hand. */
    public Job ownedBy(String other) {
        return with(state, jobId, amount, charged, address, reason, raw, other, since, reserved);
    }

    /** What is paid for. */
    public Key key() {
        return asked.key();
    }

    /** The same attempt in its next state; what the change doesn't name stays. */
    public Job moved(JobState next, Change change, Instant now) {
        return with(
                next,
                or(change.jobId(), jobId),
                or(change.amount(), amount),
                or(change.charged(), charged),
                or(change.address(), address),
                change.reason(),
                or(change.raw(), raw),
                owner,
                now,
                reserved);
    }

    /**
     * US dollars this attempt counts in a budget: what was charged, else what was reserved, else 0 where no price is known.
     * Only a refused request surely costs nothing; one given up may have been paid.
     */
    public BigDecimal counted() {
        if (state == JobState.REFUSED) {
            return BigDecimal.ZERO;
        }
        BigDecimal cost = or(charged, or(reserved, asked.estimate()));
        return cost == null ? BigDecimal.ZERO : cost;
    }

    /**
     * Whether the far end failed it only for want of room, and nothing was paid for it, so that it may be tried again
     * without being asked for. Where nobody said that it was refunded, it counts as paid.
     */
    public boolean failedForBeingBusy() {
        return state == JobState.FAILED
                && reason != null
                && charged != null
                && charged.signum() == 0
                && BUSY_CODE.matcher(reason).find();
    }

    private Job with(
            JobState next,
            @Nullable String itsId,
            @Nullable String itsAmount,
            @Nullable BigDecimal itsCharge,
            @Nullable String itsAddress,
            @Nullable String why,
            @Nullable String answer,
            String holder,
            Instant from,
            @Nullable BigDecimal kept) {
        return new Job(
                asked,
                attempt,
                next,
                itsId,
                itsAmount,
                itsCharge,
                itsAddress,
                why,
                answer,
                holder,
                build,
                started,
                from,
                kept,
                token);
    }

    private static <T> @Nullable T or(@Nullable T first, @Nullable T second) {
        return first != null ? first : second;
    }
}
