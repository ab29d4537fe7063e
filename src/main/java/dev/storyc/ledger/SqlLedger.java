package dev.storyc.ledger;

import dev.storyc.job.Asked;
import dev.storyc.job.Cap;
import dev.storyc.job.Change;
import dev.storyc.job.Claim;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.JobState;
import dev.storyc.job.Ledger;
import dev.storyc.job.LedgerException;
import dev.storyc.job.Slots;
import dev.storyc.job.Transitions;
import dev.storyc.lower.Key;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A ledger by plain SQL over one connection, which its lock hands to one thread at a time.
 *
 * <p>Money is kept twice: as decimal text, which is what people are shown, and as whole billionths of a dollar, which
 * databases can add exactly.
 */
final class SqlLedger implements Ledger {
    static final String COLUMNS = "request_key, attempt, state, storyboard, variant, clip, take, request,"
            + " estimate, job_id, amount, charged, address, reason, raw, owner, build, started, since, counted";

    private final Connection connection;
    private final String id;
    private final String place;

    SqlLedger(Connection connection, String id, String place) {
        this.connection = connection;
        this.id = id;
        this.place = place;
    }

    static void createTables(Statement statement) throws SQLException {
        statement.executeUpdate("CREATE TABLE attempt (request_key TEXT NOT NULL, attempt INTEGER NOT NULL,"
                + " state TEXT NOT NULL, storyboard TEXT NOT NULL, variant TEXT NOT NULL, clip TEXT NOT NULL,"
                + " take INTEGER NOT NULL, request TEXT NOT NULL, estimate TEXT, job_id TEXT, amount TEXT,"
                + " charged TEXT, address TEXT, reason TEXT, raw TEXT, owner TEXT NOT NULL, build TEXT NOT NULL,"
                + " started BIGINT NOT NULL, since BIGINT NOT NULL, counted BIGINT NOT NULL,"
                + " PRIMARY KEY (request_key, attempt))");
        statement.executeUpdate("CREATE INDEX attempt_by_state ON attempt (state, since)");
        statement.executeUpdate("CREATE INDEX attempt_by_job ON attempt (job_id)");
        statement.executeUpdate("CREATE TABLE reservation (scope TEXT NOT NULL, request_key TEXT NOT NULL,"
                + " attempt INTEGER NOT NULL, PRIMARY KEY (scope, request_key, attempt))");
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public synchronized Optional<Job> find(Key key) {
        return guard("read", () -> newest(key));
    }

    @Override
    public synchronized List<Job> all() {
        return guard("read", () -> select("ORDER BY started, request_key, attempt"));
    }

    @Override
    public synchronized List<Job> intents() {
        return guard("read", () -> select("WHERE state = ? ORDER BY started", JobState.INTENT.name()));
    }

    @Override
    public synchronized boolean knows(String jobId) {
        return guard("read", () -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT 1 FROM attempt WHERE job_id = ? LIMIT 1")) {
                select.setString(1, jobId);
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next();
                }
            }
        });
    }

    @Override
    public synchronized Claim claim(Job intent, List<Cap> caps, Slots slots) {
        return guard(
                "written",
                () -> inTransaction(() -> {
                    Optional<Job> newest = newest(intent.key());
                    int last = newest.map(Job::attempt).orElse(0);
                    if (last != intent.attempt() - 1
                            || newest.filter(j -> !j.state().over()).isPresent()) {
                        return new Claim.Held(newest.orElseThrow(() -> new LedgerException("attempt " + intent.attempt()
                                + " of " + intent.key() + " was decided on one that " + place + " doesn't hold")));
                    }
                    if (inFlight(slots) >= slots.most()) {
                        return new Claim.Full();
                    }
                    for (Cap cap : caps) {
                        if (cap.once() && attempted(cap.scope(), intent.key())) {
                            return new Claim.Used(cap);
                        }
                        BigDecimal most = cap.usd();
                        if (most == null) {
                            continue;
                        }
                        BigDecimal price = intent.asked().estimate();
                        if (price == null) {
                            return new Claim.Unpriced(cap);
                        }
                        long counted = counted(cap.scope());
                        if (counted + billionths(price) > billionths(most)) {
                            return new Claim.OverCap(cap, BigDecimal.valueOf(counted, 9));
                        }
                    }
                    insert(intent);
                    for (Cap cap : caps) {
                        reserve(cap.scope(), intent);
                    }
                    return new Claim.Claimed(intent);
                }));
    }

    @Override
    public synchronized boolean retract(Job intent) {
        return guard(
                "written",
                () -> inTransaction(() -> {
                    int gone = update(
                            "DELETE FROM attempt WHERE request_key = ? AND attempt = ? AND state = ?",
                            intent.key().hex(),
                            intent.attempt(),
                            JobState.INTENT.name());
                    if (gone == 1) {
                        update(
                                "DELETE FROM reservation WHERE request_key = ? AND attempt = ?",
                                intent.key().hex(),
                                intent.attempt());
                    }
                    return gone == 1;
                }));
    }

    @Override
    public synchronized Optional<Job> advance(Job job, JobEvent event, Change change, Instant now) {
        JobState next = Transitions.next(job.state(), event)
                .orElseThrow(() -> new IllegalStateException(event + " can't happen to an attempt " + job.state()));
        Job moved = job.moved(next, change, now);
        int changed = guard(
                "written",
                () -> update(
                        "UPDATE attempt SET state = ?, job_id = ?, amount = ?, charged = ?, address = ?, reason = ?,"
                                + " raw = ?, since = ?, counted = ?"
                                + " WHERE request_key = ? AND attempt = ? AND state = ?",
                        next.name(),
                        moved.jobId(),
                        moved.amount(),
                        AttemptRow.text(moved.charged()),
                        moved.address(),
                        moved.reason(),
                        moved.raw(),
                        now.toEpochMilli(),
                        billionths(moved.counted()),
                        job.key().hex(),
                        job.attempt(),
                        job.state().name()));
        return changed == 1 ? Optional.of(moved) : Optional.empty();
    }

    @Override
    public synchronized void close() {
        guard("closed", () -> {
            connection.close();
            return true;
        });
    }

    private Optional<Job> newest(Key key) throws SQLException {
        return select("WHERE request_key = ? ORDER BY attempt DESC LIMIT 1", key.hex()).stream()
                .findFirst();
    }

    private List<Job> select(String which, String... values) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS + " FROM attempt " + which)) {
            for (int i = 0; i < values.length; i++) {
                select.setString(i + 1, values[i]);
            }
            List<Job> jobs = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    jobs.add(AttemptRow.job(rows));
                }
            }
            return jobs;
        }
    }

    private int inFlight(Slots slots) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT COUNT(*) FROM attempt WHERE state IN (?, ?) AND since >= ?")) {
            select.setString(1, JobState.INTENT.name());
            select.setString(2, JobState.SUBMITTED.name());
            select.setLong(3, slots.countedFrom().toEpochMilli());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getInt(1) : 0;
            }
        }
    }

    private long counted(String scope) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT COALESCE(SUM(a.counted), 0)"
                + " FROM reservation r JOIN attempt a ON a.request_key = r.request_key AND a.attempt = r.attempt"
                + " WHERE r.scope = ?")) {
            select.setString(1, scope);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    private boolean attempted(String scope, Key key) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT 1 FROM reservation WHERE scope = ? AND request_key = ? LIMIT 1")) {
            select.setString(1, scope);
            select.setString(2, key.hex());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    private void insert(Job intent) throws SQLException {
        Asked asked = intent.asked();
        int made = update(
                "INSERT INTO attempt (" + COLUMNS + ")"
                        + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING",
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
                billionths(intent.counted()));
        if (made != 1) {
            throw new SQLException("another transaction wrote the same intent");
        }
    }

    private void reserve(String scope, Job intent) throws SQLException {
        update(
                "INSERT INTO reservation (scope, request_key, attempt) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                scope,
                intent.key().hex(),
                intent.attempt());
    }

    private int update(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    private <T> T inTransaction(Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = work.run();
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private <T> T guard(String done, Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw new LedgerException("the ledger " + place + " can't be " + done + ": " + SqliteLedgers.words(e), e);
        }
    }

    private interface Work<T> {
        T run() throws SQLException;
    }

    /** Rounded up, so that a cap is never passed by a rounding. */
    private static long billionths(BigDecimal usd) {
        return usd.movePointRight(9).setScale(0, RoundingMode.UP).longValueExact();
    }
}
