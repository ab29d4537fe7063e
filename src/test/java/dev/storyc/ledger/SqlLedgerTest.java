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
import dev.storyc.job.Slots;
import dev.storyc.job.TestClips;
import dev.storyc.lower.Clip;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every ledger does, on each database. */
@ParameterizedClass
@EnumSource
class SqlLedgerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Slots ROOMY = new Slots(100, Instant.EPOCH);

    private final TestLedgers.Opening opening;

    SqlLedgerTest(TestLedgers database, @TempDir Path folder) {
        opening = database.fresh(folder);
    }

    @Test
    void whatWasWrittenIsThereAfterReopening() {
        Job submitted;
        String id;
        try (Ledger ledger = open()) {
            id = ledger.id();
            Job intent = claimed(ledger.claim(intent("a", 1), List.of(), ROOMY));
            submitted = ledger.advance(intent, JobEvent.ACCEPTED, accepted("job-1", "0.43"), NOW.plusSeconds(1))
                    .orElseThrow();
        }
        try (Ledger ledger = open()) {
            assertThat(ledger.id()).isEqualTo(id);
            assertThat(ledger.find(submitted.key())).contains(submitted);
            assertThat(ledger.all()).containsExactly(submitted);
            assertThat(ledger.knows("job-1")).isTrue();
            assertThat(ledger.knows("job-2")).isFalse();
        }
    }

    @Test
    void aKeyIsClaimedOnce() {
        try (Ledger ledger = open()) {
            Job first = claimed(ledger.claim(intent("a", 1), List.of(), ROOMY));
            assertThat(ledger.claim(intent("a", 1), List.of(), ROOMY)).isEqualTo(new Claim.Held(first));
            assertThat(ledger.claim(intent("a", 2), List.of(), ROOMY)).isEqualTo(new Claim.Held(first));
        }
    }

    @Test
    void aNewAttemptNeedsTheLastOneToBeOver() {
        try (Ledger ledger = open()) {
            Job intent = claimed(ledger.claim(intent("a", 1), List.of(), ROOMY));
            Job refused = ledger.advance(intent, JobEvent.REFUSED, Change.because("no"), NOW)
                    .orElseThrow();
            assertThat(ledger.claim(intent("a", 1), List.of(), ROOMY)).isEqualTo(new Claim.Held(refused));
            Job second = claimed(ledger.claim(intent("a", 2), List.of(), ROOMY));
            assertThat(ledger.find(intent.key())).contains(second);
            assertThat(ledger.all()).containsExactly(refused, second);
        }
    }

    @Test
    void aRetractedIntentLeavesNothing() {
        try (Ledger ledger = open()) {
            Cap cap = new Cap("build", new BigDecimal("0.429"), "--max-cost");
            Job intent = claimed(ledger.claim(intent("a", 1), List.of(cap), ROOMY));
            assertThat(ledger.retract(intent)).isTrue();
            assertThat(ledger.retract(intent)).isFalse();
            assertThat(ledger.all()).isEmpty();
            claimed(ledger.claim(intent("b", 1), List.of(cap), ROOMY));
        }
    }

    @Test
    void anAllowanceLetsEachKeyBeAttemptedOnceWhateverCameOfIt() {
        Cap allowance = new Cap("plan:1", new BigDecimal("0.858"), "the plan", true);
        try (Ledger ledger = open();
                Ledger afterTheCrash = open()) {
            Job intent = claimed(ledger.claim(intent("a", 1), List.of(allowance), ROOMY));
            assertThat(ledger.advance(intent, JobEvent.REFUSED, Change.because("no"), NOW))
                    .isPresent();
            assertThat(afterTheCrash.claim(intent("a", 2), List.of(allowance), ROOMY))
                    .isEqualTo(new Claim.Used(allowance));
            claimed(afterTheCrash.claim(intent("a", 2), List.of(), ROOMY));
        }
    }

    @Test
    void whatNeverLeftUsesNoAllowanceUp() {
        Cap allowance = new Cap("plan:1", null, "the plan", true);
        try (Ledger ledger = open()) {
            Job intent = claimed(ledger.claim(intent("a", 1), List.of(allowance), ROOMY));
            ledger.retract(intent);
            claimed(ledger.claim(intent("a", 1), List.of(allowance), ROOMY));
        }
    }

    @Test
    void anAllowanceWithoutASumTakesWhatHasNoPrice() {
        Cap allowance = new Cap("plan:1", null, "the plan", true);
        Clip unpriced = TestClips.clip("board", "v", "x", 1, 1, "p", 3, null);
        try (Ledger ledger = open()) {
            Job first = Job.intent(Asked.by(unpriced), 1, "owner", "build", NOW);
            Job intent = claimed(ledger.claim(first, List.of(allowance), ROOMY));
            assertThat(ledger.advance(intent, JobEvent.UNANSWERED, Change.because("?"), NOW))
                    .isPresent();
            Job released = ledger.advance(ledger.find(intent.key()).orElseThrow(), JobEvent.RELEASED, Change.NONE, NOW)
                    .orElseThrow();
            assertThat(released.state()).isEqualTo(JobState.RELEASED);
            Job second = Job.intent(Asked.by(unpriced), 2, "owner", "build", NOW);
            assertThat(ledger.claim(second, List.of(allowance), ROOMY)).isEqualTo(new Claim.Used(allowance));
        }
    }

    @Test
    void aSubmittedAttemptIsNotRetracted() {
        try (Ledger ledger = open()) {
            Job intent = claimed(ledger.claim(intent("a", 1), List.of(), ROOMY));
            Job submitted = ledger.advance(intent, JobEvent.ACCEPTED, accepted("j", "1"), NOW)
                    .orElseThrow();
            assertThat(ledger.retract(intent)).isFalse();
            assertThat(ledger.find(intent.key())).contains(submitted);
        }
    }

    @Test
    void ofTwoTransitionsFromOneStateOneWins() {
        try (Ledger ledger = open()) {
            Job intent = claimed(ledger.claim(intent("a", 1), List.of(), ROOMY));
            assertThat(ledger.advance(intent, JobEvent.UNANSWERED, Change.because("?"), NOW))
                    .isPresent();
            assertThat(ledger.advance(intent, JobEvent.ACCEPTED, accepted("j", "1"), NOW))
                    .isEmpty();
            assertThat(ledger.find(intent.key()).orElseThrow().state()).isEqualTo(JobState.IN_DOUBT);
            assertThatThrownBy(() -> ledger.advance(intent, JobEvent.STORED, Change.NONE, NOW))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aCapHoldsToTheCentAndAcrossLedgerHandles() {
        try (Ledger ledger = open();
                Ledger other = open()) {
            Cap cap = new Cap("build", new BigDecimal("0.858"), "--max-cost");
            claimed(ledger.claim(intent("a", 1), List.of(cap), ROOMY));
            claimed(other.claim(intent("b", 1), List.of(cap), ROOMY));
            assertThat(ledger.claim(intent("c", 1), List.of(cap), ROOMY))
                    .isEqualTo(new Claim.OverCap(cap, new BigDecimal("0.858000000")));
            Cap otherBuild = new Cap("build-2", new BigDecimal("0.43"), "--max-cost");
            claimed(ledger.claim(intent("c", 1), List.of(otherBuild), ROOMY));
        }
    }

    @Test
    void whatIsChargedCountsNotTheEstimateAndARefusalFreesIt() {
        try (Ledger ledger = open()) {
            Cap cap = new Cap("build", new BigDecimal("1.00"), "budget");
            Job a = claimed(ledger.claim(intent("a", 1), List.of(cap), ROOMY));
            ledger.advance(a, JobEvent.ACCEPTED, accepted("j", "0.90"), NOW);
            assertThat(ledger.claim(intent("b", 1), List.of(cap), ROOMY)).isInstanceOf(Claim.OverCap.class);
            Cap fresh = new Cap("build-2", new BigDecimal("0.95"), "budget");
            Job b = claimed(ledger.claim(intent("b", 1), List.of(fresh), ROOMY));
            assertThat(ledger.claim(intent("c", 1), List.of(fresh), ROOMY)).isInstanceOf(Claim.OverCap.class);
            ledger.advance(b, JobEvent.REFUSED, Change.because("no"), NOW);
            claimed(ledger.claim(intent("c", 1), List.of(fresh), ROOMY));
        }
    }

    @Test
    void whatHasNoPriceIsNotSentUnderACap() {
        try (Ledger ledger = open()) {
            Clip unpriced = TestClips.clip("board", "v", "x", 1, 1, "p", 3, null);
            Job intent = Job.intent(Asked.by(unpriced), 1, "me", "build", NOW);
            Cap cap = new Cap("build", new BigDecimal("100"), "budget");
            assertThat(ledger.claim(intent, List.of(cap), ROOMY)).isEqualTo(new Claim.Unpriced(cap));
            claimed(ledger.claim(intent, List.of(), ROOMY));
        }
    }

    @Test
    void slotsCountIntentsAndSubmittedJobsThatAreNotLongGone() {
        try (Ledger ledger = open()) {
            Slots two = new Slots(2, NOW.minusSeconds(60));
            Job a = claimed(ledger.claim(intent("a", 1), List.of(), two));
            claimed(ledger.claim(intent("b", 1), List.of(), two));
            assertThat(ledger.claim(intent("c", 1), List.of(), two)).isEqualTo(new Claim.Full());
            claimed(ledger.claim(intent("c", 1), List.of(), new Slots(2, NOW.plusSeconds(1))));
            ledger.advance(a, JobEvent.UNANSWERED, Change.NONE, NOW);
            assertThat(ledger.claim(intent("d", 1), List.of(), two)).isEqualTo(new Claim.Full());
        }
    }

    @Test
    void threadsOnSeveralHandlesClaimEachKeyOnce() throws Exception {
        int keys = 40;
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (Ledger one = open();
                Ledger two = open()) {
            List<Callable<Integer>> racers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Ledger ledger = i % 2 == 0 ? one : two;
                racers.add(() -> {
                    int won = 0;
                    for (int k = 0; k < keys; k++) {
                        Claim claim = ledger.claim(intent("key " + k, 1), List.of(), ROOMY);
                        won += claim instanceof Claim.Claimed ? 1 : 0;
                    }
                    return won;
                });
            }
            int sum = 0;
            for (Future<Integer> racer : pool.invokeAll(racers)) {
                sum += racer.get();
            }
            assertThat(sum).isEqualTo(keys);
            assertThat(one.all()).hasSize(keys);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void racersOnSeveralHandlesNeverPassACapTogether() throws Exception {
        Cap cap = new Cap("plan:1", new BigDecimal("4.29"), "the plan", true);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (Ledger one = open();
                Ledger two = open()) {
            List<Callable<Integer>> racers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Ledger ledger = i % 2 == 0 ? one : two;
                int first = i * 10;
                racers.add(() -> {
                    int won = 0;
                    for (int k = first; k < first + 10; k++) {
                        Claim claim = ledger.claim(intent("key " + k, 1), List.of(cap), ROOMY);
                        won += claim instanceof Claim.Claimed ? 1 : 0;
                    }
                    return won;
                });
            }
            int sum = 0;
            for (Future<Integer> racer : pool.invokeAll(racers)) {
                sum += racer.get();
            }
            assertThat(sum).isEqualTo(10);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void whatCameOfAnAttemptIsWrittenDownWithWhoDecidedIt() {
        try (Ledger ledger = open()) {
            Job intent = claimed(ledger.claim(intent("a", 1), List.of(), ROOMY));
            Job doubt = ledger.advance(intent, JobEvent.UNANSWERED, Change.because("?"), NOW)
                    .orElseThrow();
            Change decided = new Change(null, null, null, null, "gone", null, "ada");
            Job over = ledger.advance(doubt, JobEvent.RELEASED, decided, NOW.plusSeconds(9))
                    .orElseThrow();
            assertThat(ledger.advance(doubt, JobEvent.GIVEN_UP, decided, NOW)).isEmpty();
            assertThat(ledger.history(over.key()))
                    .containsExactly(
                            new Entry(1, NOW, "unanswered", JobState.IN_DOUBT, null, "?"),
                            new Entry(1, NOW.plusSeconds(9), "released", JobState.RELEASED, "ada", "gone"));
        }
    }

    /** An answer that was cut, or is no text at all, is kept as far as it can be; the paid job above all. */
    @Test
    void whatNoDatabaseCanKeepIsWrittenOutAndTheJobIsKept() {
        String odd = "x\0y" + "\uD83C\uDFAC".substring(0, 1) + "z\uD83C\uDFAC";
        try (Ledger ledger = open()) {
            Job intent = claimed(ledger.claim(intent("a", 1), List.of(), ROOMY));
            Change change = new Change("job\0", odd, null, odd, odd, odd, odd);
            Job submitted =
                    ledger.advance(intent, JobEvent.ACCEPTED, change, NOW).orElseThrow();
            assertThat(submitted.reason()).isEqualTo("x\\u0000y\uFFFDz\uD83C\uDFAC");
            assertThat(ledger.find(intent.key())).contains(submitted);
            assertThat(ledger.byJob("job\0")).contains(submitted);
            assertThat(ledger.history(intent.key())).extracting(Entry::words).containsExactly(submitted.reason());
        }
    }

    /** One who wasn't sure of a first answer asks twice; in between somebody else may have begun anew. */
    @Test
    void anothersIntentOfTheSameNumberIsNotTakenBack() {
        try (Ledger ledger = open()) {
            Job intent = claimed(ledger.claim(intent("a", 1), List.of(), ROOMY));
            assertThat(ledger.retract(intent)).isTrue();
            Clip clip = TestClips.clip("v", "x", 1, "a");
            Job others = claimed(ledger.claim(
                    Job.intent(Asked.by(clip), 1, "other", "build 2", NOW.plusSeconds(1)), List.of(), ROOMY));
            assertThat(ledger.retract(intent)).isFalse();
            assertThat(ledger.find(intent.key())).contains(others);
        }
    }

    @Test
    void eachPoolHasItsOwnSlots() {
        try (Ledger ledger = open()) {
            Slots one = new Slots(1, Instant.EPOCH, "one key");
            Slots other = new Slots(1, Instant.EPOCH, "another key");
            claimed(ledger.claim(intent("a", 1), List.of(), one));
            assertThat(ledger.claim(intent("b", 1), List.of(), one)).isEqualTo(new Claim.Full());
            claimed(ledger.claim(intent("b", 1), List.of(), other));
            assertThat(ledger.claim(intent("c", 1), List.of(), other)).isEqualTo(new Claim.Full());
        }
    }

    @Test
    void ofTwoThatTakeAnAttemptOverOneWins() {
        try (Ledger ledger = open()) {
            Job intent = claimed(ledger.claim(intent("a", 1), List.of(), ROOMY));
            Job job = ledger.advance(intent, JobEvent.ACCEPTED, accepted("j", "0.429"), NOW)
                    .orElseThrow();
            Job mine = ledger.takeOver(job, "one").orElseThrow();
            assertThat(ledger.takeOver(job, "two")).isEmpty();
            assertThat(ledger.find(job.key())).contains(mine);
            assertThat(mine.owner()).isEqualTo("one");
            assertThat(ledger.takeOver(intent, "three")).isEmpty();
        }
    }

    @Test
    void aFewHintsAreKeptAndOnlyWhileThereIsNoJobId() {
        try (Ledger ledger = open()) {
            Clip clip = TestClips.clip("v", "x", 1, "a");
            Job intent =
                    claimed(ledger.claim(Job.intent(Asked.by(clip), 1, "me", "build", NOW, "t0ken"), List.of(), ROOMY));
            assertThat(ledger.called("t0ken")).contains(intent);
            assertThat(ledger.called("other")).isEmpty();
            ledger.hint(intent, "x");
            ledger.hint(intent, "x");
            for (int i = 0; i < 20; i++) {
                ledger.hint(intent, "forged-" + i);
            }
            assertThat(ledger.hints(intent)).hasSize(8).startsWith("x", "forged-0");
            Job job = ledger.advance(intent, JobEvent.ACCEPTED, accepted("j", "1"), NOW)
                    .orElseThrow();
            Clip other = TestClips.clip("v", "x", 1, "b");
            Job second = claimed(ledger.claim(Job.intent(Asked.by(other), 1, "me", "b", NOW, "t2"), List.of(), ROOMY));
            Job submitted = ledger.advance(second, JobEvent.ACCEPTED, accepted("j2", "1"), NOW)
                    .orElseThrow();
            ledger.hint(submitted, "late");
            assertThat(ledger.hints(submitted)).isEmpty();
            assertThat(ledger.hints(job)).hasSize(8);
        }
    }

    @Test
    void aModelThatChargesMoreIsReservedForAtThatRatio() {
        try (Ledger ledger = open()) {
            Job a = claimed(ledger.claim(intent("a", 1), List.of(), ROOMY));
            ledger.advance(a, JobEvent.ACCEPTED, accepted("j1", "0.858"), NOW);
            Cap cap = new Cap("build", new BigDecimal("0.90"), "--max-cost");
            Job b = claimed(ledger.claim(intent("b", 1), List.of(cap), ROOMY));
            assertThat(b.reserved()).isEqualByComparingTo("0.858");
            assertThat(b.counted()).isEqualByComparingTo("0.858");
            assertThat(ledger.find(b.key())).contains(b);
            assertThat(ledger.claim(intent("c", 1), List.of(cap), ROOMY)).isInstanceOf(Claim.OverCap.class);

            ledger.advance(b, JobEvent.ACCEPTED, accepted("j2", "0.43"), NOW);
            Job c = claimed(ledger.claim(intent("c", 1), List.of(cap), ROOMY));
            assertThat(c.reserved()).isEqualByComparingTo("0.429");
        }
    }

    private Ledger open() {
        return opening.open();
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
