package dev.storyc.fleet;

import dev.storyc.job.LedgerException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The few ways in which the queue speaks to its database. For any number of threads. */
final class Db {
    private final DataSource connections;

    Db(DataSource connections) {
        this.connections = connections;
    }

    /** How one row is read. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Something done with one connection. */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** Does something, each statement by itself. */
    <T> T plainly(Work<T> work) {
        try (Connection connection = connections.getConnection()) {
            return work.with(connection);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Does all of it or nothing. */
    <T> T together(Work<T> work) {
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                undo(connection, e);
                throw e;
            } finally {
                restore(connection);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    static <T> List<T> list(Connection connection, Row<T> reader, String sql, @Nullable Object... values)
            throws SQLException {
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

    <T> List<T> list(Row<T> reader, String sql, @Nullable Object... values) {
        return plainly(connection -> list(connection, reader, sql, values));
    }

    <T> Optional<T> first(Row<T> reader, String sql, @Nullable Object... values) {
        return list(reader, sql, values).stream().findFirst();
    }

    static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            return statement.executeUpdate();
        }
    }

    /** How many rows were changed. */
    int update(String sql, @Nullable Object... values) {
        return plainly(connection -> update(connection, sql, values));
    }

    static void set(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private static void undo(Connection connection, Exception because) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    private static void restore(Connection connection) {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            // The connection is gone; the pool makes another, and what was undone is told already.
            return;
        }
    }

    private static LedgerException failed(SQLException e) {
        return new LedgerException("the fleet's queue can't be reached: " + e.getMessage(), e);
    }
}
