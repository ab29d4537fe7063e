package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which stores a command opens, makes and refuses: never a fresh start where something was paid for. */
class StoreOpeningTest {
    @TempDir
    Path folder;

    private Desk desk;
    private Path store;

    @BeforeEach
    void open() throws IOException {
        desk = new Desk(folder);
        desk.write("storyboards/reef.yaml", """
                version: 1
                name: reef
                settings: { mode: std }
                scenes: [ { id: fish, duration: 3, prompt: A school of fish. } ]
                """);
        store = folder.resolve("store");
    }

    @Test
    void inCiANewStoreOfARealApiStopsBeforeAnything() {
        desk.environment.put("CI", "true");
        assertThat(desk.run("build", "--max-cost", "5")).isEqualTo(Exit.STORE);
        assertThat(desk.err).contains("CI is set").contains("--new-store").contains("api.shortapi.ai");
        assertThat(store).doesNotExist();
        // Gone on with, it asks as always.
        assertThat(desk.run("build", "--new-store")).isEqualTo(Exit.BUDGET);
        assertThat(desk.err).contains("would cost $0.429");
        assertThat(desk.run("plan")).isZero();
        desk.environment.put("CI", "false");
        assertThat(desk.run("build")).isEqualTo(Exit.BUDGET);
    }

    @Test
    void inCiANewStoreIsNoDangerWhereTheTeamsStoreIsWritten() throws IOException {
        desk.environment.put("CI", "true");
        desk.environment.put("STORYC_SHARED_STORE", folder.resolve("team").toString());
        // Not the store's refusal, but that nobody agreed to the price.
        assertThat(desk.run("build")).as(desk.err).isEqualTo(Exit.BUDGET);

        Desk reader = new Desk(folder.resolve("reader"));
        reader.environment.putAll(desk.environment);
        reader.environment.put("STORYC_HOME", folder.resolve("readers").toString());
        reader.write("storyboards/reef.yaml", desk.read("storyboards/reef.yaml"));
        reader.write("storyc.yaml", "shared_store_mode: read\n");
        assertThat(reader.run("build")).isEqualTo(Exit.STORE);
        assertThat(reader.err).contains("write a `shared_store`").contains("--new-store");
    }

    @Test
    void inCiAnimaticsAndAnEmulatorOnThisMachineGoOn() throws IOException {
        desk.environment.put("CI", "1");
        assertThat(desk.run("build", "--backend", "animatic")).isZero();
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(30), null)) {
            assertThat(desk.run("build", "--yes", "--api-url", far.url().toString()))
                    .isZero();
            assertThat(far.stats().creates()).isEqualTo(1);
        }
    }

    @Test
    void aFolderOfOtherThingsIsNoPlaceForAStore() throws IOException {
        Files.createDirectories(store.resolve("letters"));
        assertThat(desk.run("build", "--max-cost", "5")).isEqualTo(Exit.STORE);
        assertThat(desk.err).contains("letters").contains("STORYC_HOME");
        assertThat(store).isDirectoryNotContaining(path -> path.endsWith("api.shortapi.ai"));
    }

    @Test
    void aStoreWhoseMakingBrokeOffIsMadeByTheNextBuild() throws IOException {
        Files.createDirectories(store.resolve("api.shortapi.ai"));
        // Not the store's refusal, but that nobody agreed to the price.
        assertThat(desk.run("build")).as(desk.err).isEqualTo(Exit.BUDGET);
        Files.createDirectories(store.resolve("letters"));
        assertThat(desk.run("build")).as(desk.err).isEqualTo(Exit.BUDGET);
    }

    @Test
    void lookingMakesNoStore() {
        assertThat(desk.run("plan")).isZero();
        assertThat(desk.run("jobs")).isZero();
        assertThat(desk.run("jobs", "show", "0123456789ab")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("no store in");
        assertThat(store).doesNotExist();
    }

    @Test
    void aLedgerThatIsGoneEmptyTornEditedOrOfTheFutureIsSevenForEveryCommand() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(30), null)) {
            desk.environment.put("STORYC_API_URL", far.url().toString());
            assertThat(desk.run("build", "--yes")).isZero();
            Path ledger = store.resolve("loopback/ledger.db");
            byte[] whole = Files.readAllBytes(ledger);

            Files.delete(ledger);
            refused("no ledger");
            Files.createFile(ledger);
            refused("no ledger");
            Files.write(
                    ledger,
                    "this is no database at all, and long enough to be one"
                            .repeat(99)
                            .getBytes(StandardCharsets.UTF_8));
            refused("can't be opened");
            Files.delete(ledger);
            try (Connection blank = DriverManager.getConnection("jdbc:sqlite:" + ledger);
                    Statement statement = blank.createStatement()) {
                statement.executeUpdate("CREATE TABLE something (else_ TEXT)");
            }
            refused("missing or empty");
            for (String edit : new String[] {"state = 'NONSENSE'", "charged = 'lots'", "reserved = '1,5'"}) {
                Files.write(ledger, whole);
                edit(ledger, "UPDATE attempt SET " + edit);
                refused("holds what storyc never writes");
            }
            Files.write(ledger, whole);
            edit(ledger, "UPDATE ledger SET version = 999");
            refused("newer storyc");
            assertThat(far.stats().creates()).isEqualTo(1);

            Files.write(ledger, whole);
            assertThat(desk.run("build", "--yes")).isZero();
            assertThat(far.stats().creates()).isEqualTo(1);
        }
    }

    private void refused(String words) {
        for (String command : new String[] {"build --yes --rebuy", "plan", "jobs"}) {
            assertThat(desk.run(command.split(" "))).as(command).isEqualTo(Exit.STORE);
            assertThat(desk.err).as(command).contains(words).doesNotContain("at dev.storyc");
        }
    }

    private static void edit(Path ledger, String how) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(how);
        }
    }
}
