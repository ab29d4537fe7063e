package dev.storyc.plan;

import dev.storyc.job.Spending;
import java.util.List;

/**
 * What became of a plan.
 *
 * @param outcomes one a key, in the order of the plan
 * @param created how many jobs this build created, as far as it knows
 * @param bought what the attempts that this build began count for; one that it took up was another's to buy
 * @param interrupted whether somebody stopped it
 */
public record RunRecord(List<Outcome> outcomes, int created, Spending bought, boolean interrupted) {
    public RunRecord {
        outcomes = List.copyOf(outcomes);
    }

    /** How many keys came to this. */
    public long count(Outcome.Kind kind) {
        return outcomes.stream().filter(outcome -> outcome.kind() == kind).count();
    }
}
