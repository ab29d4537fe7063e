package dev.storyc.ledger;

import dev.storyc.job.Change;
import dev.storyc.job.Entry;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.JobState;
import dev.storyc.lower.Key;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** What happened to attempts, and what callbacks said of them. */
final class History {
    /** As many job ids as callbacks may name for one attempt: a forger must not fill the disk. */
    private static final int MOST_HINTS = 8;

    private final Sql sql;

    History(Sql sql) {
        this.sql = sql;
    }

    /**
     * In the transaction of the transition itself, which has the attempt's row.
     *
     * @param mark the transition's own name
     */
    void write(Job moved, JobEvent event, Change change, String mark) throws SQLException {
        sql.update(
                "INSERT INTO entry (request_key, attempt, n, at, event, state, person, words, mark)"
                        + " SELECT ?, ?, COUNT(*) + 1, ?, ?, ?, ?, ?, ? FROM entry WHERE request_key = ? AND attempt = ?",
                moved.key().hex(),
                moved.attempt(),
                moved.since().toEpochMilli(),
                event.word(),
                moved.state().name(),
                change.by(),
                change.reason(),
                mark,
                moved.key().hex(),
                moved.attempt());
    }

    /** Whether the transition of this name was written. */
    boolean has(Job moved, String mark) throws SQLException {
        return sql.any(
                "SELECT 1 FROM entry WHERE request_key = ? AND attempt = ? AND mark = ?",
                moved.key().hex(),
                moved.attempt(),
                mark);
    }

    List<Entry> of(Key key) throws SQLException {
        return sql.list(
                row -> new Entry(
                        row.getInt(1),
                        Instant.ofEpochMilli(row.getLong(2)),
                        row.getString(3),
                        JobState.valueOf(row.getString(4)),
                        row.getString(5),
                        row.getString(6)),
                "SELECT attempt, at, event, state, person, words FROM entry WHERE request_key = ? ORDER BY attempt, n",
                key.hex());
    }

    /** @param again whether it may have been written by an earlier run of this */
    boolean hint(Job job, String jobId, boolean again) throws SQLException {
        sql.passGate();
        List<String> had = hints(job);
        if (had.contains(jobId)) {
            return again;
        }
        return had.size() < MOST_HINTS
                && sql.update(
                                "INSERT INTO hint (request_key, attempt, n, job_id) SELECT request_key, attempt, ?, ?"
                                        + " FROM attempt WHERE request_key = ? AND attempt = ? AND state IN (?, ?)",
                                had.size() + 1,
                                jobId,
                                job.key().hex(),
                                job.attempt(),
                                JobState.INTENT.name(),
                                JobState.IN_DOUBT.name())
                        == 1;
    }

    List<String> hints(Job job) throws SQLException {
        return sql.list(
                row -> row.getString(1),
                "SELECT job_id FROM hint WHERE request_key = ? AND attempt = ? ORDER BY n",
                job.key().hex(),
                job.attempt());
    }

    /** What was said of an intent that is taken back: its number may be another's soon. */
    void forget(Job intent) throws SQLException {
        sql.update(
                "DELETE FROM hint WHERE request_key = ? AND attempt = ?",
                intent.key().hex(),
                intent.attempt());
    }
}
