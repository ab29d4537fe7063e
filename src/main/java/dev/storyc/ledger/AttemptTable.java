package dev.storyc.ledger;

import dev.storyc.job.Asked;
import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.lower.Key;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements on the table {@code attempt}. */
final class AttemptTable {
    private static final String COLUMNS = "request_key, attempt, state, storyboard, variant, clip, take, request,"
            + " estimate, job_id, amount, charged, address, reason, raw, owner, build, started, since, counted,"
            + " reserved, token";
    private static final String ATTEMPTS = "SELECT " + COLUMNS + " FROM attempt ";

    private final Sql sql;

    AttemptTable(Sql sql) {
        this.sql = sql;
    }

    List<Job> select(String which, @Nullable Object... values) throws SQLException {
        return sql.list(AttemptRow::job, ATTEMPTS + which, values);
    }

    Optional<Job> newest(Key key) throws SQLException {
        return select("WHERE request_key = ? ORDER BY attempt DESC LIMIT 1", key.hex()).stream()
                .findFirst();
    }

    /** The attempt that this very claim wrote. */
    Optional<Job> marked(Job intent, String mark) throws SQLException {
        return select(
                        "WHERE request_key = ? AND attempt = ? AND mark = ?",
                        intent.key().hex(),
                        intent.attempt(),
                        mark)
                .stream()
                .findFirst();
    }

    boolean had(@Nullable String jobId) throws SQLException {
        return sql.any("SELECT 1 FROM attempt WHERE job_id = ? LIMIT 1", jobId);
    }

    /** @param mark the claim's own name */
    void insert(Job intent, String pool, String mark) throws SQLException {
        Asked asked = intent.asked();
        int made = sql.update(
                "INSERT INTO attempt (" + COLUMNS + ", pool, mark)"
                        + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING",
                asked.key().hex(),
                intent.attempt(),
                intent.state().name(),
                asked.storyboard(),
                asked.variant(),
                asked.clip(),
                asked.take(),
                asked.request(),
                AttemptRow.text(asked.estimate()),
                null,
                null,
                null,
                null,
                null,
                null,
                intent.owner(),
                intent.build(),
                intent.started().toEpochMilli(),
                intent.since().toEpochMilli(),
                Money.billionths(intent.counted()),
                AttemptRow.text(intent.reserved()),
                intent.token(),
                pool,
                mark);
        if (made != 1) {
            throw new SQLException("another transaction wrote the same intent");
        }
    }

    /** Whether the attempt was in this state and the newest of its key, and is moved now. */
    boolean move(JobState from, Job moved) throws SQLException {
        return sql.update(
                        "UPDATE attempt SET state = ?, job_id = ?, amount = ?, charged = ?, address = ?, reason = ?,"
                                + " raw = ?, since = ?, counted = ?"
                                + " WHERE request_key = ? AND attempt = ? AND state = ? AND NOT EXISTS (SELECT 1 FROM attempt newer"
                                + " WHERE newer.request_key = attempt.request_key AND newer.attempt > attempt.attempt)",
                        moved.state().name(),
                        moved.jobId(),
                        moved.amount(),
                        AttemptRow.text(moved.charged()),
                        moved.address(),
                        moved.reason(),
                        moved.raw(),
                        moved.since().toEpochMilli(),
                        Money.billionths(moved.counted()),
                        moved.key().hex(),
                        moved.attempt(),
                        from.name())
                == 1;
    }

    /** Whether there was such an intent. Another's of the same number, made since this one was taken back, is none. */
    boolean delete(Job intent) throws SQLException {
        return sql.update(
                        "DELETE FROM attempt WHERE request_key = ? AND attempt = ? AND state = ? AND owner = ?"
                                + " AND build = ? AND started = ?",
                        intent.key().hex(),
                        intent.attempt(),
                        JobState.INTENT.name(),
                        intent.owner(),
                        intent.build(),
                        intent.started().toEpochMilli())
                == 1;
    }

    /** Whether the attempt is there in any state. */
    boolean has(Job intent) throws SQLException {
        return sql.any(
                "SELECT 1 FROM attempt WHERE request_key = ? AND attempt = ? AND build = ? AND started = ?",
                intent.key().hex(),
                intent.attempt(),
                intent.build(),
                intent.started().toEpochMilli());
    }

    /** Whether the attempt was in that hand and state, and is in this one's now. */
    boolean hand(Job job, String owner) throws SQLException {
        return sql.update(
                        "UPDATE attempt SET owner = ? WHERE request_key = ? AND attempt = ? AND state = ? AND owner = ?",
                        owner,
                        job.key().hex(),
                        job.attempt(),
                        job.state().name(),
                        job.owner())
                == 1;
    }
}
