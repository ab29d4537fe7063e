package dev.storyc.plan;

import java.math.BigDecimal;

/**
 * What a plan costs. Equal keys count once everywhere.
 *
 * @param jobs how many jobs would be created
 * @param seconds the seconds they would render
 * @param toSpend US dollars of those whose price is known
 * @param expected US dollars that the same will come to where the far end was last seen to charge more than its price
 *     list says; else the same sum
 * @param unpriced how many of them have no known price, which is not 0
 * @param held how many keys the store has the film of
 * @param restored how many keys' films are taken back from where they lie, free
 * @param saved US dollars that what is held would cost now
 * @param lost how many keys were bought, are not in the store, and are not bought again by this plan
 * @param lostCost US dollars these cost before, as far as the manifest tells
 */
public record Estimate(
        int jobs,
        int seconds,
        BigDecimal toSpend,
        BigDecimal expected,
        int unpriced,
        int held,
        int restored,
        BigDecimal saved,
        int lost,
        BigDecimal lostCost) {
    /** Whether more is to be expected than the price list says. */
    public boolean dearer() {
        return expected.compareTo(toSpend) > 0;
    }

    /** Whether carrying the plan out may cost anything. */
    public boolean costs() {
        return toSpend.signum() > 0 || unpriced > 0;
    }
}
