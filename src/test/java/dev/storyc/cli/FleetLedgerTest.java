package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.TestPostgres;
import dev.storyc.diagnostic.Exit;
import dev.storyc.job.Asked;
import dev.storyc.job.Change;
import dev.storyc.job.Claim;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.JobState;
import dev.storyc.job.Ledger;
import dev.storyc.job.Slots;
import dev.storyc.job.TestClips;
import dev.storyc.ledger.PostgresAddress;
import dev.storyc.ledger.PostgresRealm;
import dev.storyc.ledger.PostgresRealms;
import dev.storyc.ledger.SqliteLedgers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that look into the store read the fleet's ledger where there is one. */
class FleetLedgerTest {
    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void open() throws IOException {
        desk = new Desk(folder);
        desk.write("storyboards/reef.yaml", """
                version: 1
                name: reef
                settings: { mode: std }
                scenes: [ { id: fish, duration: 3, prompt: A school of fish. } ]
                """);
    }

    @Test
    void aJobOfTheFleetIsListedAndDecidedFromAnyMachine() {
        PostgresAddress address = TestPostgres.database();
        Job doubt;
        try (PostgresRealm realm = PostgresRealms.open(address, "storyc")) {
            doubt = doubt(realm.ledger());
        }
        desk.environment.put("STORYC_FLEET", address.toString());
        assertThat(desk.run("jobs")).as(desk.err).isIn(Exit.DONE, Exit.IN_DOUBT);
        assertThat(desk.out).contains("in-doubt").contains(doubt.key().hex().substring(0, 8));
        assertThat(desk.run("plan")).as(desk.err).isZero();
        assertThat(desk.out).contains("reef");
        assertThat(desk.run("jobs", "resolve", doubt.key().hex(), "--abandon"))
                .as(desk.err)
                .isZero();
        try (PostgresRealm realm = PostgresRealms.open(address, "storyc")) {
            assertThat(realm.ledger().find(doubt.key()).orElseThrow().state()).isEqualTo(JobState.ABANDONED);
        }
        assertThat(desk.everything).doesNotContain("ak-");
    }

    @Test
    void aDatabaseThatIsAwayIsSaidInPlainWords() {
        desk.environment.put("STORYC_FLEET", "postgresql://ada:hunter2@127.0.0.1:1/films");
        assertThat(desk.run("plan")).isEqualTo(Exit.STORE);
        assertThat(desk.err)
                .contains("the fleet's ledger postgresql://ada@127.0.0.1:1/films (schema storyc) can't be opened")
                .contains("it can't be reached")
                .doesNotContain("hunter2")
                .doesNotContain("    at ");
    }

    @Test
    void whatAFileSaysLeadsNowhereUnlessItsHostIsTrusted() throws IOException {
        Files.writeString(desk.folder.resolve("storyc.yaml"), "fleet: postgresql://ada@db.example.com/films\n");
        assertThat(desk.run("plan")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("`fleet` in storyc.yaml names db.example.com");
    }

    @Test
    void whatIsUnderWayOnThisMachineIsFinishedFirst() throws IOException {
        assertThat(desk.run("plan", "-o", folder.resolve("plan.json").toString()))
                .isZero();
        try (Ledger own = SqliteLedgers.open(folder.resolve("store/api.shortapi.ai/ledger.db"))) {
            doubt(own);
        }
        desk.environment.put("STORYC_FLEET", TestPostgres.database().toString());
        assertThat(desk.run("plan")).isEqualTo(Exit.STORE);
        assertThat(desk.err).contains("would buy them again").contains("in-doubt");
    }

    private static Job doubt(Ledger ledger) {
        Instant now = Instant.now();
        Job intent = Job.intent(Asked.by(TestClips.clip("v", "x", 1, "a")), 1, "gone", "build", now);
        Claim claim = ledger.claim(intent, List.of(), new Slots(9, Instant.EPOCH));
        return ledger.advance(((Claim.Claimed) claim).job(), JobEvent.UNANSWERED, Change.because("?"), now)
                .orElseThrow();
    }
}
