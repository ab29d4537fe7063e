package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storyc.diagnostic.UserError;
import dev.storyc.ledger.PostgresAddress;
import dev.storyc.store.Realm;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a fleet's database is, who comes to it, and where no secret goes. */
@Tag("fast")
class FleetAddressTest {
    private static final String AWAY = "postgresql://ada@db.example.com/films";

    @TempDir
    Path folder;

    @Test
    void onThisMachineAFileMaySayAllOfIt() {
        PostgresAddress address = read("postgresql://ada:a%40b+c@localhost/films", Map.of());
        assertThat(address.host()).isEqualTo("localhost");
        assertThat(address.port()).isEqualTo(5432);
        assertThat(address.database()).isEqualTo("films");
        assertThat(address.user()).isEqualTo("ada");
        assertThat(address.password()).isEqualTo("a@b+c");
        assertThat(address.tls()).isEqualTo("prefer");
        assertThat(address).hasToString("postgresql://ada@localhost:5432/films");
    }

    @Test
    void beyondItAFileLeadsNowhereUnlessItsHostIsTrusted() {
        refused(AWAY, Map.of("PGPASSWORD", "hunter2"))
                .hasMessageContaining("names db.example.com")
                .hasMessageContaining("STORYC_TRUSTED_HOSTS")
                .hasMessageNotContaining("hunter2");
        PostgresAddress address =
                read(AWAY, Map.of("PGPASSWORD", "hunter2", "STORYC_TRUSTED_HOSTS", "a.example.com, DB.example.com"));
        assertThat(address.password()).isEqualTo("hunter2");
        assertThat(address.tls()).isEqualTo("require");
        refused(AWAY, Map.of("STORYC_TRUSTED_HOSTS", "example.com")).hasMessageContaining("names db.example.com");
    }

    @Test
    void aPasswordInAFileIsRefusedBeyondThisMachineAndNotShown() {
        refused("postgresql://ada:hunter2@db.example.com/films", Map.of("STORYC_TRUSTED_HOSTS", "db.example.com"))
                .hasMessageContaining("lies in git")
                .hasMessageNotContaining("hunter2");
        refused("postgresql://ada:hunter 2@localhost/films", Map.of()).hasMessageNotContaining("hunter");
    }

    @Test
    void aFileCanNotSayThatSecretsGoUnsealed() {
        refused(AWAY + "?sslmode=disable", Map.of("STORYC_TRUSTED_HOSTS", "db.example.com"))
                .hasMessageContaining("unsealed");
        assertThat(stated(AWAY + "?sslmode=disable", Map.of()).tls()).isEqualTo("disable");
        assertThat(read(
                                AWAY + "?sslmode=verify-full&sslrootcert=ca.pem",
                                Map.of("STORYC_TRUSTED_HOSTS", "db.example.com"))
                        .options())
                .containsEntry("sslrootcert", folder.resolve("ca.pem").toString());
        refused("postgresql://localhost/films?socketFactory=x.Y", Map.of()).hasMessageContaining("isn't known here");
    }

    @Test
    void theEnvironmentOverridesTheFileAndMayHoldThePassword() {
        PostgresAddress address = stated("postgresql://bob:secret@db.example.com:6000/films", Map.of());
        assertThat(address.port()).isEqualTo(6000);
        assertThat(address.password()).isEqualTo("secret");
        assertThat(FleetAddress.stated(Map.of("STORYC_FLEET", "one"), Optional.of("two")))
                .contains("one");
        assertThat(FleetAddress.stated(Map.of("STORYC_FLEET", " "), Optional.of("two")))
                .contains("two");
    }

    @Test
    void thePasswordComesFromAFileOrTheUsualPlaces() throws Exception {
        Files.writeString(folder.resolve("secret"), "of the file\n");
        assertThat(stated(AWAY, Map.of("STORYC_FLEET_PASSWORD_FILE", "secret", "PGPASSWORD", "x"))
                        .password())
                .isEqualTo("of the file");
        Files.writeString(
                folder.resolve("pgpass"),
                "# all of them\nother:5432:films:ada:no\n*:5432:films:bob:no\ndb.example.com:*:*:ada:a\\:b\\\\c\n*:*:*:*:z\n");
        assertThat(stated(AWAY, Map.of("PGPASSFILE", "pgpass")).password()).isEqualTo("a:b\\c");
        assertThat(stated("postgresql://x@h/d", Map.of("PGPASSFILE", "pgpass")).password())
                .isEqualTo("z");
        assertThatThrownBy(() -> stated(AWAY, Map.of("STORYC_FLEET_PASSWORD_FILE", "gone")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("STORYC_FLEET_PASSWORD_FILE names can't be read");
    }

    @Test
    void whatIsNoSuchAddressIsToldWithOneThatIs() {
        refused("mysql://localhost/films", Map.of()).hasMessageContaining("postgresql://USER@HOST:5432/DATABASE");
        refused("postgresql://localhost", Map.of()).hasMessageContaining("the name of one database");
        refused("postgresql:///films", Map.of()).hasMessageContaining("must be an address");
    }

    @Test
    void eachRealmHasASchemaOfItsOwn() {
        assertThat(FleetLedger.schema(Realm.DEFAULT)).isEqualTo("storyc");
        assertThat(FleetLedger.schema(Realm.of(URI.create("http://127.0.0.1:8080"))))
                .isEqualTo("storyc_loopback");
        String one = FleetLedger.schema(new Realm("api.example.com"));
        assertThat(one).matches("storyc_api_example_com_[0-9a-f]{8}");
        assertThat(FleetLedger.schema(new Realm("api-example.com"))).isNotEqualTo(one);
        assertThat(FleetLedger.schema(new Realm("x".repeat(200) + ".com"))).matches("[a-z][a-z0-9_]{0,62}");
    }

    private PostgresAddress read(String written, Map<String, String> environment) {
        return FleetAddress.read(written, environment, folder);
    }

    private PostgresAddress stated(String text, Map<String, String> environment) {
        Map<String, String> all = new java.util.HashMap<>(environment);
        all.put("STORYC_FLEET", text);
        return FleetAddress.read(text, all, folder);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(String written, Map<String, String> environment) {
        return assertThatThrownBy(() -> read(written, environment)).isInstanceOf(UserError.class);
    }
}
