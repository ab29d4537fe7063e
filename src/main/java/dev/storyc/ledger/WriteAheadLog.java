package dev.storyc.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * SQLite's log beside a ledger. What is committed is durable in it, and goes into the ledger's own file at once: a log that
 * goes astray must take nothing with it.
 *
 * <p>SQLite would do so by itself, but as a part of the commit: then a ledger's file that can't be written makes a change
 * look undone that was done, and an intent that is there without anyone who sends it is in doubt.
 */
final class WriteAheadLog {
    private final Connection connection;
    private @Nullable SQLException behind;

    private WriteAheadLog(Connection connection) {
        this.connection = connection;
    }

    static WriteAheadLog of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint=0");
        }
        return new WriteAheadLog(connection);
    }

    /** Moves what was committed into the ledger's file, as far as no other process is in the way. */
    void empty() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
            behind = null;
        } catch (SQLException e) {
            // Nothing is lost: the log is read with the file. Whoever closes the ledger hears of it.
            behind = e;
        }
    }

    /** Why the ledger's file lacks something that is in the log; asks the disk once more. */
    Optional<SQLException> behind() {
        if (behind != null) {
            empty();
        }
        return Optional.ofNullable(behind);
    }
}
