package dev.storyc.fleet;

import dev.storyc.ledger.PostgresRealm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Who works for the fleet, so that whoever waits can be told that nobody does. Nothing about money goes by it. */
public final class Workers {
    private final Db db;
    private final InstantSource clock;

    Workers(Db db, InstantSource clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Those of this realm, whose tables are there. */
    public static Workers of(PostgresRealm realm) {
        return new Workers(new Db(realm.connections()), realm.clock());
    }

    /** Says that this one lives. */
    void seen(String owner, String host, long pid, String pool, int inFlight, boolean draining) {
        long now = clock.millis();
        db.update(
                "INSERT INTO worker (owner, host, pid, pool, in_flight, since, seen, draining)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (owner) DO UPDATE SET seen = excluded.seen,"
                        + " draining = excluded.draining",
                owner,
                host,
                pid,
                pool,
                inFlight,
                now,
                now,
                draining);
    }

    /** This one has ended in order. */
    void gone(String owner) {
        db.update("DELETE FROM worker WHERE owner = ?", owner);
    }

    /** Forgets those that were not seen for long. */
    void forget(Duration after) {
        db.update("DELETE FROM worker WHERE seen < ?", clock.millis() - after.toMillis());
    }

    /** Those seen within this time, the oldest first. */
    public List<Worker> living(Duration within) {
        return db.list(
                row -> new Worker(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getInt(4),
                        Instant.ofEpochMilli(row.getLong(5)),
                        Instant.ofEpochMilli(row.getLong(6)),
                        row.getBoolean(7)),
                "SELECT owner, host, pid, in_flight, since, seen, draining FROM worker WHERE seen >= ? ORDER BY since",
                clock.millis() - within.toMillis());
    }
}
