package dev.storyc.ledger;

import dev.storyc.job.Asked;
import dev.storyc.job.Cap;
import dev.storyc.job.Change;
import dev.storyc.job.Claim;
import dev.storyc.job.Entry;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.JobState;
import dev.storyc.job.Ledger;
import dev.storyc.job.LedgerException;
import dev.storyc.job.Slots;
import dev.storyc.job.Transitions;
import dev.storyc.lower.Key;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A ledger by plain SQL over one connection, which its lock hands to one thread at a time. */
final class SqlLedger implements Ledger {
    private static final String COLUMNS = "request_key, attempt, state, storyboard, variant, clip, take, request,"
            + " estimate, job_id, amount, charged, address, reason, raw, owner, build, started, since, counted,"
            + " reserved, token";
    private static final String ATTEMPTS = "SELECT " + COLUMNS + " FROM attempt ";

    /** Fewer than any database's limit on the parameters of a statement. */
    private static final int MOST_AT_ONCE = 500;

    private final Sql sql;
    private final WriteAheadLog log;
    private final Money money;
    private final History history;
    private final String id;
    private final String place;

    SqlLedger(Connection connection, WriteAheadLog log, String id, String place) {
        this.sql = new Sql(connection, log::empty);
        this.log = log;
        this.money = new Money(sql);
        this.history = new History(sql);
        this.id = id;
        this.place = place;
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
    public synchronized Map<Key, Job> find(Collection<Key> keys) {
        return guard("read", () -> {
            Map<Key, Job> newest = new HashMap<>();
            List<Key> left = List.copyOf(keys);
            for (int from = 0; from < left.size(); from += MOST_AT_ONCE) {
                String[] some = left.subList(from, Math.min(left.size(), from + MOST_AT_ONCE)).stream()
                        .map(Key::hex)
                        .toArray(String[]::new);
                String holes = String.join(",", Collections.nCopies(some.length, "?"));
                // The last of each key is the newest, and takes the place of those before.
                select("WHERE request_key IN (" + holes + ") ORDER BY attempt", some)
                        .forEach(job -> newest.put(job.key(), job));
            }
            return newest;
        });
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
    public synchronized List<Job> submitted() {
        return guard("read", () -> select("WHERE state = ? ORDER BY since", JobState.SUBMITTED.name()));
    }

    @Override
    public synchronized List<Job> stored(int most) {
        return guard("read", () -> select("WHERE state = ? ORDER BY since DESC LIMIT " + most, JobState.STORED.name()));
    }

    @Override
    public synchronized Optional<Job> byJob(String jobId) {
        return guard(
                "read", () -> select("WHERE job_id = ? LIMIT 1", jobId).stream().findFirst());
    }

    @Override
    public synchronized List<Entry> history(Key key) {
        return guard("read", () -> history.of(key));
    }

    @Override
    public synchronized Optional<Job> called(String token) {
        return guard(
                "read", () -> select("WHERE token = ? LIMIT 1", token).stream().findFirst());
    }

    @Override
    public synchronized boolean hint(Job job, String jobId) {
        return guard("written", () -> history.hint(job, jobId));
    }

    @Override
    public synchronized List<String> hints(Job job) {
        return guard("read", () -> history.hints(job));
    }

    @Override
    public synchronized Map<String, BigDecimal> observed() {
        return guard("read", money::observed);
    }

    @Override
    public synchronized Claim claim(Job intent, List<Cap> caps, Slots slots) {
        return guard(
                "written",
                () -> sql.inTransaction(() -> {
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
                    BigDecimal price = money.price(intent.asked());
                    for (Cap cap : caps) {
                        Optional<Claim> refused = money.refuses(cap, intent, price);
                        if (refused.isPresent()) {
                            return refused.get();
                        }
                    }
                    Job reserving = intent.reserving(price);
                    insert(reserving);
                    for (Cap cap : caps) {
                        money.reserve(cap, reserving);
                    }
                    return new Claim.Claimed(reserving);
                }));
    }

    @Override
    public synchronized boolean retract(Job intent) {
        return guard(
                "written",
                () -> sql.inTransaction(() -> {
                    int gone = sql.update(
                            "DELETE FROM attempt WHERE request_key = ? AND attempt = ? AND state = ?",
                            intent.key().hex(),
                            intent.attempt(),
                            JobState.INTENT.name());
                    if (gone == 1) {
                        money.free(intent);
                    }
                    return gone == 1;
                }));
    }

    @Override
    public synchronized Optional<Job> advance(Job job, JobEvent event, Change change, Instant now) {
        JobState next = Transitions.next(job.state(), event)
                .orElseThrow(() -> new IllegalStateException(event + " can't happen to an attempt " + job.state()));
        Job moved = job.moved(next, change, now);
        boolean won = guard(
                "written",
                () -> sql.inTransaction(() -> {
                    if ((event == JobEvent.ADOPTED && job.jobId() == null && had(moved.jobId()))
                            || move(job.state(), moved) != 1) {
                        return false;
                    }
                    history.write(moved, event, change);
                    if (event == JobEvent.ACCEPTED) {
                        money.see(moved);
                    }
                    return true;
                }));
        return won ? Optional.of(moved) : Optional.empty();
    }

    private int move(JobState from, Job moved) throws SQLException {
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
                from.name());
    }

    @Override
    public synchronized Optional<Job> takeOver(Job job, String owner) {
        int changed = guard(
                "written",
                () -> sql.inTransaction(() -> sql.update(
                        "UPDATE attempt SET owner = ? WHERE request_key = ? AND attempt = ? AND state = ? AND owner = ?",
                        owner,
                        job.key().hex(),
                        job.attempt(),
                        job.state().name(),
                        job.owner())));
        return changed == 1 ? Optional.of(job.ownedBy(owner)) : Optional.empty();
    }

    @Override
    public synchronized void close() {
        Optional<SQLException> behind = log.behind();
        guard("closed", () -> {
            sql.close();
            return true;
        });
        behind.ifPresent(e -> {
            throw new LedgerException(
                    "what was written into the ledger " + place + " is safe in its log " + place
                            + "-wal, but not yet in the ledger itself: keep the two together, and mend the disk: "
                            + SqliteLedgers.words(e, Path.of(place)),
                    e);
        });
    }

    private boolean had(@Nullable String jobId) throws SQLException {
        return sql.first(row -> true, "SELECT 1 FROM attempt WHERE job_id = ? LIMIT 1", jobId)
                .isPresent();
    }

    private Optional<Job> newest(Key key) throws SQLException {
        return select("WHERE request_key = ? ORDER BY attempt DESC LIMIT 1", key.hex()).stream()
                .findFirst();
    }

    private List<Job> select(String which, String... values) throws SQLException {
        return sql.list(AttemptRow::job, ATTEMPTS + which, (Object[]) values);
    }

    private int inFlight(Slots slots) throws SQLException {
        return sql.first(
                        row -> row.getInt(1),
                        "SELECT COUNT(*) FROM attempt WHERE state IN (?, ?) AND since >= ?",
                        JobState.INTENT.name(),
                        JobState.SUBMITTED.name(),
                        slots.countedFrom().toEpochMilli())
                .orElse(0);
    }

    private void insert(Job intent) throws SQLException {
        Asked asked = intent.asked();
        int made = sql.update(
                "INSERT INTO attempt (" + COLUMNS + ")"
                        + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING",
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
                intent.token());
        if (made != 1) {
            throw new SQLException("another transaction wrote the same intent");
        }
    }

    private <T> T guard(String done, Sql.Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw new LedgerException(
                    "the ledger " + place + " can't be " + done + ": " + SqliteLedgers.words(e, Path.of(place)), e);
        }
    }
}
