package dev.storyc.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.emulator.CallFault;
import dev.storyc.emulator.CreateFault;
import dev.storyc.emulator.Faults;
import dev.storyc.job.Entry;
import dev.storyc.job.Job;
import dev.storyc.job.JobResolver;
import dev.storyc.job.JobState;
import dev.storyc.job.TestClips;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Payload;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Outcome.Kind;
import dev.storyc.plan.RunRecord;
import dev.storyc.serve.CallbackListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callbacks, true and forged: they end a doubt after a query, and else only wake. */
class CallbacksTest {
    private static final Clip A = TestClips.clip("v", "a", 1, "first");
    private static final Clip B = TestClips.clip("v", "b", 2, "second");
    private static final Faults LOST_ANSWERS = new Faults() {
        @Override
        public Optional<CreateFault> create(int n, Payload request) {
            return Optional.of(new CreateFault(true, new CallFault.Drop()));
        }
    };

    @TempDir
    Path folder;

    private @Nullable CallbackListener listener;

    @BeforeEach
    void bind() throws IOException {
        listener = CallbackListener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() {
        ear().close();
    }

    @Test
    void aCreateWhoseAnswerGotLostIsFoundByItsCallback() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), LOST_ANSWERS, Duration.ofMillis(300));
                Workshop shop = hearing(far)) {
            PlanRunner runner = shop.runner();
            ear().start(runner::called);
            RunRecord record = runner.run(shop.plan(List.of(A, B), List.of()), Budget.NONE);
            assertThat(kinds(record)).containsExactly(Kind.RENDERED, Kind.RENDERED);
            assertThat(record.created()).isEqualTo(2);
            assertThat(far.stats().creates()).isEqualTo(2);
            assertThat(shop.ledger.history(A.key()))
                    .extracting(Entry::event)
                    .containsExactly("unanswered", "adopted", "film-ready", "stored");
        }
    }

    @Test
    void aForgedCallbackDecidesNothingAndTheTrueOneStillDoes() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), LOST_ANSWERS, Duration.ofSeconds(30));
                Workshop shop = hearing(far)) {
            PlanRunner runner = shop.runner();
            CompletableFuture<RunRecord> run = running(runner, shop, List.of(A, B));
            awaitState(shop, A, JobState.IN_DOUBT);
            awaitState(shop, B, JobState.IN_DOUBT);
            Job a = shop.ledger.find(A.key()).orElseThrow();
            String token = Objects.requireNonNull(a.token());
            assertThat(runner.called("0".repeat(32), "j")).isFalse();
            assertThat(runner.called(token, "no-such-job")).isTrue();
            for (String id : jobs(far)) {
                assertThat(runner.called(token, id)).isTrue();
            }
            awaitState(shop, A, JobState.SUBMITTED);
            Job adopted = shop.ledger.find(A.key()).orElseThrow();
            assertThat(shop.farEnd()
                            .query(Objects.requireNonNull(adopted.jobId()))
                            .args())
                    .containsEntry("prompt", "first");
            assertThat(shop.ledger.find(B.key()).orElseThrow().state()).isEqualTo(JobState.IN_DOUBT);
            runner.stop();
            assertThat(kinds(run.get(20, TimeUnit.SECONDS))).containsExactly(Kind.INTERRUPTED, Kind.IN_DOUBT);
            assertThat(far.stats().creates()).isEqualTo(2);
        }
    }

    @Test
    void whatACallbackSaidIsOnDiskForTheBuildAfterAKill() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), LOST_ANSWERS, Duration.ofMillis(50));
                Workshop shop = hearing(far)) {
            shop.calls = Tools.Calls.ELSEWHERE;
            assertThat(kinds(shop.build(List.of(A)))).containsExactly(Kind.IN_DOUBT);
            Job doubt = shop.ledger.find(A.key()).orElseThrow();
            assertThat(shop.ledger.hint(doubt, jobs(far).iterator().next())).isTrue();
            assertThat(kinds(shop.build(List.of(A)))).containsExactly(Kind.RENDERED);
            assertThat(far.stats().creates()).isEqualTo(1);
        }
    }

    @Test
    void aStormOfCallsWakesAJobNoMoreOftenThanItIsAskedAfterAnyway() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofSeconds(30));
                Workshop shop = hearing(far)) {
            shop.settings = patient();
            PlanRunner runner = shop.runner();
            CompletableFuture<RunRecord> run = running(runner, shop, List.of(A));
            awaitState(shop, A, JobState.SUBMITTED);
            String token = Objects.requireNonNull(
                    shop.ledger.find(A.key()).orElseThrow().token());
            for (int i = 0; i < 2000; i++) {
                assertThat(runner.called(token, "forged-" + i)).isTrue();
            }
            runner.stop();
            assertThat(kinds(run.get(20, TimeUnit.SECONDS))).containsExactly(Kind.INTERRUPTED);
            assertThat(far.stats().queries()).isLessThanOrEqualTo(1);
            assertThat(shop.ledger.hints(shop.ledger.find(A.key()).orElseThrow()))
                    .isEmpty();
        }
    }

    @Test
    void aCallbackWakesWhoWaitsForTheFilm() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(300));
                Workshop shop = hearing(far)) {
            // Not asked after by itself for an hour.
            shop.settings = patient();
            PlanRunner runner = shop.runner();
            ear().start(runner::called);
            CompletableFuture<RunRecord> run = running(runner, shop, List.of(A));
            assertThat(kinds(run.get(60, TimeUnit.SECONDS))).containsExactly(Kind.RENDERED);
            assertThat(far.stats().queries()).isBetween(1L, 2L);
        }
    }

    @Test
    void aLateCallbackChangesNothingThatAPersonDecided() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), LOST_ANSWERS, Duration.ofMillis(50));
                Workshop shop = hearing(far)) {
            shop.calls = Tools.Calls.ELSEWHERE;
            shop.build(List.of(A));
            Job doubt = shop.ledger.find(A.key()).orElseThrow();
            new JobResolver(shop.ledger, shop.owner, InstantSource.system(), "ada").abandon(doubt);
            PlanRunner runner = shop.runner();
            assertThat(runner.called(
                            Objects.requireNonNull(doubt.token()),
                            jobs(far).iterator().next()))
                    .isTrue();
            assertThat(kinds(shop.build(List.of(A)))).containsExactly(Kind.ABANDONED);
            assertThat(far.stats().creates()).isEqualTo(1);
        }
    }

    private Workshop hearing(FarEndHere far) {
        Workshop shop = new Workshop(folder.resolve("store"), far.url());
        shop.callback = "http://127.0.0.1:" + ear().address().getPort() + "/hook";
        shop.calls = Tools.Calls.HEARD;
        return shop;
    }

    private static RunSettings patient() {
        return new RunSettings(
                4,
                Duration.ofHours(1),
                Duration.ofHours(1),
                Duration.ofHours(1),
                Duration.ofHours(2),
                Duration.ofMillis(100),
                3);
    }

    private static CompletableFuture<RunRecord> running(PlanRunner runner, Workshop shop, List<Clip> clips) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return runner.run(shop.plan(clips, List.of()), Budget.NONE);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void awaitState(Workshop shop, Clip clip, JobState state) {
        while (shop.ledger.find(clip.key()).filter(job -> job.state() == state).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static Set<String> jobs(FarEndHere far) {
        return far.stats().distinct().values().stream()
                .flatMap(request -> request.jobIds().stream())
                .collect(Collectors.toSet());
    }

    private static List<Kind> kinds(RunRecord record) {
        return record.outcomes().stream().map(Outcome::kind).toList();
    }

    private CallbackListener ear() {
        return Objects.requireNonNull(listener);
    }
}
