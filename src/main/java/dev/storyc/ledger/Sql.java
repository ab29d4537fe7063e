package dev.storyc.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The few ways in which a ledger speaks to its database. Its callers hand it to one thread at a time. */
final class Sql implements AutoCloseable {
    private final Connection connection;
    private final Runnable committed;

    Sql(Connection connection) {
        this(connection, () -> {});
    }

    /** @param committed what is done after each change */
    Sql(Connection connection, Runnable committed) {
        this.connection = connection;
        this.committed = committed;
    }

    /** How one row is read. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Something that may need the database. */
    interface Work<T> {
        T run() throws SQLException;
    }

    <T> List<T> list(Row<T> reader, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(reader.of(rows));
                }
            }
            return found;
        }
    }

    <T> Optional<T> first(Row<T> reader, String sql, @Nullable Object... values) throws SQLException {
        return list(reader, sql, values).stream().findFirst();
    }

    /** How many rows were changed. */
    int update(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            return statement.executeUpdate();
        }
    }

    /** All of the work or nothing of it. */
    <T> T inTransaction(Work<T> work) throws SQLException {
        T result;
        try {
            connection.setAutoCommit(false);
            result = work.run();
            // Commits, and no more: commit() would begin another transaction, whose failure would look like this one's.
            connection.setAutoCommit(true);
        } catch (SQLException | RuntimeException e) {
            undo(e);
            throw e;
        }
        committed.run();
        return result;
    }

    /**
     * Ends whatever was begun. A driver believes that it is in the mode it was last told, even where the disk refused, and
     * a disk that refuses has mostly undone everything already: so each step may fail, and after all of them the next
     * transaction is one.
     */
    private void undo(Exception because) {
        Work<Boolean> again = () -> {
            connection.setAutoCommit(false);
            return true;
        };
        Work<Boolean> back = () -> {
            connection.rollback();
            return true;
        };
        Work<Boolean> single = () -> {
            connection.setAutoCommit(true);
            return true;
        };
        for (Work<Boolean> step : List.of(again, back, single)) {
            try {
                step.run();
            } catch (SQLException e) {
                // What people must hear is why it had to be undone.
                because.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static void set(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
