package dev.storyc.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storyc.TestPostgres;
import dev.storyc.job.LedgerException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fleet's database that can't be had as it must be is told in plain words, and soon. */
class PostgresOpeningTest {
    private final PostgresAddress address = TestPostgres.database();

    @Test
    void oneThatIsNotThere() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        refused(at("127.0.0.1", port, "x", "prefer"))
                .hasMessageContaining("postgresql://postgres@127.0.0.1:" + port + "/x (schema storyc) can't be opened")
                .hasMessageContaining("it can't be reached")
                .hasMessageContaining("Look whether PostgreSQL runs there");
    }

    @Test
    void oneThatNeverAnswersIsGivenUpSoon() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            long begun = System.nanoTime();
            refused(at("127.0.0.1", silent.getLocalPort(), "x", "prefer")).hasMessageContaining("can't be opened");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void aHostThatIsNoHost() {
        refused(at("no-such-host.invalid", 5432, "x", "prefer"))
                .hasMessageContaining("there is no such host: no-such-host.invalid");
    }

    @Test
    void aDatabaseThatIsNotThere() {
        refused(TestPostgres.address("nothing_here"))
                .hasMessageContaining(
                        "there is no database nothing_here there: make it (CREATE DATABASE nothing_here)");
    }

    @Test
    void aUserThatIsNotThere() {
        refused(new PostgresAddress(
                        "127.0.0.1",
                        address.port(),
                        address.database(),
                        "nobody_at_all",
                        "hunter2",
                        "prefer",
                        Map.of()))
                .hasMessageContaining("it turns the user nobody_at_all away")
                .hasMessageContaining("PGPASSWORD")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void oneWithoutTls() {
        refused(at("127.0.0.1", address.port(), address.database(), "require"))
                .hasMessageContaining("it doesn't speak TLS")
                .hasMessageContaining("ssl = on");
    }

    @Test
    void oneThatMayOnlyBeRead() {
        TestPostgres.run(address, "ALTER DATABASE " + address.database() + " SET default_transaction_read_only = on");
        refused(address).hasMessageContaining("can only be read").hasMessageContaining("default_transaction_read_only");
    }

    @Test
    void oneThatOnlyFollowsAnother(@TempDir Path folder) throws Exception {
        EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start()
                .close();
        Files.createFile(folder.resolve("postgres").resolve("standby.signal"));
        try (EmbeddedPostgres standby = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start()) {
            refused(at("127.0.0.1", standby.getPort(), "postgres", "disable"))
                    .hasMessageContaining("only follows another server (hot standby)")
                    .hasMessageContaining("name the other one");
        }
    }

    @Test
    void aPasswordThatIsNotTheUsers(@TempDir Path folder) throws Exception {
        try (EmbeddedPostgres guarded = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start()) {
            PostgresAddress open = at("127.0.0.1", guarded.getPort(), "postgres", "disable");
            TestPostgres.run(open, "CREATE USER ada PASSWORD 'right-one'");
            Files.writeString(
                    folder.resolve("postgres").resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
            TestPostgres.run(open, "SELECT pg_reload_conf()");
            PostgresAddress ada = new PostgresAddress(
                    "127.0.0.1", guarded.getPort(), "postgres", "ada", "wrong-one", "disable", Map.of());
            long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (System.nanoTime() < patience && !turnsAway(ada)) {
                Thread.sleep(50);
            }
            refused(ada)
                    .hasMessageContaining("it turns the user ada away")
                    .hasMessageContaining("PGPASSWORD")
                    .hasMessageNotContaining("wrong-one");
        }
    }

    /** A server reads its rules anew some time after it was told to; until then this user has no schema to make. */
    private static boolean turnsAway(PostgresAddress address) {
        try (Connection connection = PostgresRealms.connect(address, "storyc")) {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    @Test
    void aUserWhoMayNotMakeTheSchemaAndMayOnceItIsMade() {
        String user = "plain_" + address.database();
        TestPostgres.run(address, "CREATE USER " + user);
        PostgresAddress plain =
                new PostgresAddress("127.0.0.1", address.port(), address.database(), user, "", "prefer", Map.of());
        refused(plain)
                .hasMessageContaining("may not make")
                .hasMessageContaining("CREATE SCHEMA storyc AUTHORIZATION \"" + user + "\"");
        TestPostgres.run(address, "CREATE SCHEMA storyc AUTHORIZATION \"" + user + "\"");
        PostgresRealms.open(plain, "storyc").close();
        TestPostgres.run(address, "CREATE USER guest_" + address.database());
        PostgresAddress guest = new PostgresAddress(
                "127.0.0.1", address.port(), address.database(), "guest_" + address.database(), "", "prefer", Map.of());
        refused(guest).hasMessageContaining("lacks a right");
    }

    @Test
    void oneThatIsTooOld() throws Exception {
        try (AgeingProxy old = new AgeingProxy(address.port())) {
            refused(at("127.0.0.1", old.port(), address.database(), "disable"))
                    .hasMessageContaining("which is too old: 12 is the oldest");
        }
    }

    @Test
    void oneThatANewerStorycWrote() {
        PostgresRealms.open(address, "storyc").close();
        int newer = LedgerSchema.VERSION + 1;
        TestPostgres.run(address, "UPDATE storyc.ledger SET version = " + newer);
        refused(address).hasMessageContaining("newer storyc (version " + newer);
        TestPostgres.run(address, "UPDATE storyc.ledger SET version = " + LedgerSchema.VERSION);
        PostgresRealms.open(address, "storyc").close();
    }

    @Test
    void oneOfAnEarlierStorycIsBroughtUpToDateWithAllItHolds() {
        PostgresRealms.open(address, "storyc").close();
        TestPostgres.run(
                address,
                "ALTER TABLE storyc.attempt DROP COLUMN pool, DROP COLUMN mark; ALTER TABLE storyc.entry DROP COLUMN mark;"
                        + " DROP TABLE storyc.gate, storyc.pool, storyc.lease;"
                        + " DROP TABLE storyc.scope_total; DROP INDEX storyc.reservation_by_attempt;"
                        + " DROP FUNCTION storyc.keep_scope_total CASCADE; DROP FUNCTION storyc.keep_scope_totals CASCADE;"
                        + " DELETE FROM storyc.ledger_history WHERE version IN ('3', '4');"
                        + " UPDATE storyc.ledger SET version = 2, id = 'kept'");
        try (PostgresRealm realm = PostgresRealms.open(address, "storyc")) {
            assertThat(realm.ledger().id()).isEqualTo("kept");
            assertThat(realm.ledger().all()).isEmpty();
        }
    }

    @Test
    void realmsOfOneDatabaseAreKeptApart() {
        try (PostgresRealm one = PostgresRealms.open(address, "storyc");
                PostgresRealm other = PostgresRealms.open(address, "storyc_loopback")) {
            assertThat(one.ledger().id()).isNotEqualTo(other.ledger().id());
        }
    }

    private static PostgresAddress at(String host, int port, String database, String tls) {
        return new PostgresAddress(host, port, database, "postgres", "", tls, Map.of());
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(PostgresAddress address) {
        return assertThatThrownBy(() -> PostgresRealms.open(address, "storyc").close())
                .isInstanceOf(LedgerException.class);
    }
}
