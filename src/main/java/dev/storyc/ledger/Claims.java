package dev.storyc.ledger;

import dev.storyc.job.Cap;
import dev.storyc.job.Claim;
import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.job.LedgerException;
import dev.storyc.job.Slots;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whether a key may be bought now, and the intent if so; in one transaction that has the gate. */
final class Claims {
    private final Sql sql;
    private final AttemptTable attempts;
    private final Money money;
    private final String place;

    Claims(Sql sql, String place) {
        this.sql = sql;
        this.attempts = new AttemptTable(sql);
        this.money = new Money(sql);
        this.place = place;
    }

    /** What became of this claim if it was committed already; only where that may be. */
    Optional<Claim> settled(Job intent, String mark) throws SQLException {
        // Meanwhile somebody may have taken this process for dead, and its intent for sent.
        return attempts.marked(intent, mark)
                .map(ours -> ours.state() == JobState.INTENT ? new Claim.Claimed(ours) : new Claim.Held(ours));
    }

    /** @param mark this claim's own name */
    Claim decide(Job intent, List<Cap> caps, Slots slots, String mark) throws SQLException {
        Optional<Job> newest = attempts.newest(intent.key());
        int last = newest.map(Job::attempt).orElse(0);
        if (last != intent.attempt() - 1
                || newest.filter(j -> !j.state().over()).isPresent()) {
            return new Claim.Held(newest.orElseThrow(() -> new LedgerException("attempt " + intent.attempt() + " of "
                    + intent.key() + " was decided on one that " + place + " doesn't hold")));
        }
        if (inFlight(slots) >= most(slots)) {
            return new Claim.Full();
        }
        BigDecimal price = money.price(intent.asked());
        for (Cap cap : caps) {
            Optional<Claim> refused = money.refuses(cap, intent, price);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        Job reserving = intent.reserving(price);
        attempts.insert(reserving, slots.pool(), mark);
        // By name, as whatever changes several scopes' totals takes them: so no two wait for each other.
        for (Cap cap : caps.stream().sorted(Comparator.comparing(Cap::scope)).toList()) {
            money.reserve(cap, reserving);
        }
        return new Claim.Claimed(reserving);
    }

    private int inFlight(Slots slots) throws SQLException {
        return sql.first(
                        row -> row.getInt(1),
                        "SELECT COUNT(*) FROM attempt WHERE state IN (?, ?) AND since >= ? AND pool = ?",
                        JobState.INTENT.name(),
                        JobState.SUBMITTED.name(),
                        slots.countedFrom().toEpochMilli(),
                        slots.pool())
                .orElse(0);
    }

    /** What the pool's row says, and less where this build was told to go slower. */
    private int most(Slots slots) throws SQLException {
        if (slots.pool().isEmpty()) {
            return slots.most();
        }
        return sql.first(row -> row.getInt(1), "SELECT most FROM pool WHERE name = ?", slots.pool())
                .map(most -> Math.min(most, slots.most()))
                .orElse(slots.most());
    }
}
