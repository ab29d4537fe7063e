package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.CallFault;
import dev.storyc.emulator.CreateFault;
import dev.storyc.emulator.Faults;
import dev.storyc.emulator.FilmFault;
import dev.storyc.lower.Payload;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people of one team see of each other's purchases, at the command line. */
class TeamPurchasesTest {
    @TempDir
    Path folder;

    private volatile Optional<CreateFault> fault = Optional.empty();
    private volatile Supplier<Optional<FilmFault>> filmFault = Optional::empty;
    private volatile Runnable whenCreated = () -> {};
    private @Nullable FarEndHere opened;

    @BeforeEach
    void open() throws IOException {
        Faults faults = new Faults() {
            @Override
            public Optional<CreateFault> create(int n, Payload request) {
                whenCreated.run();
                return fault;
            }

            @Override
            public Optional<FilmFault> film(int n, String jobId) {
                return filmFault.get();
            }
        };
        opened = new FarEndHere(folder.resolve("far"), faults, Duration.ofMillis(100), null);
    }

    @AfterEach
    void close() throws IOException {
        far().close();
    }

    @Test
    void whatIsInDoubtOnOneMachineIsListedAndDecidedOnAnother() throws IOException {
        fault = Optional.of(new CreateFault(true, new CallFault.Drop()));
        Desk ada = desk("ada");
        assertThat(ada.run("build", "--yes")).isEqualTo(Exit.IN_DOUBT);
        fault = Optional.empty();

        // Bob's machine has no store yet, and to look makes none.
        Desk bob = desk("bob");
        assertThat(bob.run("plan")).as(bob.err).isZero();
        assertThat(bob.out).contains("in-doubt");
        assertThat(bob.run("explain", "tide/default/quay")).as(bob.err).isZero();
        assertThat(bob.out).contains("in-doubt");
        assertThat(folder.resolve("bob/store")).doesNotExist();
        assertThat(bob.run("jobs")).as(bob.err).isZero();
        assertThat(bob.out).contains("in-doubt").contains("tide/default/quay");
        assertThat(bob.run("plan")).isZero();
        assertThat(bob.out).contains("in-doubt");
        assertThat(bob.run("build", "--yes")).isEqualTo(Exit.IN_DOUBT);
        assertThat(bob.err).contains("storyc jobs resolve ").contains("--adopt").contains("--resubmit");
        String key = bob.err.replaceAll("(?s).*storyc jobs resolve ([0-9a-f]+) .*", "$1");
        assertThat(far().stats().creates()).isEqualTo(1);

        assertThat(bob.run("jobs", "resolve", key, "--resubmit", "--yes"))
                .as(bob.err)
                .isZero();
        assertThat(ada.run("jobs", "resolve", key, "--abandon", "--yes")).isEqualTo(Exit.USAGE);
        assertThat(ada.err).contains("released");
        assertThat(ada.run("build", "--yes")).as(ada.err).isZero();
        assertThat(far().stats().creates()).isEqualTo(2);
        assertThat(bob.run("build", "--yes")).as(bob.err).isZero();
        assertThat(far().stats().creates()).isEqualTo(2);
        assertThat(ada.everything.toString() + bob.everything).doesNotContain(Desk.KEY);
    }

    @Test
    void whereTheSharedStoreCantBeToldNothingIsBought() throws IOException {
        Desk ada = desk("ada");
        Files.writeString(folder.resolve("shared"), "a file where a folder should be");
        assertThat(ada.run("build", "--yes")).as(ada.err).isEqualTo(Exit.STORE);
        assertThat(ada.err).contains("nothing was sent");
        assertThat(far().stats().creates()).isZero();
        Files.delete(folder.resolve("shared"));
        assertThat(ada.run("build", "--yes")).as(ada.err).isZero();
    }

