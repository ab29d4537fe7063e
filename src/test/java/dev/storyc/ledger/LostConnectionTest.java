package dev.storyc.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storyc.TestPostgres;
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
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections to PostgreSQL are cut at every single thing that is said, and nothing is lost, doubled or guessed. */
class LostConnectionTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final PostgresRealms.Use USE =
            new PostgresRealms.Use(2, Duration.ofSeconds(10), Duration.ofSeconds(20));
    private static final List<Cap> CAPS = List.of(
            new Cap("build", new BigDecimal("1000"), "--max-cost"),
            new Cap("plan", new BigDecimal("1000"), "the plan", true));

    private final PostgresAddress address = TestPostgres.database();

    @ParameterizedTest
    @EnumSource
    void aPaidLifeGoesOnWhereverItsConnectionIsCut(CuttingProxy.Cut cut) throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(address.port());
                PostgresRealm realm = PostgresRealms.open(proxy.before(address), "storyc", USE);
                PostgresRealm looking = PostgresRealms.open(address, "storyc", USE)) {
            Ledger ledger = realm.ledger();
            int cuts = 0;
            int most = Integer.MAX_VALUE;
            for (int n = 1; n <= most; n++) {
                proxy.arm(n, cut);
                Job stored = life(ledger, "clip " + n);
                if (proxy.said() < n) {
                    most = n;
                } else {
                    cuts++;
                }
                proxy.disarm();
                prove(looking.ledger(), stored, n);
            }
            // A claim under two caps is twelve packets, and so are the four moves after it.
            assertThat(cuts).isGreaterThan(20);
            assertThat(looking.ledger().all()).hasSize(most).allMatch(job -> job.state() == JobState.STORED);
        }
    }

    /** From the wish to buy to the film in the store. */
    private static Job life(Ledger ledger, String prompt) {
        Job intent = claimed(ledger, prompt);
        Job submitted = ledger.advance(
                        intent,
                        JobEvent.ACCEPTED,
                        new Change("job of " + prompt, "0.43", new BigDecimal("0.43"), null, null, null),
                        NOW)
                .orElseThrow();
        Job mine = ledger.takeOver(submitted, "other").orElseThrow();
        Job succeeded = ledger.advance(
                        mine, JobEvent.FILM_READY, new Change(null, null, null, "https://film", null, null), NOW)
                .orElseThrow();
        return ledger.advance(succeeded, JobEvent.STORED, Change.NONE, NOW).orElseThrow();
    }

    private static Job claimed(Ledger ledger, String prompt) {
        Claim claim = ledger.claim(intent(prompt), CAPS, new Slots(1000, Instant.EPOCH, "pool"));
        assertThat(claim).isInstanceOf(Claim.Claimed.class);
        return ((Claim.Claimed) claim).job();
    }

    private static void prove(Ledger ledger, Job stored, int n) {
        assertThat(ledger.find(stored.key())).as("life %s", n).contains(stored);
        assertThat(ledger.history(stored.key()))
                .as("history of life %s", n)
                .extracting(Entry::event)
                .containsExactly("accepted", "film-ready", "stored");
    }

    @ParameterizedTest
    @EnumSource
    void anIntentIsTakenBackOnceWhereverItsConnectionIsCut(CuttingProxy.Cut cut) throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(address.port());
                PostgresRealm realm = PostgresRealms.open(proxy.before(address), "storyc", USE)) {
            Ledger ledger = realm.ledger();
            for (int n = 1; n <= 6; n++) {
                Job intent = claimed(ledger, "clip " + n);
                proxy.arm(n, cut);
                assertThat(ledger.retract(intent)).as("cut %s", n).isTrue();
                proxy.disarm();
                assertThat(ledger.retract(intent)).isFalse();
                assertThat(ledger.find(intent.key())).isEmpty();
                claimed(ledger, "clip " + n);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void adoptionsAndHintsAreDoneOnceWhereverTheirConnectionIsCut(CuttingProxy.Cut cut) throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(address.port());
                PostgresRealm realm = PostgresRealms.open(proxy.before(address), "storyc", USE)) {
            Ledger ledger = realm.ledger();
            for (int n = 1; n <= 7; n++) {
                Job intent = claimed(ledger, "clip " + n);
                proxy.arm(n, cut);
                assertThat(ledger.hint(intent, "job-" + n))
                        .as("hint, cut %s", n)
                        .isTrue();
                proxy.disarm();
                assertThat(ledger.hint(intent, "job-" + n)).isFalse();
                assertThat(ledger.hints(intent)).containsExactly("job-" + n);
                Job doubt = ledger.advance(intent, JobEvent.UNANSWERED, Change.because("?"), NOW)
                        .orElseThrow();
                proxy.arm(n, cut);
                Optional<Job> adopted = ledger.advance(
                        doubt, JobEvent.ADOPTED, new Change("job-" + n, null, null, null, null, null), NOW);
                proxy.disarm();
                assertThat(adopted).as("adoption, cut %s", n).isPresent();
                assertThat(ledger.history(intent.key()))
                        .extracting(Entry::event)
                        .containsExactly("unanswered", "adopted");
            }
        }
    }

    @Test
    void whatStaysAwayForTooLongIsSaidInPlainWords() throws Exception {
        PostgresRealms.Use impatient = new PostgresRealms.Use(2, Duration.ofSeconds(10), Duration.ofSeconds(1));
        CuttingProxy proxy = new CuttingProxy(address.port());
        try (PostgresRealm realm = PostgresRealms.open(proxy.before(address), "storyc", impatient)) {
            Ledger ledger = realm.ledger();
            proxy.close();
            assertThatThrownBy(() -> ledger.claim(intent("a"), CAPS, new Slots(9, Instant.EPOCH)))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("can't be written: it can't be reached")
                    .hasMessageContaining("Look whether PostgreSQL runs there");
        }
    }

    private static Job intent(String prompt) {
        return Job.intent(Asked.by(TestClips.clip("v", "x", 1, prompt)), 1, "me", "build", NOW);
    }
}
