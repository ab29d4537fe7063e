package dev.storyc.plan;

import java.math.BigDecimal;
import java.util.List;

/**
 * What became of a plan.
 *
 * @param outcomes one a key, in the order of the plan
 * @param created how many jobs this build created, as far as it knows
 * @param spent US dollars the attempts of this build count: charged, else estimated
 * @param interrupted whether somebody stopped it
 */
public record RunRecord(List<Outcome> outcomes, int created, BigDecimal spent, boolean interrupted) {
    public RunRecord {
        outcomes = List.copyOf(outcomes);
    }

    /** How many keys came to this. */
    public long count(Outcome.Kind kind) {
        return outcomes.stream().filter(outcome -> outcome.kind() == kind).count();
    }
}
