package dev.storyc.run;

import dev.storyc.job.Cap;
import dev.storyc.job.Job;
import dev.storyc.lower.Clip;
import dev.storyc.plan.Step;
import dev.storyc.plan.Usd;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the far end was seen to charge, and what all of a build will cost at that. Where it charges as its price list
 * says, or up to a cent more, nothing is ever found here. Under the run's lock.
 */
final class Charges {
    private static final BigDecimal CENT = new BigDecimal("0.01");

    private final Budget budget;
    private final List<Errand> errands;
    private final Map<String, BigDecimal> ratios = new HashMap<>();

    /** @param errands all of the build, as they stand whenever something is seen */
    Charges(Budget budget, List<Errand> errands) {
        this.budget = budget;
        this.errands = errands;
    }

    /** Why no more may be created, now that this attempt is known to be charged, or to be reserved for, like this. */
    Optional<String> passes(Job job, @Nullable BigDecimal price) {
        BigDecimal listed = job.asked().estimate();
        if (price == null || listed == null || listed.signum() <= 0) {
            return Optional.empty();
        }
        if (price.subtract(listed).compareTo(CENT) <= 0) {
            ratios.remove(job.asked().model());
            return Optional.empty();
        }
        ratios.put(job.asked().model(), price.divide(listed, MathContext.DECIMAL64));
        String seen = "the far end charges " + Usd.words(price) + " where its price list says " + Usd.words(listed);
        return limits().stream()
                .filter(limit -> limit.total().compareTo(limit.most()) > 0)
                .findFirst()
                .map(limit -> seen + ": all of this would cost "
                        + Usd.words(limit.total().setScale(2, RoundingMode.UP)) + ", and " + limit.words() + " "
                        + Usd.words(limit.told()));
    }

    /**
     * A limit that all of the build is held against.
     *
     * @param most what may be passed by nothing
     * @param told what people know it by
     */
    private record Limit(String words, BigDecimal total, BigDecimal most, BigDecimal told) {}

    private List<Limit> limits() {
        BigDecimal all = total(errands);
        List<Limit> limits = new ArrayList<>();
        BigDecimal confirmed = budget.confirmed();
        if (confirmed != null) {
            long jobs = errands.stream()
                    .filter(errand -> errand.step.action() == Step.Action.BUY)
                    .count();
            // Amounts come rounded to cents, and a build of a thousand clips must not end by that.
            BigDecimal most = confirmed.add(CENT.multiply(BigDecimal.valueOf(jobs)));
            limits.add(new Limit("what was confirmed is", all, most, confirmed));
        }
        new TreeMap<>(budget.overall()).forEach((words, usd) -> limits.add(new Limit(words + " is", all, usd, usd)));
        Cap allowance = budget.allowance();
        if (allowance != null && allowance.usd() != null) {
            limits.add(new Limit(allowance.words() + " allows", all, allowance.usd(), allowance.usd()));
        }
        new TreeMap<>(budget.byStoryboard()).forEach((name, usd) -> {
            List<Errand> own = errands.stream()
                    .filter(errand -> errand.storyboards.contains(name))
                    .toList();
            limits.add(new Limit("the budget of " + name + " is", total(own), usd, usd));
        });
        return limits;
    }

    /** What these will have cost when all that is to be bought is bought. */
    private BigDecimal total(List<Errand> some) {
        return some.stream().map(this::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private BigDecimal cost(Errand errand) {
        Job job = errand.job;
        Clip clip = errand.clip();
        BigDecimal price = clip.price();
        if (price == null || errand.step.action() != Step.Action.BUY) {
            // Nobody agreed to a sum for what has no known price.
            return BigDecimal.ZERO;
        }
        if (errand.bought && job != null) {
            return job.counted();
        }
        if (errand.over) {
            return BigDecimal.ZERO;
        }
        return price.multiply(ratios.getOrDefault(clip.payload().model(), BigDecimal.ONE));
    }
}
