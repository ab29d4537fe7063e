package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.run.FarEndHere;
import dev.storyc.shared.S3Gate;
import dev.storyc.shared.S3Proxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The program itself on two machines with a store each and a bucket in common: killed as by kill -9 at each step of a
 * purchase, and before a bucket that fails. What was paid is asked of the far end.
 */
class TeamBucketPurchasesTest {
    /** Later than any create could be answered. */
    private static final Duration LATER = Duration.ofMinutes(9);

    @TempDir
    static Path server;

    private static @Nullable S3Proxy bucket;

    @TempDir
    Path folder;

    private final AtomicReference<@Nullable Process> victim = new AtomicReference<>();
    private FarEndHere far;
    private S3Gate gate;
    private String place;
    private Desk ada;
    private Desk bob;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        bucket = S3Proxy.start(server, "films");
    }

    @AfterAll
    static void stop() {
        Objects.requireNonNull(bucket).close();
    }

    @BeforeEach
    void open(TestInfo test) throws IOException {
        far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(300), null);
        gate = S3Gate.before(Objects.requireNonNull(bucket));
        place = "t" + Integer.toHexString(test.getDisplayName().hashCode())
                + test.getTestMethod().orElseThrow().getName().hashCode();
        ada = desk("ada", 1);
        bob = desk("bob", 1);
    }

    @AfterEach
    void close() throws IOException {
        assertThat(ada.everything + "" + bob.everything)
                .doesNotContain(Desk.KEY)
                .doesNotContain(S3Proxy.SECRET)
                .doesNotContain("\tat ");
        gate.close();
        far.close();
    }

    /** Between the intent and the create nobody can know from outside whether the request left. */
    @Test
    void killedBetweenTheIntentAndTheCreateItsClipIsInDoubtForAllAndBoughtOnceWhenSomebodyDecides() throws Exception {
        dies("/intent", true);
        assertThat(far.stats().creates()).isZero();
        assertThat(told()).containsExactly("intent");

        // The other machine waits, for the create may still be on its way.
        CountDownLatch waits = new CountDownLatch(3);
        gate.keep((call, on) -> {
            if (call.method().equals("GET") && call.path().equals("/films")) {
                waits.countDown();
            }
            return on.hand();
        });
        Process waiting = bob.start("build", "--yes");
        assertThat(waits.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting.isAlive()).isTrue();
        S3Gate.kill(waiting);
        assertThat(far.stats().creates()).isZero();

        gate.open();
        gate.later(LATER);
        assertThat(bob.run("build", "--yes")).as(bob.err).isEqualTo(Exit.IN_DOUBT);
        assertThat(bob.err).contains("was sending it, and has not told what came of it");
        assertThat(ada.run("build", "--yes")).as(ada.err).isEqualTo(Exit.IN_DOUBT);
        assertThat(far.stats().creates()).isZero();
        String key = bob.err.replaceAll("(?s).*storyc jobs resolve ([0-9a-f]+) .*", "$1");
        assertThat(bob.run("jobs", "resolve", key, "--resubmit", "--yes"))
                .as(bob.err)
                .isZero();
        assertThat(ada.run("build", "--yes")).as(ada.err).isZero();
        assertThat(bob.run("build", "--yes")).as(bob.err).isZero();
        assertThat(far.stats().creates()).isEqualTo(1);
    }

    /** The answer may be in the ledger of the machine that died, or not yet: the put of the job is where it is killed. */
    @Test
    void killedBetweenTheCreateAndTheJobItsOwnNextBuildTellsTheJobAndOnlyUntilThenItIsInDoubtElsewhere()
            throws Exception {
        dies("/job", false);
        assertThat(far.stats().creates()).isEqualTo(1);
        assertThat(told()).containsExactly("intent");
        gate.later(LATER);
        assertThat(bob.run("build", "--yes")).as(bob.err).isEqualTo(Exit.IN_DOUBT);
        assertThat(ada.run("build", "--yes")).as(ada.err).isZero();
        assertThat(bob.run("build", "--yes")).as(bob.err).isZero();
        assertThat(told()).containsExactly("end", "intent", "job");
        assertBilledOnce(1);
    }

    @ParameterizedTest
    @CsvSource({"/job, true", "/ac/, false", "/ac/, true"})
    void killedAfterItsJobIsToldTheNextMachineHasTheFilmForNothing(String put, boolean written) throws Exception {
        dies(put, written);
        assertThat(told()).contains("intent", "job");
        assertThat(bob.run("jobs")).isZero();
        bob.environment.put("CI", "true");
        assertThat(bob.run("build", "--max-cost", "0.01")).as(bob.err).isZero();
        assertBilledOnce(1);
        assertThat(ada.run("build", "--yes")).as(ada.err).isZero();
        assertThat(ada.read("storyboards/tide.manifest.json")).isEqualTo(bob.read("storyboards/tide.manifest.json"));
        assertBilledOnce(1);
    }

    @Test
    void twoThatWantTheSameClipsAtTheSameMomentBuyEachOnce() throws Exception {
        int clips = 4;
        ada = desk("ada", clips);
        bob = desk("bob", clips);
        // The first intents meet: none goes on before both machines have sent one.
        CountDownLatch both = new CountDownLatch(2 * clips);
        gate.keep((call, on) -> {
            if (call.puts("/intent")) {
                both.countDown();
                both.await(10, TimeUnit.SECONDS);
            }
            return on.hand();
        });
        Process one = ada.start("build", "--yes");
        Process other = bob.start("build", "--yes");
        assertThat(one.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(other.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(List.of(one.exitValue(), other.exitValue())).containsOnly(0);
        assertThat(gate.puts("/intent")).isGreaterThan(clips);
        assertBilledOnce(clips);
        assertThat(ada.read("storyboards/tide.manifest.json")).isEqualTo(bob.read("storyboards/tide.manifest.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"403 AccessDenied", "503 SlowDown", "cut"})
    void whereTheIntentCantBePutNothingIsCreated(String how) throws IOException {
        gate.keep((call, on) -> call.puts("/intent") ? fails(how) : on.hand());
        assertThat(ada.run("build", "--yes")).as(ada.err).isEqualTo(Exit.STORE);
        assertThat(ada.err).contains("nothing is bought that the shared store can't be told of");
        assertThat(far.stats().creates()).isZero();
        assertThat(told()).isEmpty();
        gate.open();
        assertThat(ada.run("build", "--yes")).as(ada.err).isZero();
        assertThat(bob.run("build", "--yes")).as(bob.err).isZero();
        assertBilledOnce(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 InternalError", "cut"})
    void anIntentThatArrivedAndWhoseAnswerIsLostIsBoughtOnce(String how) throws IOException {
        gate.keep((call, on) -> {
            MockResponse answer = on.hand();
            return call.puts("/intent") ? fails(how) : answer;
        });
        assertThat(ada.run("build", "--yes")).as(ada.err).isZero();
        gate.open();
        assertThat(bob.run("build", "--yes")).as(bob.err).isZero();
        assertBilledOnce(1);
    }

    @Test
    void anIntentThatNobodyCanTellOfIsTakenBackAndThenBought() throws IOException {
        gate.keep((call, on) -> {
            if (call.puts("/intent")) {
                on.hand();
                gate.keep((next, further) -> S3Gate.cut());
                return S3Gate.cut();
            }
            return on.hand();
        });
        assertThat(ada.run("build", "--yes")).as(ada.err).isEqualTo(Exit.STORE);
        assertThat(told()).containsExactly("intent");
        gate.open();
        assertThat(ada.run("build", "--yes")).as(ada.err).isZero();
        assertThat(told()).containsExactly("end", "end", "intent", "intent", "job");
        assertThat(bob.run("build", "--yes")).as(bob.err).isZero();
        assertBilledOnce(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"403 AccessDenied", "cut"})
    void whatCantBeToldAtTheEndIsSaidAndHarmsNobody(String how) throws IOException {
        gate.keep((call, on) -> call.puts("/end") ? fails(how) : on.hand());
        assertThat(ada.run("build", "--yes")).as(ada.err).isZero();
        assertThat(ada.err).contains("the shared store could not be told");
        assertThat(bob.run("build", "--yes")).as(bob.err).isZero();
        assertThat(bob.run("jobs")).isZero();
        assertThat(bob.out).doesNotContain("in-doubt").doesNotContain("submitted");
        assertBilledOnce(1);
    }

    @Test
    void aJobThatCouldNotBeToldIsToldByPush() throws Exception {
        // It is killed before it could tell, so nobody but its own ledger knows of the job.
        dies("/job", false);
        assertThat(told()).containsExactly("intent");
        assertThat(ada.run("store", "push")).as(ada.err).isZero();
        assertThat(ada.err).contains("was told of 1 purchase it lacked");
        assertThat(told()).containsExactly("intent", "job");
        assertThat(bob.run("build", "--yes")).as(bob.err).isZero();
        assertBilledOnce(1);
    }

    @Test
    void aBucketThatLetsTwoWinIsFoundOutAndNothingIsBought() throws IOException {
        gate.keep((call, on) -> {
            MockResponse answer = on.hand();
            boolean tried = call.method().equals("PUT") && call.path().contains("/probe/");
            return tried ? new MockResponse.Builder().code(200).build() : answer;
        });
        assertThat(ada.run("build", "--yes")).as(ada.err).isEqualTo(Exit.STORE);
        assertThat(ada.err).contains("can't be bought with").contains("8 were told that they were first");
        assertThat(far.stats().creates()).isZero();
        assertThat(told()).isEmpty();
        gate.open();
        assertThat(ada.run("build", "--yes")).as(ada.err).isZero();
    }

    // ---------------------------------------------------------------- the parts

    /** Runs a build that is killed when it puts a thing of this name, before that is written or after. */
    private void dies(String put, boolean written) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        gate.keep((call, on) -> {
            boolean here = call.puts(put)
                    || (call.method().equals("PUT")
                            && put.endsWith("/")
                            && call.path().contains(put));
            if (!here) {
                return on.hand();
            }
            started.await();
            if (written) {
                on.hand();
            }
            S3Gate.kill(Objects.requireNonNull(victim.get()));
            return S3Gate.cut();
        });
        Process build = ada.start("build", "--yes");
        victim.set(build);
        started.countDown();
        assertThat(build.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(build.exitValue()).isEqualTo(137);
        gate.open();
    }

    private static MockResponse fails(String how) {
        String[] words = how.split(" ", 2);
        return words.length == 1 ? S3Gate.cut() : S3Gate.refused(Integer.parseInt(words[0]), words[1]);
    }

    /** The notices of purchases that lie in the bucket, by their last names. */
    private List<String> told() throws IOException {
        Path root = Objects.requireNonNull(bucket).files("films").resolve(place);
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("/jobs/"))
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private void assertBilledOnce(int clips) {
        assertThat(far.stats().jobs()).isEqualTo(clips);
        assertThat(far.stats().creates()).isEqualTo(clips);
        assertThat(far.stats().distinct().values())
                .allSatisfy(request -> assertThat(request.jobIds()).hasSize(1));
    }

    private Desk desk(String person, int clips) throws IOException {
        Desk desk = new Desk(folder.resolve(person));
        desk.environment.put("STORYC_API_URL", far.url().toString());
        desk.environment.put("STORYC_SHARED_STORE", gate.address("films/" + place));
        desk.environment.putAll(Objects.requireNonNull(bucket).environment());
        StringBuilder board = new StringBuilder("version: 1\nname: tide\nsettings: { mode: std }\nscenes:\n");
        for (int i = 1; i <= clips; i++) {
            board.append("  - { id: q" + i + ", duration: 3, prompt: \"Quay " + i + " under water.\" }\n");
        }
        desk.write("storyboards/tide.yaml", board.toString());
        return desk;
    }
}
