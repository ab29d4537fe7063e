package dev.storyc.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The few ways in which a ledger speaks to its database, over one connection that nobody else has meanwhile. */
final class Sql {
    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** How one row is read. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    Connection connection() {
        return connection;
    }

    <T> List<T> list(Row<T> reader, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(read(reader, rows));
                }
            }
            return found;
        }
    }

    private static <T> T read(Row<T> reader, ResultSet row) throws SQLException {
        try {
            return reader.of(row);
        } catch (RuntimeException e) {
            // A hand was in it, or a disk: no bug, and nothing to go on with.
            throw new SQLException(
                    "a row of it holds what storyc never writes (" + e.getMessage()
                            + "): bring back a copy of it from before that, or undo what was edited",
                    e);
        }
    }

    <T> Optional<T> first(Row<T> reader, String sql, @Nullable Object... values) throws SQLException {
        return list(reader, sql, values).stream().findFirst();
    }

    /** Whether there is any such row. */
    boolean any(String sql, @Nullable Object... values) throws SQLException {
        return first(row -> true, sql, values).isPresent();
    }

    /** How many rows were changed. */
    int update(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            return statement.executeUpdate();
        }
    }

    /**
     * Waits until no other transaction is past this point, and keeps all others before it until this one ends: what is
     * counted or looked for from here on stays so. SQLite lets only one write anyhow.
     */
    void passGate() throws SQLException {
        if (update("UPDATE gate SET passed = passed + 1 WHERE id = 1") != 1) {
            throw new SQLException("the table `gate` has lost its row");
        }
    }

    private static void set(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            statement.setObject(i + 1, value instanceof String text ? StorableText.of(text) : value);
        }
    }
}
