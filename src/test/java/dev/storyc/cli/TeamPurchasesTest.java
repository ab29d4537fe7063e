package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.CallFault;
import dev.storyc.emulator.CreateFault;
import dev.storyc.emulator.Faults;
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

        // Bob's machine has no store yet.
        Desk bob = desk("bob");
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
        // A folder has the name of the notice that is to be written next.
        whenCreated = () -> block("job");
        assertThat(ada.run("build", "--yes", "--format", format)).as(ada.err).isZero();
        assertThat(ada.err).contains("the shared store could not be told of one job");
        assertThat(told()).containsExactly("end", "intent");
    }

    private void block(String file) {
        try (Stream<Path> all = Files.walk(folder.resolve("shared"))) {
            Path intent =
                    all.filter(path -> path.endsWith("intent")).findFirst().orElseThrow();
            Files.createDirectory(intent.resolveSibling(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
