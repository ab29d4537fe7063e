package dev.storyc;

import dev.storyc.ledger.PostgresAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL, one for all tests of a JVM; each test has a database of its own in it. */
public final class TestPostgres {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestPostgres() {}

    private static final class Server {
        static final EmbeddedPostgres ONE = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void close(EmbeddedPostgres server) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** An empty database of its own. */
    public static PostgresAddress database() {
        String name = "test" + COUNT.incrementAndGet();
        run(address("postgres"), "CREATE DATABASE " + name);
        return address(name);
    }

    /** A database of this server. */
    public static PostgresAddress address(String database) {
        return new PostgresAddress("127.0.0.1", Server.ONE.getPort(), database, "postgres", "", "prefer", Map.of());
    }

    /** Carries a statement out, outside of all that is tested. */
    public static void run(PostgresAddress address, String sql) {
        try (Connection connection = DriverManager.getConnection(url(address));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** For the driver itself. */
    public static String url(PostgresAddress address) {
        return "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database() + "?user="
                + address.user();
    }
}
