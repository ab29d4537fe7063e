package dev.storyc.ledger;

import dev.storyc.job.Asked;
import dev.storyc.job.Cap;
import dev.storyc.job.Claim;
import dev.storyc.job.Job;
import dev.storyc.lower.Key;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What attempts count in caps, and what models were seen to cost; always in its caller's transaction.
 *
 * <p>Money is kept twice: as decimal text, which is what people are shown, and as whole billionths of a dollar, which
 * databases can add exactly.
 */
final class Money {
    /** Amounts come rounded to cents; a difference up to one is no other price. */
    private static final BigDecimal CENT = new BigDecimal("0.01");

    private final Sql sql;

    Money(Sql sql) {
        this.sql = sql;
    }

    /** Rounded up, so that a cap is never passed by a rounding. */
    static long billionths(BigDecimal usd) {
        return usd.movePointRight(9).setScale(0, RoundingMode.UP).longValueExact();
    }

    /** What this request surely will cost: the estimate, or more where its model was last seen to cost more. */
    @Nullable
    BigDecimal price(Asked asked) throws SQLException {
        BigDecimal estimate = asked.estimate();
        if (estimate == null) {
            return null;
        }
        BigDecimal ratio = observed().get(asked.model());
        return ratio == null
                ? estimate
                : estimate.multiply(ratio).setScale(9, RoundingMode.UP).stripTrailingZeros();
    }

    /** By model, how many times its list price was last charged, where that is more. */
    Map<String, BigDecimal> observed() throws SQLException {
        return sql
                .list(
                        row -> Map.entry(row.getString(1), new BigDecimal(row.getString(2))),
                        "SELECT model, ratio FROM observed")
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Remembers what a model was seen to cost; the newest sight counts. */
    void see(Job job) throws SQLException {
        BigDecimal estimate = job.asked().estimate();
        BigDecimal charged = job.charged();
        if (estimate == null || charged == null || estimate.signum() <= 0) {
            return;
        }
        String model = job.asked().model();
        if (charged.subtract(estimate).compareTo(CENT) > 0) {
            BigDecimal ratio = charged.divide(estimate, MathContext.DECIMAL64);
            // Two may see it at once.
            sql.update(
                    "INSERT INTO observed (model, ratio) VALUES (?, ?)"
                            + " ON CONFLICT (model) DO UPDATE SET ratio = excluded.ratio",
                    model,
                    ratio.toPlainString());
        } else {
            sql.update("DELETE FROM observed WHERE model = ?", model);
        }
    }

    /** Why this cap doesn't let an intent of this price through, if it doesn't. */
    Optional<Claim> refuses(Cap cap, Job intent, @Nullable BigDecimal price) throws SQLException {
        if (cap.once() && attempted(cap, intent.key())) {
            return Optional.of(new Claim.Used(cap));
        }
        BigDecimal most = cap.usd();
        if (most == null) {
            return Optional.empty();
        }
        if (price == null) {
            return Optional.of(new Claim.Unpriced(cap));
        }
        long counted = counted(cap);
        return counted + billionths(price) > billionths(most)
                ? Optional.of(new Claim.OverCap(cap, BigDecimal.valueOf(counted, 9)))
                : Optional.empty();
    }

    private boolean attempted(Cap cap, Key key) throws SQLException {
        return sql.first(
                        row -> true,
                        "SELECT 1 FROM reservation WHERE scope = ? AND request_key = ? LIMIT 1",
                        cap.scope(),
                        key.hex())
                .isPresent();
    }

    /** What all attempts of a cap's scope count together; the database keeps it, with each change of their rows. */
    private long counted(Cap cap) throws SQLException {
        return sql.first(row -> row.getLong(1), "SELECT counted FROM scope_total WHERE scope = ?", cap.scope())
                .orElse(0L);
    }

    void reserve(Cap cap, Job intent) throws SQLException {
        sql.update(
                "INSERT INTO reservation (scope, request_key, attempt) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                cap.scope(),
                intent.key().hex(),
                intent.attempt());
    }

    void free(Job intent) throws SQLException {
        sql.update(
                "DELETE FROM reservation WHERE request_key = ? AND attempt = ?",
                intent.key().hex(),
                intent.attempt());
    }
}
