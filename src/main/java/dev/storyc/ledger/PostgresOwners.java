package dev.storyc.ledger;

import dev.storyc.job.LedgerException;
import dev.storyc.job.Owners;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lease of this process in the fleet's database, renewed from a thread of its own over a connection of its own. Once it ran out
 * it is gone for ever, for others may have acted on that; its process then needs another name.
 *
 * <p>Others read from the database's clock that it ran out. This process knows sooner: it counts from before it asked for
 * the last renewal, and keeps a quarter of the time as a margin.
 */
final class PostgresOwners implements Owners {
    /** A name that lived is asked after again only later; one that is dead stays so. */
    private static final long LIVES_FOR_NANOS = Duration.ofSeconds(1).toNanos();

    private static final int KEPT_DAYS = 7;

    /** Where the lease is written. */
    interface Connecting {
        Connection open() throws SQLException;
    }

    private final String me = UUID.randomUUID().toString();
    private final Database database;
    private final Connecting connecting;
    private final PostgresClock clock;
    private final Duration length;
    private final Thread renewing;
    private final Map<String, Long> living = new ConcurrentHashMap<>();
    private final Set<String> dead = ConcurrentHashMap.newKeySet();

    private record Renewal(long nanos, long millis) {}

    private volatile Renewal last;
    private volatile boolean lost;
    private volatile boolean closed;

    private PostgresOwners(
            Database database, Connecting connecting, PostgresClock clock, Duration length, Renewal first) {
        this.database = database;
        this.connecting = connecting;
        this.clock = clock;
        this.length = length;
        this.last = first;
        this.renewing = new Thread(this::renew, "storyc-lease");
        renewing.setDaemon(true);
    }

    /**
     * Takes a lease.
     *
     * @param length how long it holds without a renewal; five are tried in that time
     */
    static PostgresOwners take(Database database, Connecting connecting, PostgresClock clock, Duration length) {
        Renewal first = now();
        PostgresOwners owners = new PostgresOwners(database, connecting, clock, length, first);
        database.change((sql, again) -> {
            // Who died long ago is not asked after any more, and a name that isn't there is dead too.
            sql.update("DELETE FROM lease WHERE until < " + PostgresClock.NOW + " - ?", days());
            return sql.update(
                    "INSERT INTO lease (owner, until) VALUES (?, " + PostgresClock.NOW + " + ?)"
                            + " ON CONFLICT (owner) DO UPDATE SET until = excluded.until",
                    owners.me,
                    length.toMillis());
        });
        owners.renewing.start();
        return owners;
    }

    private static long days() {
        return Duration.ofDays(KEPT_DAYS).toMillis();
    }

    private static Renewal now() {
        return new Renewal(System.nanoTime(), System.currentTimeMillis());
    }

    @Override
    public String me() {
        return me;
    }

    /** Whether the lease is gone for good. */
    boolean lost() {
        if (!lost && System.nanoTime() - last.nanos >= length.toNanos()) {
            lost = true;
        }
        return lost || closed;
    }

    @Override
    public boolean holds() {
        Renewal renewal = last;
        long safe = length.toMillis() * 3 / 4;
        // The monotonic clock stands while a machine sleeps, and the other one may be set: both must agree.
        return !lost()
                && System.nanoTime() - renewal.nanos < safe * 1_000_000
                && System.currentTimeMillis() - renewal.millis < safe;
    }

    @Override
    public boolean lives(String owner) {
        if (dead.contains(owner)) {
            return false;
        }
        Long until = living.get(owner);
        if (until != null && System.nanoTime() - until < 0) {
            return true;
        }
        boolean lives = database.read(
                sql -> sql.any("SELECT 1 FROM lease WHERE owner = ? AND until > " + PostgresClock.NOW, owner));
        if (lives) {
            living.put(owner, System.nanoTime() + LIVES_FOR_NANOS);
        } else {
            living.remove(owner);
            dead.add(owner);
        }
        return lives;
    }

    private void renew() {
        Optional<Connection> connection = Optional.empty();
        while (!lost()) {
            try {
                Connection open = connection.isPresent() ? connection.get() : connecting.open();
                connection = Optional.of(open);
                renew(open);
                Thread.sleep(length.toMillis() / 5);
            } catch (SQLException e) {
                // Tried again until the lease has run out, which whoever asks finds out.
                close(connection);
                connection = Optional.empty();
                if (!pause()) {
                    break;
                }
            } catch (InterruptedException e) {
                break;
            }
        }
        close(connection);
    }

    private void renew(Connection connection) throws SQLException {
        Renewal asked = now();
        // A lease that ran out is not taken up again: somebody may have seen it.
        Optional<Long> time = new Sql(connection)
                .first(
                        row -> row.getLong(1),
                        "UPDATE lease SET until = " + PostgresClock.NOW + " + ? WHERE owner = ? AND until > "
                                + PostgresClock.NOW + " RETURNING " + PostgresClock.NOW,
                        length.toMillis(),
                        me);
        if (time.isEmpty()) {
            lost = true;
            return;
        }
        clock.set(time.get(), asked.nanos);
        if (!lost()) {
            last = asked;
        }
    }

    private boolean pause() {
        try {
            Thread.sleep(length.toMillis() / 50);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static void close(Optional<Connection> connection) {
        try {
            if (connection.isPresent()) {
                connection.get().close();
            }
        } catch (SQLException e) {
            // It is given up anyhow.
            return;
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        renewing.interrupt();
        try {
            database.change((sql, again) -> sql.update("DELETE FROM lease WHERE owner = ?", me));
        } catch (LedgerException e) {
            // Then it runs out by itself.
            return;
        }
    }
}
