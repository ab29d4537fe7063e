package dev.storyc.ledger;

import dev.storyc.job.LedgerException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/** A realm's tables in PostgreSQL: by Flyway, from the very files by which SQLite's are made, where both understand them. */
final class PostgresSchema {
    private static final String[] FOLDERS = {
        "classpath:dev/storyc/ledger/tables", "classpath:dev/storyc/ledger/postgresql"
    };
    private static final String HISTORY = "ledger_history";

    private final PostgresAddress address;
    private final String schema;
    private final String place;

    PostgresSchema(PostgresAddress address, String schema, String place) {
        this.address = address;
        this.schema = schema;
        this.place = place;
    }

    /** Looks whether this server will do, before anything is changed. */
    void examine(Connection connection) throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < PostgresRealms.OLDEST) {
            throw new LedgerException("the fleet's PostgreSQL at " + address.hostPort() + " is version "
                    + connection.getMetaData().getDatabaseProductVersion() + ", which is too old: "
                    + PostgresRealms.OLDEST + " is the oldest that storyc works with");
        }
        Sql sql = new Sql(connection);
        if (sql.any("SELECT 1 WHERE pg_is_in_recovery()")) {
            throw new LedgerException("the fleet's PostgreSQL at " + address.hostPort()
                    + " only follows another server (hot standby), and can't be written: name the other one");
        }
        if (sql.any("SELECT 1 WHERE current_setting('transaction_read_only') = 'on'")) {
            throw new LedgerException("the fleet's PostgreSQL at " + address.hostPort() + " can only be read"
                    + " (default_transaction_read_only is on for the server, the database " + address.database()
                    + " or the user " + address.user() + "): name a user or server that may write");
        }
    }

    /** Makes the schema and its tables, or brings them up to date, where they aren't. */
    void make(Connection connection) throws SQLException {
        Sql sql = new Sql(connection);
        Optional<Integer> version = version(sql);
        if (version.filter(v -> v > LedgerSchema.VERSION).isPresent()) {
            throw LedgerSchema.newer(place, version.get());
        }
        if (version.filter(v -> v == LedgerSchema.VERSION).isPresent()) {
            return;
        }
        if (!sql.any("SELECT 1 FROM pg_namespace WHERE nspname = ?", schema)) {
            createSchema(sql);
        }
        migrate(HISTORY, FOLDERS);
        sql.update(
                "INSERT INTO ledger (version, id, created) SELECT ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM ledger)"
                        + " ON CONFLICT DO NOTHING",
                LedgerSchema.VERSION,
                UUID.randomUUID().toString(),
                Instant.now().toEpochMilli());
        sql.update("UPDATE ledger SET version = ? WHERE version < ?", LedgerSchema.VERSION, LedgerSchema.VERSION);
    }

    private Optional<Integer> version(Sql sql) throws SQLException {
        return sql.any("SELECT 1 WHERE to_regclass(?) IS NOT NULL", schema + ".ledger")
                ? sql.first(row -> row.getInt(1), "SELECT MAX(version) FROM ledger")
                        .filter(v -> v > 0)
                : Optional.empty();
    }

    private void createSchema(Sql sql) throws SQLException {
        try {
            sql.update("CREATE SCHEMA IF NOT EXISTS " + schema);
        } catch (SQLException e) {
            if (PostgresFault.state(e).equals("42501")) {
                throw new LedgerException(
                        "the fleet's ledger needs the schema " + schema + " in " + address
                                + ", which isn't there and which "
                                + address.user() + " may not make. Have it made by who may:\n  CREATE SCHEMA " + schema
                                + " AUTHORIZATION \"" + address.user() + "\"",
                        e);
            }
            // Two that make it at once: one of them fails, and it is there.
            if (!sql.any("SELECT 1 FROM pg_namespace WHERE nspname = ?", schema)) {
                throw e;
            }
        }
    }

    void migrate(String history, String... folders) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.url());
        address.properties().forEach((name, value) -> set(source, (String) name, (String) value));
        try {
            Flyway.configure(PostgresSchema.class.getClassLoader())
                    .dataSource(source)
                    .locations(folders)
                    .defaultSchema(schema)
                    .createSchemas(false)
                    .table(history)
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .cleanDisabled(true)
                    .validateMigrationNaming(true)
                    .connectRetries(0)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            for (Throwable t = e; t != null; t = t.getCause()) {
                if (t instanceof SQLException why) {
                    throw why;
                }
            }
            throw new LedgerException("the tables in " + place + " can't be brought up to date: " + e.getMessage(), e);
        }
    }

    private static void set(PGSimpleDataSource source, String name, String value) {
        try {
            source.setProperty(name, value);
        } catch (SQLException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    /** The ledger's id. */
    String id(DataSource connections) throws SQLException {
        try (Connection connection = connections.getConnection()) {
            return new Sql(connection)
                    .first(row -> row.getString(1), "SELECT id FROM ledger ORDER BY version LIMIT 1")
                    .orElseThrow(() -> new LedgerException("the ledger " + place + " has lost its id"));
        }
    }
}
