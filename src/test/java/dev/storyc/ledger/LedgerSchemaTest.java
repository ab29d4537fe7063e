package dev.storyc.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storyc.job.Asked;
import dev.storyc.job.Cap;
import dev.storyc.job.Change;
import dev.storyc.job.Claim;
import dev.storyc.job.Entry;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.JobState;
import dev.storyc.job.Ledger;
import dev.storyc.job.LedgerException;
import dev.storyc.job.Slots;
import dev.storyc.job.TestClips;
import dev.storyc.lower.Clip;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ledgers that earlier versions wrote are opened with all that was paid; newer ones are left alone. */
class LedgerSchemaTest {
    @TempDir
    Path folder;

    @Test
    void aLedgerOfVersionOneKeepsEveryAttemptAndGoesOn() throws Exception {
        write(versionOne());
        try (Ledger ledger = open()) {
            assertThat(ledger.id()).isEqualTo("0b5d7c9e-1111-4222-8333-944455556666");
            List<Job> jobs = ledger.all();
            assertThat(jobs)
                    .extracting(Job::state)
                    .containsExactly(JobState.STORED, JobState.INTENT, JobState.IN_DOUBT);
            assertThat(jobs)
                    .extracting(Job::counted)
                    .containsExactly(new BigDecimal("0.43"), new BigDecimal("0.429"), BigDecimal.ZERO);
            assertThat(jobs).extracting(Job::token).containsOnlyNulls();
            assertThat(ledger.knows("job-1")).isTrue();
            assertThat(ledger.history(jobs.get(0).key())).isEmpty();

            Instant now = Instant.parse("2026-11-01T10:00:00Z");
            Job moved = ledger.advance(jobs.get(1), JobEvent.UNANSWERED, Change.because("?"), now)
                    .orElseThrow();
            assertThat(ledger.history(moved.key()))
                    .containsExactly(new Entry(1, now, "unanswered", JobState.IN_DOUBT, null, "?"));

            Cap before = new Cap("build-1:--max-cost", new BigDecimal("1.00"), "--max-cost");
            Clip clip = TestClips.clip("v", "x", 1, "new");
            Job intent = Job.intent(Asked.by(clip), 1, "me", "build-1", now);
            assertThat(ledger.claim(intent, List.of(before), new Slots(9, Instant.EPOCH)))
                    .isEqualTo(new Claim.OverCap(before, new BigDecimal("0.859000000")));
        }
        try (Ledger again = open()) {
            assertThat(again.all()).hasSize(3);
        }
    }

    @Test
    void aVersionThatIsNewerIsRefusedAndLeftAsItIs() throws Exception {
        open().close();
        int newer = LedgerSchema.VERSION + 1;
        write("UPDATE ledger SET version = " + newer + ";");
        assertThatThrownBy(this::open)
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("newer storyc (version " + newer);
        write("UPDATE ledger SET version = " + LedgerSchema.VERSION + ";");
        open().close();
    }

    @Test
    void aStepThatFailsChangesNothing() throws Exception {
        write(versionOne() + "CREATE TABLE hint (what TEXT);");
        assertThatThrownBy(this::open).isInstanceOf(LedgerException.class).hasMessageContaining("can't be opened");
        write("DROP TABLE hint;");
        try (Ledger ledger = open()) {
            assertThat(ledger.all()).hasSize(3);
        }
    }

    private static String versionOne() throws IOException {
        try (InputStream text = LedgerSchemaTest.class.getResourceAsStream("version-1.sql")) {
            return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void write(String statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
                Statement statement = connection.createStatement()) {
            for (String one : statements.split(";\n|;$", -1)) {
                if (one.isBlank()) {
                    continue;
                }
                statement.executeUpdate(one);
            }
        }
    }

    private Ledger open() {
        return SqliteLedgers.open(folder.resolve("ledger.db"));
    }
}
