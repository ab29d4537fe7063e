package dev.storyc.fleet;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which waiting clips get into hand next: those of the highest priority, then of the build with the fewest in hand, then
 * in the order of the build. Only as many as the far end takes at once, so that db-scheduler never holds more tasks than
 * that, however long the queue is.
 */
final class Dispatch {
    /** What drives a clip is named so in db-scheduler's table. */
    static final String TASK = "clip";

    /** What is followed only, and costs nothing, has no need of a slot; but not everything at once. */
    private static final int MOST_FOLLOWED = 200;

    /** Two refusals for being busy within this are one. */
    private static final long BUSY_ONCE_IN_MILLIS = 2_000;

    private final Db db;
    private final InstantSource clock;
    private final String pool;
    private final int inFlight;

    /**
     * @param pool names the API key without telling it
     * @param inFlight the most jobs at once with that key
     */
    Dispatch(Db db, InstantSource clock, String pool, int inFlight) {
        this.db = db;
        this.clock = clock;
        this.pool = pool;
        this.inFlight = inFlight;
    }

    /** A build that has clips to pick. */
    private record Open(String id, int priority, long created, int active) {
        Open more(int picked) {
            return new Open(id, priority, created, active + picked);
        }
    }

    private static final Comparator<Open> NEXT = Comparator.comparingInt((Open open) -> -open.priority())
            .thenComparingInt(Open::active)
            .thenComparingLong(Open::created)
            .thenComparing(Open::id);

    /** Puts into hand what there is room for; gives how many clips that were. */
    int pick() {
        return db.together(connection -> {
            // One at a time by this key: two that counted at once would both find the last room.
            int most = most(connection);
            int room = most - inHand(connection);
            int picked = followed(connection);
            List<Open> open = room > 0 ? open(connection, "= 'BUY'") : new ArrayList<>();
            while (room > 0) {
                Optional<Open> next = open.stream().min(NEXT);
                if (next.isEmpty()) {
                    break;
                }
                open.remove(next.get());
                int taken = take(connection, next.get(), 1, "= 'BUY'", true);
                if (taken > 0) {
                    open.add(next.get().more(taken));
                }
                picked += taken;
                room -= taken;
            }
            return picked;
        });
    }

    private int followed(Connection connection) throws SQLException {
        int picked = 0;
        for (Open open : open(connection, "<> 'BUY'")) {
            if (open.active() + picked < MOST_FOLLOWED) {
                picked += take(connection, open, MOST_FOLLOWED - open.active() - picked, "<> 'BUY'", false);
            }
        }
        return picked;
    }

    private int most(Connection connection) throws SQLException {
        Db.update(
                connection,
                "INSERT INTO pace (pool, most) VALUES (?, ?) ON CONFLICT (pool) DO NOTHING",
                pool,
                inFlight);
        return Db.list(connection, row -> row.getInt(1), "SELECT most FROM pace WHERE pool = ? FOR UPDATE", pool)
                .stream()
                .mapToInt(most -> Math.min(most, inFlight))
                .findFirst()
                .orElse(inFlight);
    }

    private int inHand(Connection connection) throws SQLException {
        return Db.list(
                        connection,
                        row -> row.getInt(1),
                        "SELECT COUNT(*) FROM queued WHERE state = 'active' AND slot AND pool = ?",
                        pool)
                .get(0);
    }

    /** Builds that have something waiting, with how much of each is in hand; a look at a few rows of each. */
    private static List<Open> open(Connection connection, String action) throws SQLException {
        return new ArrayList<>(Db.list(
                connection,
                row -> new Open(row.getString(1), row.getInt(2), row.getLong(3), row.getInt(4)),
                "SELECT b.id, b.priority, b.created, (SELECT COUNT(*) FROM queued a"
                        + " WHERE a.build = b.id AND a.state = 'active' AND a.slot) FROM build b"
                        + " WHERE b.ended IS NULL AND EXISTS (SELECT 1 FROM queued w"
                        + " WHERE w.build = b.id AND w.state = 'waiting' AND w.action " + action + ")"));
    }

    private int take(Connection connection, Open from, int most, String action, boolean slot) throws SQLException {
        long now = clock.millis();
        return Db.update(
                connection,
                "WITH picked AS (SELECT build, request_key FROM queued WHERE build = ? AND state = 'waiting'"
                        + " AND action " + action + " ORDER BY place LIMIT ? FOR UPDATE SKIP LOCKED),"
                        + " moved AS (UPDATE queued q SET state = 'active', slot = ?, pool = ?, since = ?, changed = ?"
                        + " FROM picked p WHERE q.build = p.build AND q.request_key = p.request_key"
                        + " RETURNING q.build, q.request_key)"
                        + " INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version,"
                        + " priority) SELECT ?, build || '/' || request_key, to_timestamp(? / 1000.0), false, 1, ?"
                        + " FROM moved ON CONFLICT (task_name, task_instance) DO NOTHING",
                from.id(),
                most,
                slot,
                pool,
                now,
                now,
                TASK,
                now,
                from.priority());
    }

    /** Gives a task to every clip in hand that lost its own, and ends builds whose last two clips ended at one moment. */
    int mend() {
        long now = clock.millis();
        return db.plainly(connection -> {
            Db.update(
                    connection,
                    "UPDATE build SET ended = ? WHERE ended IS NULL AND NOT EXISTS"
                            + " (SELECT 1 FROM queued q WHERE q.build = build.id AND q.state = 'waiting') AND NOT EXISTS"
                            + " (SELECT 1 FROM queued q WHERE q.build = build.id AND q.state = 'active')",
                    now);
            return Db.update(
                    connection,
                    "INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version, priority)"
                            + " SELECT ?, q.build || '/' || q.request_key, to_timestamp(? / 1000.0), false, 1, b.priority"
                            + " FROM queued q JOIN build b ON b.id = q.build WHERE q.state = 'active' AND NOT EXISTS"
                            + " (SELECT 1 FROM scheduled_tasks t WHERE t.task_name = ?"
                            + " AND t.task_instance = q.build || '/' || q.request_key)"
                            + " ON CONFLICT (task_name, task_instance) DO NOTHING",
                    TASK,
                    now,
                    TASK);
        });
    }

    /** The far end wants fewer jobs at a time. */
    void busy() {
        long now = clock.millis();
        db.update(
                "UPDATE pace SET most = GREATEST(1, LEAST(most, ?) / 2), taken = 0, busy_at = ?"
                        + " WHERE pool = ? AND busy_at < ?",
                inFlight,
                now,
                pool,
                now - BUSY_ONCE_IN_MILLIS);
    }

    /** The far end took a job without complaint. */
    void taken() {
        db.update(
                "UPDATE pace SET taken = CASE WHEN taken + 1 >= most THEN 0 ELSE taken + 1 END,"
                        + " most = CASE WHEN taken + 1 >= most THEN most + 1 ELSE most END WHERE pool = ? AND most < ?",
                pool,
                inFlight);
    }
}
