package dev.storyc.cli;

import dev.storyc.job.Job;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.RunRecord;
import dev.storyc.plan.Usd;
import dev.storyc.store.Damage;
import dev.storyc.store.FilmStore;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with films that are in the store and can't be used, what they cost, and what to do about them. */
final class DamageAdvice {
    private static final int MOST = 8;

    private final FilmStore store;
    private final String where;

    /** @param where what must follow a command that is about this store, or empty text */
    DamageAdvice(FilmStore store, String where) {
        this.store = store;
        this.where = where;
    }

    List<String> lines(RunRecord record) {
        List<String> lines = new ArrayList<>();
        int damaged = 0;
        for (Outcome outcome : record.outcomes()) {
            if (outcome.kind() == Outcome.Kind.LOST) {
                Damage damage = store.damage(outcome.step().clip().key()).orElse(null);
                if (damage != null && ++damaged <= MOST) {
                    lines.add(outcome.step().clip().address() + ", bought for " + Usd.words(cost(outcome, damage))
                            + ", can't be used: " + damage.file() + " " + damage.words());
                    lines.add("  storyc store quarantine "
                            + outcome.step().clip().key().brief() + where);
                }
            }
        }
        if (damaged > MOST) {
            lines.add("… and " + (damaged - MOST) + " more: storyc store verify" + where);
        }
        if (damaged > 0) {
            lines.add(
                    "Put such a file back from a backup; or set it aside: the next build has it again from out/ or by its"
                            + " job, free, or else buys it with --rebuy");
        }
        return lines;
    }

    private static BigDecimal cost(Outcome outcome, Damage damage) {
        Job job = outcome.job();
        FilmRecord record = damage.record();
        BigDecimal cost = record == null ? null : record.cost();
        return job != null ? job.counted() : cost == null ? BigDecimal.ZERO : cost;
    }
}
