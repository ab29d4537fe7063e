package dev.storyc.report;

import dev.storyc.lower.Key;
import dev.storyc.plan.StepState;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a storyboard comes to. Equal requests are paid once, and their money counts once; clips and takes count each.
 *
 * @param seconds of all picked clips
 * @param states how many takes stand so
 * @param spent US dollars that were paid, as far as is known
 * @param estimate US dollars that what is new or changed would cost, of those whose price is known
 * @param unpriced how many of these have no known price
 */
public record GalleryTotals(
        int variants,
        int clips,
        int takes,
        int seconds,
        Map<StepState, Integer> states,
        BigDecimal spent,
        BigDecimal estimate,
        int unpriced) {
    static GalleryTotals of(Showing showing) {
        int clips = 0;
        int takes = 0;
        int seconds = 0;
        int unpriced = 0;
        BigDecimal spent = BigDecimal.ZERO;
        BigDecimal estimate = BigDecimal.ZERO;
        Map<StepState, Integer> states = new EnumMap<>(StepState.class);
        Set<Key> counted = new HashSet<>();
        for (ShownVariant variant : showing.variants()) {
            for (ShownClip clip : variant.clips()) {
                clips++;
                seconds += clip.picked().clip().seconds();
                for (ShownTake take : clip.takes()) {
                    takes++;
                    states.merge(take.state(), 1, Integer::sum);
                    if (!counted.add(take.clip().key())) {
                        continue;
                    }
                    BigDecimal paid = take.spent();
                    spent = paid == null ? spent : spent.add(paid);
                    if (take.state() == StepState.NEW || take.state() == StepState.CHANGED) {
                        BigDecimal price = take.clip().price();
                        estimate = price == null ? estimate : estimate.add(price);
                        unpriced += price == null ? 1 : 0;
                    }
                }
            }
        }
        return new GalleryTotals(showing.variants().size(), clips, takes, seconds, states, spent, estimate, unpriced);
    }
}
