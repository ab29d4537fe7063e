package dev.storyc.ledger;

import dev.storyc.job.Cap;
import dev.storyc.job.Change;
import dev.storyc.job.Claim;
import dev.storyc.job.Entry;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.JobState;
import dev.storyc.job.Ledger;
import dev.storyc.job.Slots;
import dev.storyc.job.Transitions;
import dev.storyc.lower.Key;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A ledger by plain SQL, the same statements on every database.
 *
 * <p>Where two transactions may run at once, a transition is decided by its row alone, which the first to change it locks.
 * What looks at more than that passes the gate first: each claim, and whatever brings an attempt back that a claim
 * takes for over, or gives it a job id that no other may have.
 */
final class SqlLedger implements Ledger {
    /** Fewer than any database's limit on the parameters of a statement. */
    private static final int MOST_AT_ONCE = 500;

    /** Leaving these by an attempt's own late answer may meet a claim, or another attempt's adoption. */
    private static final Set<JobState> AT_THE_GATE =
            EnumSet.of(JobState.IN_DOUBT, JobState.ABANDONED, JobState.RELEASED);

    private final Database database;
    private final ClaimGuard guard;
    private final String id;

    SqlLedger(Database database, ClaimGuard guard, String id) {
        this.database = database;
        this.guard = guard;
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Optional<Job> find(Key key) {
        return database.read(sql -> new AttemptTable(sql).newest(key));
    }

    @Override
    public Map<Key, Job> find(Collection<Key> keys) {
        List<Key> left = List.copyOf(keys);
        return database.read(sql -> {
            Map<Key, Job> newest = new HashMap<>();
            for (int from = 0; from < left.size(); from += MOST_AT_ONCE) {
                Object[] some = left.subList(from, Math.min(left.size(), from + MOST_AT_ONCE)).stream()
                        .map(Key::hex)
                        .toArray();
                String holes = String.join(",", Collections.nCopies(some.length, "?"));
                // The last of each key is the newest, and takes the place of those before.
                new AttemptTable(sql)
                        .select("WHERE request_key IN (" + holes + ") ORDER BY attempt", some)
                        .forEach(job -> newest.put(job.key(), job));
            }
            return newest;
        });
    }

    @Override
    public List<Job> all() {
        return select("ORDER BY started, request_key, attempt");
    }

    @Override
    public List<Job> intents() {
        return select("WHERE state = ? ORDER BY started", JobState.INTENT.name());
    }

    @Override
    public List<Job> submitted() {
        return select("WHERE state = ? ORDER BY since", JobState.SUBMITTED.name());
    }

    @Override
    public List<Job> stored(int most) {
        return select("WHERE state = ? ORDER BY since DESC LIMIT " + most, JobState.STORED.name());
    }

    @Override
    public Optional<Job> byJob(String jobId) {
        return select("WHERE job_id = ? LIMIT 1", jobId).stream().findFirst();
    }

    @Override
    public Optional<Job> called(String token) {
        return select("WHERE token = ? LIMIT 1", token).stream().findFirst();
    }

    @Override
    public List<Entry> history(Key key) {
        return database.read(sql -> new History(sql).of(key));
    }

    @Override
    public boolean hint(Job job, String jobId) {
        return database.change((sql, again) -> new History(sql).hint(job, jobId, again));
    }

    @Override
    public List<String> hints(Job job) {
        return database.read(sql -> new History(sql).hints(job));
    }

    @Override
    public Map<String, BigDecimal> observed() {
        return database.read(sql -> new Money(sql).observed());
    }

    @Override
    public Claim claim(Job intent, List<Cap> caps, Slots slots) {
        String mark = UUID.randomUUID().toString();
        return database.change((sql, again) -> {
            sql.passGate();
            Claims claims = new Claims(sql, database.place());
            Optional<Claim> settled = again ? claims.settled(intent, mark) : Optional.empty();
            if (settled.isPresent()) {
                return settled.get();
            }
            Optional<String> closed = guard.closed(sql.connection(), intent);
            return closed.isPresent() ? new Claim.Closed(closed.get()) : claims.decide(intent, caps, slots, mark);
        });
    }

    @Override
    public boolean retract(Job intent) {
        return database.change((sql, again) -> {
            AttemptTable attempts = new AttemptTable(sql);
            if (!attempts.delete(intent)) {
                return again && !attempts.has(intent);
            }
            new Money(sql).free(intent);
            new History(sql).forget(intent);
            return true;
        });
    }

    @Override
    public Optional<Job> advance(Job job, JobEvent event, Change change, Instant now) {
        JobState next = Transitions.next(job.state(), event)
                .orElseThrow(() -> new IllegalStateException(event + " can't happen to an attempt " + job.state()));
        Change kept = StorableText.of(change);
        Job moved = job.moved(next, kept, now);
        String mark = UUID.randomUUID().toString();
        boolean won = database.change((sql, again) -> {
            if (AT_THE_GATE.contains(job.state())) {
                sql.passGate();
            }
            return move(sql, job, moved, event, kept, mark, again);
        });
        return won ? Optional.of(moved) : Optional.empty();
    }

    /** Whether this very transition is done, now or by an earlier run of it. */
    private static boolean move(Sql sql, Job job, Job moved, JobEvent event, Change change, String mark, boolean again)
            throws SQLException {
        AttemptTable attempts = new AttemptTable(sql);
        History history = new History(sql);
        if (again && history.has(moved, mark)) {
            return true;
        }
        if (event == JobEvent.ADOPTED && job.jobId() == null && attempts.had(moved.jobId())) {
            return false;
        }
        if (!attempts.move(job.state(), moved)) {
            // It may have waited for that earlier run to be committed after all.
            return again && history.has(moved, mark);
        }
        history.write(moved, event, change, mark);
        if (event == JobEvent.ACCEPTED) {
            new Money(sql).see(moved);
        }
        return true;
    }

    @Override
    public Optional<Job> takeOver(Job job, String owner) {
        Job mine = job.ownedBy(owner);
        boolean done = database.change((sql, again) -> {
            AttemptTable attempts = new AttemptTable(sql);
            return attempts.hand(job, owner)
                    || (again && attempts.newest(job.key()).filter(mine::equals).isPresent());
        });
        return done ? Optional.of(mine) : Optional.empty();
    }

    @Override
    public void close() {
        database.close();
    }

    private List<Job> select(String which, @Nullable Object... values) {
        return database.read(sql -> new AttemptTable(sql).select(which, values));
    }
}
