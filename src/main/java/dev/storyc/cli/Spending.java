package dev.storyc.cli;

import dev.storyc.job.Job;
import java.math.BigDecimal;
import java.util.Collection;

/**
 * What some attempts count for.
 *
 * @param spent US dollars of those that are rendered or over, however they ended; refunds are taken off
 * @param reserved US dollars of those under way or in doubt
 */
record Spending(BigDecimal spent, BigDecimal reserved) {
    static Spending of(Collection<Job> attempts) {
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
