package dev.storyc.ledger;

import dev.storyc.job.LedgerException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A SQLite file, by one connection that one thread at a time has. */
final class SqliteDatabase implements Database {
    private final Connection connection;
    private final Sql sql;
    private final WriteAheadLog log;
    private final Path file;

    SqliteDatabase(Connection connection, WriteAheadLog log, Path file) {
        this.connection = connection;
        this.sql = new Sql(connection);
        this.log = log;
        this.file = file;
    }

    @Override
    public synchronized <T> T read(Work<T> work) {
        try {
            return work.on(sql);
        } catch (SQLException e) {
            throw failed("read", e);
        }
    }

    @Override
    public synchronized <T> T change(Transaction<T> work) {
        try {
            return inTransaction(work);
        } catch (SQLException e) {
            throw failed("written", e);
        }
    }

    /** All of the work or nothing of it. */
    synchronized <T> T inTransaction(Transaction<T> work) throws SQLException {
        T result;
        try {
            connection.setAutoCommit(false);
            result = work.on(sql, false);
            // Commits, and no more: commit() would begin another transaction, whose failure would look like this one's.
            connection.setAutoCommit(true);
        } catch (SQLException | RuntimeException e) {
            undo(e);
            throw e;
        }
        log.empty();
        return result;
    }

    /** A step of {@link #undo}. */
    private interface Step {
        void take() throws SQLException;
    }

    /**
     * Ends whatever was begun. A driver believes that it is in the mode it was last told, even where the disk refused, and
     * a disk that refuses has mostly undone everything already: so each step may fail, and after all of them the next
     * transaction is one.
     */
    private void undo(Exception because) {
        Step again = () -> connection.setAutoCommit(false);
        Step back = connection::rollback;
        Step single = () -> connection.setAutoCommit(true);
        for (Step step : List.of(again, back, single)) {
            try {
                step.take();
            } catch (SQLException e) {
                // What people must hear is why it had to be undone.
                because.addSuppressed(e);
            }
        }
    }

    @Override
    public String place() {
        return file.toString();
    }

    @Override
    public synchronized void close() {
        Optional<SQLException> behind = log.behind();
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed("closed", e);
        }
        behind.ifPresent(e -> {
            throw new LedgerException(
                    "what was written into the ledger " + file + " is safe in its log " + file
                            + "-wal, but not yet in the ledger itself: keep the two together, and mend the disk: "
                            + SqliteLedgers.words(e, file),
                    e);
        });
    }

    private LedgerException failed(String done, SQLException e) {
        return new LedgerException("the ledger " + file + " can't be " + done + ": " + SqliteLedgers.words(e, file), e);
    }
}
