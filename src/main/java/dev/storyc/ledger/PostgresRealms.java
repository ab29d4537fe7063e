package dev.storyc.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.storyc.job.LedgerException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Opens realms kept in PostgreSQL. */
public final class PostgresRealms {
    /** The oldest version that is tried. */
    static final int OLDEST = 12;

    private PostgresRealms() {}

    /**
     * How a realm is used.
     *
     * @param connections the most at once, beside the one that keeps the lease
     * @param lease how long a process lives without a word of it
     * @param tryFor how long one piece of work is tried again while the database is away
     */
    public record Use(int connections, Duration lease, Duration tryFor) {
        /** A command that one person runs. */
        public static final Use COMMAND = new Use(8, Duration.ofSeconds(10), Duration.ofSeconds(30));

        /** The same with this many connections. */
        public Use with(int most) {
            return new Use(most, lease, tryFor);
        }
    }

    /** Opens a realm as a command does. */
    public static PostgresRealm open(PostgresAddress address, String schema) {
        return open(address, schema, Use.COMMAND);
    }

    /**
     * Opens the realm in this schema, and makes it where there is none.
     *
     * @param schema small letters, digits and underscores
     * @throws LedgerException in words for people, if it can't be had as it must be: not reached, not let in, too old, read
     *     only, without rights, or written by a newer storyc
     */
    public static PostgresRealm open(PostgresAddress address, String schema, Use use) {
        if (!schema.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException(schema);
        }
        String place = address + " (schema " + schema + ")";
        HikariDataSource pool = null;
        try {
            PostgresSchema tables = new PostgresSchema(address, schema, place);
            PostgresClock clock;
            try (Connection first = connect(address, schema)) {
                tables.examine(first);
                tables.make(first);
                long sent = System.nanoTime();
                clock = new PostgresClock(
                        new Sql(first)
                                .first(row -> row.getLong(1), "SELECT " + PostgresClock.NOW)
                                .orElseThrow(),
                        sent);
            }
            pool = pool(address, schema, use);
            String id = tables.id(pool);
            return new OpenRealm(address, schema, use, pool, clock, id);
        } catch (SQLException e) {
            close(pool);
            throw new LedgerException(
                    "the fleet's ledger " + place + " can't be opened: " + PostgresFault.words(e, address), e);
        } catch (LedgerException e) {
            close(pool);
            throw e;
        }
    }

    /** A connection outside of any pool, with the realm's tables before it. */
    static Connection connect(PostgresAddress address, String schema) throws SQLException {
        Connection connection = DriverManager.getConnection(address.url(), address.properties());
        try {
            new Sql(connection).list(row -> row.getString(1), first(schema));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * What is said first on each connection. By statements, since what stands between may take no others: whoever is gone
     * without a word lets go of its rows soon, and what is committed is on disk, whatever the server thinks usual.
     */
    private static String first(String schema) {
        return "SELECT set_config('search_path', '" + schema + "', false),"
                + " set_config('idle_in_transaction_session_timeout', '10s', false),"
                + " set_config('lock_timeout', '10s', false),"
                + " set_config('default_transaction_isolation', 'read committed', false),"
                + " set_config('synchronous_commit', CASE current_setting('synchronous_commit')"
                + " WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)";
    }

    private static HikariDataSource pool(PostgresAddress address, String schema, Use use) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(address.url());
        config.setDataSourceProperties(address.properties());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setConnectionInitSql(first(schema));
        config.setPoolName("storyc " + schema);
        config.setMaximumPoolSize(use.connections());
        config.setMinimumIdle(0);
        config.setIdleTimeout(Duration.ofSeconds(60).toMillis());
        config.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
        config.setValidationTimeout(Duration.ofSeconds(2).toMillis());
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private static void close(@Nullable HikariDataSource pool) {
        if (pool != null) {
            pool.close();
        }
    }
}
