package dev.storyc.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storyc.emulator.CallFault;
import dev.storyc.emulator.CreateFault;
import dev.storyc.emulator.Faults;
import dev.storyc.emulator.FilmFault;
import dev.storyc.emulator.JobFault;
import dev.storyc.job.Job;
import dev.storyc.job.JobResolver;
import dev.storyc.job.JobResolver.Resolved;
import dev.storyc.job.JobState;
import dev.storyc.job.LedgerException;
import dev.storyc.job.TestClips;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Payload;
import dev.storyc.media.Animatic;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Outcome.Kind;
import dev.storyc.plan.RunRecord;
import dev.storyc.plan.StepState;
import dev.storyc.store.Digests;
import dev.storyc.store.StoreException;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanRunnerTest {
    private static final Clip A = TestClips.clip("v", "a", 1, "first");
    private static final Clip B = TestClips.clip("v", "b", 2, "second");
    private static final Clip C = TestClips.clip("v", "c", 3, "third");

    @TempDir
    Path folder;

    private @Nullable FarEndHere far;
    private @Nullable Workshop workshop;

    @AfterEach
    void close() throws IOException {
        if (workshop != null) {
            workshop.close();
        }
        if (far != null) {
            far.close();
        }
    }

    @Test
    void filmsAreBoughtOnceProvedAndStored() throws Exception {
        Workshop shop = open(Faults.none());
        RunRecord first = shop.build(List.of(A, B));
        assertThat(kinds(first)).containsExactly(Kind.RENDERED, Kind.RENDERED);
        assertThat(first.bought().spent()).isEqualByComparingTo("0.858");
        assertThat(far().stats().billedUsd()).isEqualByComparingTo("0.858");
        for (Outcome outcome : first.outcomes()) {
            Path film = shop.store.film(Objects.requireNonNull(outcome.film()));
            assertThat(Digests.sha256(film)).isEqualTo(outcome.film().sha256());
            assertThat(outcome.film().seen().seconds()).isBetween(2.9, 3.1);
            assertThat(outcome.film().charged()).isEqualByComparingTo("0.429");
        }
        assertThat(shop.ledger.all()).extracting(Job::state).containsOnly(JobState.STORED);

        RunRecord second = shop.build(List.of(A, B));
        assertThat(kinds(second)).containsExactly(Kind.HELD, Kind.HELD);
        assertThat(far().stats().creates()).isEqualTo(2);
        assertThat(far().stats().authorizationOnFilmHost()).isZero();
    }

    @Test
    void equalKeysAreOneJob() throws Exception {
        Workshop shop = open(Faults.none());
        Clip same = TestClips.clip("other", "w", "z", 9, 1, "first", 3, A.price());
        RunRecord record = shop.build(List.of(A, same));
        assertThat(record.outcomes()).hasSize(1);
        assertThat(far().stats().creates()).isEqualTo(1);
    }

    @Test
    void aCreateWithoutAnAnswerIsInDoubtForGoodAndTheRestGoesOn() throws Exception {
        Workshop shop = open(faultyCreates(Map.of("first", new CreateFault(true, new CallFault.Drop()))));
        RunRecord record = shop.build(List.of(A, B, C));
        assertThat(kinds(record)).containsExactly(Kind.IN_DOUBT, Kind.RENDERED, Kind.RENDERED);
        assertThat(shop.build(List.of(A, B, C)).count(Kind.IN_DOUBT)).isEqualTo(1);
        assertThat(far().stats().creates()).isEqualTo(3);
        assertThat(far().stats().distinct().values())
                .allSatisfy(d -> assertThat(d.jobIds()).hasSize(1));
    }

    @Test
    void aPersonAdoptsTheJobThatIsInDoubt() throws Exception {
        Workshop shop = open(faultyCreates(Map.of("first", new CreateFault(true, new CallFault.Answer(502, "bad")))));
        shop.build(List.of(A, B));
        Job doubtful = shop.ledger.find(A.key()).orElseThrow();
        JobResolver resolver = new JobResolver(shop.ledger, shop.owner, InstantSource.system());
        String ofB =
                Objects.requireNonNull(shop.ledger.find(B.key()).orElseThrow().jobId());
        assertThat(resolver.adopt(doubtful, ofB, shop.farEnd())).isInstanceOf(Resolved.Impossible.class);
        assertThat(resolver.adopt(doubtful, "nonsense", shop.farEnd())).isInstanceOf(Resolved.Impossible.class);

        String mine = far().stats().distinct().values().stream()
                .flatMap(d -> d.jobIds().stream())
                .filter(id -> !id.equals(ofB))
                .findFirst()
                .orElseThrow();
        assertThat(resolver.adopt(doubtful, mine, shop.farEnd())).isInstanceOf(Resolved.Done.class);
        assertThat(kinds(shop.build(List.of(A, B)))).containsExactly(Kind.RENDERED, Kind.HELD);
        assertThat(far().stats().creates()).isEqualTo(2);
    }

    @Test
    void aJobOfAnotherRequestIsNotAdopted() throws Exception {
        Workshop shop = open(faultyCreates(Map.of(
                "first", new CreateFault(true, new CallFault.Drop()),
                "second", new CreateFault(true, new CallFault.Drop()))));
        shop.build(List.of(A, B));
        JobResolver resolver = new JobResolver(shop.ledger, shop.owner, InstantSource.system());
        Job doubtful = shop.ledger.find(A.key()).orElseThrow();
        int adopted = 0;
        for (String id : far().stats().distinct().values().stream()
                .flatMap(d -> d.jobIds().stream())
                .toList()) {
            adopted += resolver.adopt(doubtful, id, shop.farEnd()) instanceof Resolved.Done ? 1 : 0;
        }
        assertThat(adopted).isEqualTo(1);
        assertThat(shop.build(List.of(A)).count(Kind.RENDERED)).isEqualTo(1);
    }

    @Test
    void abandonedIsRenderedOnlyIfAskedForAndReleasedByTheNextBuild() throws Exception {
        Workshop shop = open(faultyCreates(Map.of(
                "first", new CreateFault(false, new CallFault.Drop()),
                "second", new CreateFault(false, new CallFault.Drop()))));
        shop.build(List.of(A, B));
        JobResolver resolver = new JobResolver(shop.ledger, shop.owner, InstantSource.system());
        resolver.abandon(shop.ledger.find(A.key()).orElseThrow());
        resolver.release(shop.ledger.find(B.key()).orElseThrow());
        assertThat(kinds(shop.build(List.of(A, B)))).containsExactly(Kind.ABANDONED, Kind.RENDERED);
        shop.retry = Set.of(StepState.ABANDONED);
        assertThat(kinds(shop.build(List.of(A, B)))).containsExactly(Kind.RENDERED, Kind.HELD);
        assertThat(shop.ledger.all()).hasSize(4);
    }

    @Test
    void aRefusedRequestSticksAndIsSentAgainOnlyIfAskedFor() throws Exception {
        Workshop shop = open(faultyCreates(Map.of(
                "first",
                new CreateFault(false, new CallFault.Answer(200, "{\"code\":1301,\"info\":\"too violent\"}")))));
        RunRecord record = shop.build(List.of(A, B));
        assertThat(kinds(record)).containsExactly(Kind.REFUSED, Kind.RENDERED);
        assertThat(record.outcomes().get(0).words()).isEqualTo("code 1301: too violent");
        assertThat(record.bought().spent()).isEqualByComparingTo("0.429");
        assertThat(kinds(shop.build(List.of(A, B)))).containsExactly(Kind.REFUSED, Kind.HELD);
        assertThat(far().stats().creates()).isEqualTo(2);
        shop.retry = Set.of(StepState.REFUSED);
        assertThat(kinds(shop.build(List.of(A, B)))).containsExactly(Kind.RENDERED, Kind.HELD);
    }

    @Test
    void anAccountThatIsTurnedAwayStopsAllCreatesAndLeavesTheClipsNew() throws Exception {
        Workshop shop = open(new Faults() {
            @Override
            public Optional<CreateFault> create(int n, Payload request) {
                String answer = "{\"code\":1102,\"info\":\"no money left\"}";
                return n == 2
                        ? Optional.of(new CreateFault(false, new CallFault.Answer(429, answer)))
                        : Optional.empty();
            }
        });
        shop.settings = RunSettings.swift(1);
        List<Clip> clips = many(20);
        RunRecord record = shop.build(clips);
        assertThat(record.count(Kind.RENDERED)).isEqualTo(1);
        assertThat(record.count(Kind.NOT_SENT)).isEqualTo(19);
        assertThat(far().stats().creates()).isEqualTo(2);
        assertThat(shop.ledger.all()).hasSize(1);
        assertThat(shop.plan(clips, List.of()).estimate().jobs()).isEqualTo(19);
    }

    @Test
    void aBusyFarEndIsAskedAgainWithFewerInFlight() throws Exception {
        Workshop shop = open(new Faults() {
            @Override
            public Optional<CreateFault> create(int n, Payload request) {
                return n % 3 == 0
                        ? Optional.of(new CreateFault(false, new CallFault.Answer(429, "{\"code\":1303}")))
                        : Optional.empty();
            }
        });
        RunRecord record = shop.build(many(12));
        assertThat(record.count(Kind.RENDERED)).isEqualTo(12);
        assertThat(far().stats().jobs()).isEqualTo(12);
    }

    @Test
    void whereNobodyAnswersNothingIsSentAndNothingIsInDoubt() throws Exception {
        far = new FarEndHere(folder.resolve("far"), Faults.none());
        URI url = far().url();
        far().close();
        Workshop shop = new Workshop(folder.resolve("store"), url);
        workshop = shop;
        RunRecord record = shop.build(many(10));
        assertThat(record.count(Kind.NOT_SENT)).isEqualTo(10);
        assertThat(record.outcomes().get(0).words()).contains("can't be reached");
        assertThat(shop.ledger.all()).isEmpty();
    }

    @Test
    void aFailedJobIsKeptWithItsWordsAndItsRefund() throws Exception {
        Workshop shop = open(new Faults() {
            @Override
            public Optional<JobFault> job(int n, Payload request) {
                boolean refunded = "first".equals(request.args().get("prompt"));
                return n <= 2 ? Optional.of(new JobFault.Fails("1301 policy", refunded)) : Optional.empty();
            }
        });
        RunRecord record = shop.build(List.of(A, B));
        assertThat(kinds(record)).containsExactly(Kind.FAILED, Kind.FAILED);
        assertThat(record.outcomes().get(0).words()).isEqualTo("1301 policy (refunded)");
        assertThat(record.bought().spent()).isEqualByComparingTo("0.429");
        assertThat(shop.build(List.of(A, B)).count(Kind.FAILED)).isEqualTo(2);
        assertThat(far().stats().creates()).isEqualTo(2);
        shop.retry = Set.of(StepState.FAILED);
        assertThat(shop.build(List.of(A, B)).count(Kind.RENDERED)).isEqualTo(2);
    }

    @Test
    void aBrokenDownloadIsFetchedAgainWithoutANewJob() throws Exception {
        List<FilmFault> faults = List.of(
                new FilmFault.CutShort(0.12),
                new FilmFault.Dropped(0.5),
                new FilmFault.NotAFilm("text/html", "<html>please wait</html>"),
                new FilmFault.Missing());
        AtomicInteger turn = new AtomicInteger();
        Workshop shop = open(new Faults() {
            @Override
            public Optional<FilmFault> film(int n, String jobId) {
                int at = turn.getAndIncrement();
                return at < faults.size() ? Optional.of(faults.get(at)) : Optional.empty();
            }
        });
        assertThat(kinds(shop.build(List.of(A)))).containsExactly(Kind.RENDERED);
        assertThat(far().stats().creates()).isEqualTo(1);
        assertThat(far().stats().downloads()).isEqualTo(5);
        assertThat(shop.store.files().root().resolve("incoming")).isEmptyDirectory();
    }

    @Test
    void aFilmThatCannotBeHadIsSaidAndTriedByTheNextBuild() throws Exception {
        AtomicInteger missing = new AtomicInteger(1);
        Workshop shop = open(new Faults() {
            @Override
            public Optional<FilmFault> film(int n, String jobId) {
                return missing.get() == 1 ? Optional.of(new FilmFault.Missing()) : Optional.empty();
            }
        });
        shop.settings = quickToGiveUp();
        RunRecord record = shop.build(List.of(A));
        assertThat(kinds(record)).containsExactly(Kind.UNFETCHED);
        assertThat(shop.ledger.find(A.key()).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
        missing.set(0);
        assertThat(kinds(shop.build(List.of(A)))).containsExactly(Kind.RENDERED);
        assertThat(far().stats().creates()).isEqualTo(1);
    }

    @Test
    void aFilmThatIsNotAsAskedIsSetAsideAndCanBeTaken() throws Exception {
        Workshop shop = open(new Faults() {
            @Override
            public Optional<FilmFault> film(int n, String jobId) {
                return Optional.of(new FilmFault.NotAsAsked(PlanRunnerTest::shorter));
            }
        });
        RunRecord record = shop.build(List.of(A));
        assertThat(kinds(record)).containsExactly(Kind.SET_ASIDE);
        assertThat(record.outcomes().get(0).words()).contains("asked were 3 s");
        assertThat(shop.store.findAside(A.key())).isPresent();
        assertThat(kinds(shop.build(List.of(A)))).containsExactly(Kind.SET_ASIDE);
        assertThat(shop.store.accept(A.key())).isTrue();
        assertThat(kinds(shop.build(List.of(A)))).containsExactly(Kind.HELD);
        assertThat(far().stats().creates()).isEqualTo(1);
    }

    @Test
    void aJobThatTakesTooLongIsPendingAndResumed() throws Exception {
        far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofSeconds(3));
        Workshop shop = new Workshop(folder.resolve("store"), far().url());
        workshop = shop;
        shop.settings = quickToGiveUp();
        RunRecord record = shop.build(List.of(A));
        assertThat(kinds(record)).containsExactly(Kind.PENDING);
        assertThat(shop.plan(List.of(A), List.of()).steps().get(0).state()).isIn(StepState.PENDING, StepState.RUNNING);
        shop.settings = RunSettings.swift(4);
        assertThat(kinds(shop.build(List.of(A)))).containsExactly(Kind.RENDERED);
        assertThat(far().stats().creates()).isEqualTo(1);
    }

    @Test
    void queriesThatGoWrongDecideNothing() throws Exception {
        List<CallFault> faults = List.of(
                new CallFault.Answer(500, "oops"),
                new CallFault.Drop(),
                new CallFault.Answer(200, "<html>"),
                new CallFault.Answer(200, "{\"code\":5001,\"info\":\"internal\"}"),
                new CallFault.Answer(200, "{\"code\":0,\"data\":{\"status\":17}}"));
        Workshop shop = open(new Faults() {
            @Override
            public Optional<CallFault> query(int n, String jobId) {
                return n <= faults.size() ? Optional.of(faults.get(n - 1)) : Optional.empty();
            }
        });
        assertThat(kinds(shop.build(List.of(A)))).containsExactly(Kind.RENDERED);
        assertThat(far().stats().creates()).isEqualTo(1);
    }

    @Test
    void aCapIsNeverPassedAndWhatRunsEnds() throws Exception {
        Workshop shop = open(Faults.none());
        Budget budget = new Budget(Map.of("--max-cost", new BigDecimal("1.29")), Map.of());
        RunRecord record = shop.build(many(6), budget);
        assertThat(record.count(Kind.RENDERED)).isEqualTo(3);
        assertThat(record.count(Kind.OVER_CAP)).isEqualTo(3);
        assertThat(far().stats().billedUsd()).isEqualByComparingTo("1.287");
        assertThat(record.outcomes().stream()
                        .filter(o -> o.kind() == Kind.OVER_CAP)
                        .map(Outcome::words))
                .allSatisfy(words -> assertThat(words).contains("--max-cost"));
    }

    @Test
    void aStoryboardsBudgetHoldsForItsOwnClipsOnly() throws Exception {
        Workshop shop = open(Faults.none());
        Clip other = TestClips.clip("other", "v", "x", 1, 1, "elsewhere", 3, A.price());
        Budget budget = new Budget(Map.of(), Map.of("board", new BigDecimal("0.50")));
        RunRecord record = shop.build(List.of(A, B, other), budget);
        assertThat(record.count(Kind.OVER_CAP)).isEqualTo(1);
        assertThat(record.outcomes().get(2).kind()).isEqualTo(Kind.RENDERED);
    }

    @Test
    void aStoppedBuildLeavesWhatRunsToTheNext() throws Exception {
        far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofSeconds(2));
        Workshop shop = new Workshop(folder.resolve("store"), far().url());
        workshop = shop;
        List<Clip> clips = many(12);
        PlanRunner runner = shop.runner();
        Thread stopper = new Thread(() -> {
            while (shop.events.stream().noneMatch(e -> e.kind() == RunEvent.Kind.SUBMITTED)) {
                Thread.onSpinWait();
            }
            runner.stop();
        });
        stopper.start();
        RunRecord record = runner.run(shop.plan(clips, List.of()), Budget.NONE);
        stopper.join();
        assertThat(record.interrupted()).isTrue();
        assertThat(record.count(Kind.INTERRUPTED)).isEqualTo(12);
        assertThat(shop.ledger.all()).extracting(Job::state).containsOnly(JobState.SUBMITTED);
        assertThat(far().stats().jobs()).isEqualTo(shop.ledger.all().size()).isLessThan(12);

        shop.settings = RunSettings.swift(12);
        assertThat(shop.build(clips).count(Kind.RENDERED)).isEqualTo(12);
        assertThat(far().stats().jobs()).isEqualTo(12);
    }

    @Test
    void aThousandJobsInFlightNeedNoMoreThreads() throws Exception {
        far = new FarEndHere(folder.resolve("far"), refuseFilms(), Duration.ofMinutes(10));
        Workshop shop = new Workshop(folder.resolve("store"), far().url());
        workshop = shop;
        shop.settings = new RunSettings(
                1000,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofSeconds(1),
                3);
        PlanRunner runner = shop.runner();
        List<Clip> clips = many(1000);
        AtomicInteger threads = new AtomicInteger();
        Thread stopper = new Thread(() -> {
            while (far().stats().jobs() < 1000) {
                threads.set(Math.max(threads.get(), ours()));
                try {
                    Thread.sleep(20);
                } catch (InterruptedException e) {
                    return;
                }
            }
            runner.stop();
        });
        stopper.start();
        RunRecord record = runner.run(shop.plan(clips, List.of()), Budget.NONE);
        stopper.join();
        assertThat(record.count(Kind.INTERRUPTED)).isEqualTo(1000);
        assertThat(far().stats().jobs()).isEqualTo(1000);
        assertThat(threads.get()).isBetween(1, 18);
    }

    @Test
    void aStoreThatCannotBeWrittenEndsTheBuildAndTheNextGoesOn() throws Exception {
        Workshop shop = open(Faults.none());
        Path films = shop.store.files().root().resolve("films");
        Files.delete(films);
        Files.writeString(films, "in the way");
        assertThatThrownBy(() -> shop.build(List.of(A, B)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("can't be");
        Files.delete(films);
        Files.createDirectory(films);
        assertThat(shop.build(List.of(A, B)).count(Kind.RENDERED)).isEqualTo(2);
        assertThat(far().stats().jobs()).isEqualTo(2);
    }

    @Test
    void aLostFilmIsNotBoughtAgainUnlessAskedFor() throws Exception {
        Workshop shop = open(Faults.none());
        RunRecord first = shop.build(List.of(A));
        Files.delete(
                shop.store.film(Objects.requireNonNull(first.outcomes().get(0).film())));
        assertThat(kinds(shop.build(List.of(A)))).containsExactly(Kind.LOST);
        assertThat(far().stats().creates()).isEqualTo(1);
        shop.rebuy = true;
        assertThat(kinds(shop.build(List.of(A)))).containsExactly(Kind.RENDERED);
        assertThat(far().stats().creates()).isEqualTo(2);
    }

    @Test
    void aJobThatCannotBeWrittenDownIsNamedAndTheRunEnds() throws Exception {
        far = new FarEndHere(folder.resolve("far"), Faults.none());
        Workshop.Seams full = new Workshop.Seams(FullDisk::new, f -> f, t -> t);
        Workshop broken = new Workshop(folder.resolve("store"), far().url(), full);
        assertThatThrownBy(() -> broken.build(List.of(A)))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("jobs resolve " + A.key() + " --adopt "
                        + far().stats()
                                .distinct()
                                .values()
                                .iterator()
                                .next()
                                .jobIds()
                                .get(0));
        broken.close();
        Workshop shop = new Workshop(folder.resolve("store"), far().url());
        workshop = shop;
        assertThat(kinds(shop.build(List.of(A)))).containsExactly(Kind.IN_DOUBT);
        assertThat(far().stats().creates()).isEqualTo(1);
    }

    private static RunSettings quickToGiveUp() {
        return new RunSettings(
                4,
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(400),
                Duration.ofMillis(20),
                3);
    }

    private static Faults refuseFilms() {
        return new Faults() {
            @Override
            public Optional<FilmFault> film(int n, String jobId) {
                return Optional.of(new FilmFault.Missing());
            }
        };
    }

    private static int ours() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("storyc-"))
                .count();
    }

    private static Animatic shorter(Animatic whole) {
        return new Animatic(
                whole.width(),
                whole.height(),
                whole.sound(),
                whole.title(),
                whole.labels(),
                whole.avoid(),
                whole.cutByModel(),
                List.of(new Animatic.Card(1, "too short")));
    }

    /** The first create of a request with one of these prompts goes wrong; later ones don't. */
    private static Faults faultyCreates(Map<String, CreateFault> byPrompt) {
        Set<Object> had = ConcurrentHashMap.newKeySet();
        return new Faults() {
            @Override
            public Optional<CreateFault> create(int n, Payload request) {
                Object prompt = request.args().get("prompt");
                return had.add(String.valueOf(prompt))
                        ? Optional.ofNullable(byPrompt.get(String.valueOf(prompt)))
                        : Optional.empty();
            }
        };
    }

    private Workshop open(Faults faults) throws IOException {
        far = new FarEndHere(folder.resolve("far"), faults);
        workshop = new Workshop(folder.resolve("store"), far().url());
        return workshop;
    }

    private FarEndHere far() {
        return Objects.requireNonNull(far);
    }

    private static List<Clip> many(int count) {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clips.add(TestClips.clip("v" + i, "x", 1, "clip number " + i));
        }
        return clips;
    }

    private static List<Kind> kinds(RunRecord record) {
        return record.outcomes().stream().map(Outcome::kind).toList();
    }
}
