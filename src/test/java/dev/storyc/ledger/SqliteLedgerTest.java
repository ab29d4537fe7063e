package dev.storyc.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storyc.job.Asked;
import dev.storyc.job.Change;
import dev.storyc.job.Claim;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.Ledger;
import dev.storyc.job.LedgerException;
import dev.storyc.job.Slots;
import dev.storyc.job.TestClips;
import dev.storyc.lower.Clip;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is so of a ledger in a file alone. */
class SqliteLedgerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Slots ROOMY = new Slots(100, Instant.EPOCH);

    @TempDir
    Path folder;

    /** SQLite's log beside the ledger is easily lost: by who copies the one file alone, or tidies up after a crash. */
    @Test
    void whatWasWrittenIsInTheFileItself() throws Exception {
        try (Ledger ledger = open()) {
            Job intent = claimed(ledger.claim(intent("a", 1), List.of(), ROOMY));
            Path copy = folder.resolve("copy.db");
            Files.copy(folder.resolve("ledger.db"), copy);
            try (Ledger alone = SqliteLedgers.open(copy)) {
                assertThat(alone.find(intent.key())).contains(intent);
            }
            Job submitted = ledger.advance(intent, JobEvent.ACCEPTED, accepted("job-1", "0.43"), NOW.plusSeconds(1))
                    .orElseThrow();
            Files.copy(folder.resolve("ledger.db"), folder.resolve("later.db"));
            try (Ledger alone = SqliteLedgers.open(folder.resolve("later.db"))) {
                assertThat(alone.find(intent.key())).contains(submitted);
            }
        }
    }

    @Test
    void whatIsNoLedgerIsRefusedAndLeftAlone() throws Exception {
        byte[] words =
                "this is not a database, but somebody wants it".repeat(50).getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve("ledger.db"), words);
        assertThatThrownBy(this::open).isInstanceOf(LedgerException.class).hasMessageContaining("can't be opened");
        assertThat(folder.resolve("ledger.db")).hasBinaryContent(words);
    }

    private Ledger open() {
        return SqliteLedgers.open(folder.resolve("ledger.db"));
    }

    private static Job intent(String prompt, int attempt) {
        Clip clip = TestClips.clip("v", "x", 1, prompt);
        return Job.intent(Asked.by(clip), attempt, "me", "build", NOW);
    }

    private static Change accepted(String jobId, String amount) {
        return new Change(jobId, amount, new BigDecimal(amount), null, null, null);
    }

    private static Job claimed(Claim claim) {
        assertThat(claim).isInstanceOf(Claim.Claimed.class);
        return ((Claim.Claimed) claim).job();
    }
}
