package dev.storyc.ledger;

import com.zaxxer.hikari.HikariDataSource;
import dev.storyc.job.LedgerException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A schema of a PostgreSQL, by a pool of connections; READ COMMITTED, so that each statement sees what was committed
 * before it began.
 *
 * <p>What fails in passing is done again, for a bounded time: a server that starts anew, a connection that was cut, a
 * deadlock. Where it was cut at the commit, the next run finds out what became of it.
 */
final class PostgresDatabase implements Database {
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final HikariDataSource pool;
    private final PostgresAddress address;
    private final String schema;
    private final Duration tryFor;

    PostgresDatabase(HikariDataSource pool, PostgresAddress address, String schema, Duration tryFor) {
        this.pool = pool;
        this.address = address;
        this.schema = schema;
        this.tryFor = tryFor;
    }

    /** One run of something, which says whether it got as far as the commit. */
    private final class Run<T> {
        private final Transaction<T> work;
        private boolean committing;
        private boolean again;

        Run(Transaction<T> work) {
            this.work = work;
        }

        T once() throws SQLException {
            committing = false;
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                T result = work.on(new Sql(connection), again);
                committing = true;
                connection.commit();
                return result;
            } catch (SQLException e) {
                again |= committing && !PostgresFault.undone(e);
                throw e;
            }
        }
    }

    /** Something that may be tried again. */
    private interface Attempt<T> {
        T once() throws SQLException;
    }

    @Override
    public <T> T read(Work<T> work) {
        return retry("read", () -> {
            try (Connection connection = pool.getConnection()) {
                return work.on(new Sql(connection));
            }
        });
    }

    @Override
    public <T> T change(Transaction<T> work) {
        Run<T> run = new Run<>(work);
        return retry("written", run::once);
    }

    private <T> T retry(String done, Attempt<T> attempt) {
        long begun = System.nanoTime();
        for (int failed = 0; ; failed++) {
            try {
                return attempt.once();
            } catch (SQLException e) {
                if (!PostgresFault.passes(e) || System.nanoTime() - begun > tryFor.toNanos()) {
                    throw new LedgerException(
                            "the ledger " + place() + " can't be " + done + ": " + PostgresFault.words(e, address), e);
                }
                pause(failed);
            }
        }
    }

    private static void pause(int failed) {
        long most = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failed, 10));
        try {
            Thread.sleep(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerException("interrupted while the ledger's database was away", e);
        }
    }

    @Override
    public String place() {
        return address + " (schema " + schema + ")";
    }

    /** Nothing: several ledgers have it, and the realm ends it. */
    @Override
    public void close() {}

    void shut() {
        pool.close();
    }
}
