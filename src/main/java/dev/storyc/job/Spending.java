package dev.storyc.job;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;

/**
 * What some attempts count for.
 *
 * @param spent US dollars of those that are rendered or over, however they ended; refunds are taken off
 * @param reserved US dollars of those under way or in doubt
 */
public record Spending(BigDecimal spent, BigDecimal reserved) {
    /** That of no attempt. */
    public static final Spending NONE = of(List.of());

    public static Spending of(Collection<Job> attempts) {
        BigDecimal spent = BigDecimal.ZERO;
        BigDecimal reserved = BigDecimal.ZERO;
        for (Job job : attempts) {
            switch (job.state()) {
                case INTENT, SUBMITTED, IN_DOUBT -> reserved = reserved.add(job.counted());
                case SUCCEEDED, STORED, FAILED, REFUSED, ABANDONED, RELEASED, SET_ASIDE ->
                    spent = spent.add(job.counted());
            }
        }
        return new Spending(spent, reserved);
    }
}