    @Test
    void whoOnlyReadsIsToldThatOthersWontSeeIt() throws IOException {
        Desk ada = desk("ada");
        ada.write("storyc.yaml", ada.read("storyc.yaml") + "shared_store_mode: read\n");
        assertThat(ada.run("build", "--yes")).as(ada.err).isZero();
        assertThat(ada.err).contains("is only read here").contains("others may buy it too");
        assertThat(far().stats().creates()).isEqualTo(1);
        try (Stream<Path> all =
                Files.exists(folder.resolve("shared")) ? Files.walk(folder.resolve("shared")) : Stream.<Path>empty()) {
            assertThat(all.filter(Files::isRegularFile)).isEmpty();
        }
        // Nothing is bought, and nothing said.
        assertThat(ada.run("build", "--yes")).isZero();
        assertThat(ada.err).doesNotContain("others may buy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void whoeverReadsTheResultThePurchaseIsOverForAll(String format) throws IOException {
        Desk ada = desk("ada");
        assertThat(ada.run("build", "--yes", "--format", format)).as(ada.err).isZero();
        assertThat(told()).containsExactly("end", "intent", "job");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void whoeverReadsTheResultIsToldWhatOthersCouldNotBe(String format) throws IOException {
        Desk ada = desk("ada");
        // A folder has the name of a notice that is to be written.
        whenCreated = () -> block("end");
        assertThat(ada.run("build", "--yes", "--format", format)).as(ada.err).isZero();
        assertThat(ada.err).contains("the shared store could not be told what came of jobs of this machine");
        assertThat(told()).containsExactly("intent", "job");
    }

    @Test
    void aJobThatCouldNotBeToldIsToldByItsEnd() throws IOException {
        Desk ada = desk("ada");
        whenCreated = () -> block("job");
        assertThat(ada.run("build", "--yes")).as(ada.err).isZero();
        assertThat(ada.err).doesNotContain("could not be told");
        assertThat(told()).containsExactly("end", "intent");
        whenCreated = () -> {};
        Desk bob = desk("bob");
        assertThat(bob.run("jobs")).as(bob.err).isZero();
        assertThat(bob.out).doesNotContain("in-doubt");
        Files.delete(film());
        assertThat(bob.run("plan")).as(bob.err).isZero();
        assertThat(bob.out).contains("1 clip lost").doesNotContain("in-doubt");
    }

    @Test
    void aFilmThatTheFarEndHasNoMoreIsHadFromWhoeverWaitedForTheSameJob() throws Exception {
        Desk ada = desk("ada");
        Desk bob = desk("bob");
        CountDownLatch asked = new CountDownLatch(1);
        AtomicInteger films = new AtomicInteger();
        filmFault = () -> {
            if (films.incrementAndGet() == 1) {
                // Ada's film doesn't come before Bob wants it too, who takes up the same job.
                await(asked);
                return Optional.empty();
            }
            asked.countDown();
            // Bob is told that it is gone, but only when Ada has it and has shared it.
            while (films("/ac/") == 0) {
                Thread.onSpinWait();
            }
            return Optional.of(new FilmFault.Missing());
        };
        Thread first = new Thread(() -> ada.run("build", "--yes"));
        first.start();
        while (films.get() == 0 && first.isAlive()) {
            Thread.onSpinWait();
        }
        assertThat(bob.run("build", "--yes")).as(bob.err).isZero();
        first.join();
        assertThat(films.get()).isGreaterThan(1);
        assertThat(bob.out).contains("1 rendered");
        assertThat(far().stats().creates()).isEqualTo(1);
        assertThat(bob.read("storyboards/tide.manifest.json")).isEqualTo(ada.read("storyboards/tide.manifest.json"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long films(String folderName) {
        try (Stream<Path> all = Files.walk(folder.resolve("shared"))) {
            return all.filter(Files::isRegularFile)
                    .filter(path -> path.toString().contains(folderName))
                    .count();
        } catch (IOException | UncheckedIOException e) {
            // Something moved while it was counted.
            return 0;
        }
    }

    @Test
    void withTrustedKeysWhatIsToldOfPurchasesIsSignedToo() throws IOException {
        Desk ada = desk("ada");
        assertThat(ada.run("store", "keygen", "-o", "team.key")).as(ada.err).isZero();
        String trusted = "trusted_keys: [\"" + ada.out.strip() + "\"]\n";
        Desk bob = desk("bob");
        for (Desk desk : List.of(ada, bob)) {
            desk.write("storyc.yaml", desk.read("storyc.yaml") + trusted);
        }
        ada.environment.put("STORYC_SIGNING_KEY_FILE", "team.key");
        fault = Optional.of(new CreateFault(true, new CallFault.Drop()));
        assertThat(ada.run("build", "--yes")).as(ada.err).isEqualTo(Exit.IN_DOUBT);
        fault = Optional.empty();
        assertThat(bob.run("build", "--yes")).as(bob.err).isEqualTo(Exit.IN_DOUBT);

        // Whoever may write there, and has no key, says that it may be bought anew.
        Path intent = notice("intent");
        Path givenUp = intent.resolveSibling("given-up");
        Files.writeString(
                givenUp,
                "{\"version\":1,\"state\":\"released\",\"machine\":\"mallory\",\"at\":\"2026-11-23T00:00:00Z\"}\n");
        assertThat(ada.run("build", "--yes")).as(ada.err).isNotZero();
        assertThat(bob.run("build", "--yes")).as(bob.err).isNotZero();
        assertThat(ada.err + bob.err).contains("given-up").contains("is not signed, and `trusted_keys`");
        assertThat(far().stats().creates()).isEqualTo(1);
        Files.delete(givenUp);

        // Nor does a word count that was said of another thing.
        Path end = intent.resolveSibling("end");
        Files.copy(notice("in-doubt"), end);
        assertThat(ada.run("build", "--yes")).as(ada.err).isNotZero();
        assertThat(ada.err).contains("has the signature of another text, or lies under another key");
        Files.delete(end);
        assertThat(far().stats().creates()).isEqualTo(1);

        // Who has no key tells nobody anything.
        List<String> before = told();
        bob.write("storyboards/tide.yaml", bob.read("storyboards/tide.yaml").replace("under water", "at noon"));
        assertThat(bob.run("build", "--yes")).as(bob.err).isZero();
        assertThat(bob.err).contains("is only read here").contains("this machine has none of those keys");
        assertThat(told()).isEqualTo(before);
        assertThat(far().stats().creates()).isEqualTo(2);
    }

    private void block(String file) {
        try {
            Files.createDirectory(notice("intent").resolveSibling(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path notice(String name) throws IOException {
        return find(path -> path.endsWith(name));
    }

    private Path film() throws IOException {
        return find(path -> path.toString().contains("/cas/"));
    }

    private Path find(Predicate<Path> which) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("shared"))) {
            return all.filter(Files::isRegularFile).filter(which).findFirst().orElseThrow();
        }
    }

    /** What is told of purchases, the names alone. */
    private List<String> told() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("shared"))) {
            return all.filter(Files::isRegularFile)
                    .filter(path -> path.toString().contains("/jobs/"))
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private FarEndHere far() {
        return Objects.requireNonNull(opened);
    }

    private Desk desk(String person) throws IOException {
        Desk desk = new Desk(folder.resolve(person));
        desk.environment.put("STORYC_API_URL", far().url().toString());
        desk.environment.put("STORYC_SHARED_STORE", folder.resolve("shared").toString());
        desk.write("storyboards/tide.yaml", """
                version: 1
                name: tide
                settings: { mode: std }
                scenes:
                  - { id: quay, duration: 3, prompt: "The quay under water." }
                """);
        return desk;
    }
}
