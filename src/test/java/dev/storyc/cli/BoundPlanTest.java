package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.CallFault;
import dev.storyc.emulator.CreateFault;
import dev.storyc.emulator.Faults;
import dev.storyc.lower.Payload;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan in a file as what a build may spend: once a key, whatever happens. */
class BoundPlanTest {
    private static final String BOARD = """
            version: 1
            name: weir
            settings: { mode: std }
            variants: { matrix: { n: [1, 2, 3, 4, 5, 6, 7, 8] } }
            scenes:
              - { id: fall, duration: 3, prompt: "Water number {{n}} falls." }
            """;

    @TempDir
    Path folder;

    private volatile Faults faults = Faults.none();
    private Desk desk;
    private FarEndHere far;

    @BeforeEach
    void open() throws IOException {
        desk = new Desk(folder);
        desk.write("storyboards/weir.yaml", BOARD);
        far = new FarEndHere(
                folder.resolve("far"),
                new Faults() {
                    @Override
                    public Optional<CreateFault> create(int n, Payload request) {
                        return faults.create(n, request);
                    }
                },
                Duration.ofMillis(30),
                null);
        desk.environment.put("STORYC_API_URL", far.url().toString());
    }

    @AfterEach
    void close() throws IOException {
        far.close();
    }

    @Test
    void aPlanIsConsentAndIsCarriedOutOnce() throws IOException {
        assertThat(desk.run("plan", "-o", "p.json", "--quiet")).isZero();
        assertThat(desk.err).isEmpty();
        assertThat(desk.run("build", "--plan", "p.json")).isZero();
        assertThat(far.stats().creates()).isEqualTo(8);
        assertThat(desk.run("build", "--plan", "p.json")).isZero();
        assertThat(far.stats().creates()).isEqualTo(8);
        // The films are gone; the plan was used up, and is no word for buying them again.
        deleteFilms();
        Files.delete(desk.folder.resolve("storyboards/weir.manifest.json"));
        String key = Objects.requireNonNull(desk.environment.remove("SHORTAPI_KEY"));
        assertThat(desk.run("build", "--plan", "p.json")).isEqualTo(Exit.FILM_WRONG);
        // Asking for their jobs costs nothing, and needs no plan.
        desk.environment.put("SHORTAPI_KEY", key);
        assertThat(desk.run("build", "--plan", "p.json")).isZero();
        assertThat(far.stats().creates()).isEqualTo(8);
    }

    @Test
    void aPlanMadeBeforeThereWasAStoreMakesItAndIsGoodForItAlone() throws IOException {
        assertThat(desk.run("plan", "-o", "p.json")).isZero();
        assertThat(desk.err).contains("storyc build --plan p.json");
        desk.environment.put("STORYC_HOME", folder.resolve("elsewhere").toString());
        assertThat(desk.run("build", "--plan", "p.json")).isEqualTo(Exit.BUDGET);
        assertThat(desk.err).contains("no store yet").contains("Nothing was sent");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
        assertThat(desk.run("plan", "-o", "q.json")).isZero();
        assertThat(desk.run("build", "--plan", "p.json")).isEqualTo(Exit.BUDGET);
        assertThat(desk.err).contains("made for the ledger");
        desk.environment.put("STORYC_API_URL", "https://other.example");
        assertThat(desk.run("build", "--plan", "q.json")).isEqualTo(Exit.BUDGET);
        assertThat(desk.err).contains("made for loopback").contains("other.example");
        assertThat(far.stats().creates()).isZero();
    }

    @Test
    void whatChangedSinceIsFiveAndAnEditIsSix() throws IOException {
        assertThat(desk.run("plan", "-o", "storyboards")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("storyboards: it is a folder");
        assertThat(desk.run("plan", "-o", "p.json")).isZero();
        desk.write("storyboards/weir.yaml", BOARD.replace("falls", "rises"));
        assertThat(desk.run("build", "--plan", "p.json", "--yes")).isEqualTo(Exit.BUDGET);
        assertThat(desk.err)
                .contains("the plan p.json no longer holds:")
                .contains("weir/1/fall asks for something else now");
        desk.write("storyboards/weir.yaml", BOARD.replace("std", "pro"));
        assertThat(desk.run("build", "--plan", "p.json")).isEqualTo(Exit.BUDGET);
        desk.write("storyboards/weir.yaml", BOARD.replace("7, 8]", "7, 8, 9]"));
        assertThat(desk.run("build", "--plan", "p.json")).isEqualTo(Exit.BUDGET);
        assertThat(desk.err).contains("weir/9/fall is not in the plan, and would cost $0.429");
        desk.write("storyboards/weir.yaml", BOARD);
        desk.write("q.json", desk.read("p.json").replace("0.429", "9.429"));
        assertThat(desk.run("build", "--plan", "q.json")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.err).contains("q.json was edited");
        assertThat(desk.run("build", "--plan", "storyboards/weir.yaml")).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.run("build", "--plan", "absent.json")).isEqualTo(Exit.USAGE);
        assertThat(desk.run("build", "--plan", "p.json", "--rebuy")).isEqualTo(Exit.USAGE);
        assertThat(far.stats().creates()).isZero();
        // Less than the plan is no reason to stop.
        desk.write("storyboards/weir.yaml", BOARD.replace("7, 8]", "7]"));
        assertThat(desk.run("build", "--plan", "p.json")).isZero();
        assertThat(far.stats().creates()).isEqualTo(7);
    }

    @Test
    void whatWasRefusedOrIsInDoubtIsNotSentAgainUnderThePlan() throws IOException {
        faults = new Faults() {
            @Override
            public Optional<CreateFault> create(int n, Payload request) {
                return switch (n) {
                    case 2 ->
                        Optional.of(new CreateFault(
                                false, new CallFault.Answer(200, "{\"code\":1301,\"info\":\"too wet\"}")));
                    case 3 -> Optional.of(new CreateFault(true, new CallFault.Drop()));
                    default -> Optional.empty();
                };
            }
        };
        assertThat(desk.run("plan", "-o", "p.json")).isZero();
        assertThat(desk.run("build", "--plan", "p.json", "--in-flight", "1")).isEqualTo(Exit.IN_DOUBT);
        assertThat(desk.run("build", "--plan", "p.json")).isEqualTo(Exit.IN_DOUBT);
        assertThat(far.stats().creates()).isEqualTo(8);
        String key = desk.err
                .lines()
                .filter(line -> line.contains("--resubmit"))
                .map(line -> line.replaceAll(".*resolve (\\w+) .*", "$1"))
                .findFirst()
                .orElseThrow();
        assertThat(desk.run("jobs", "resolve", key, "--resubmit")).isZero();
        assertThat(desk.run("build", "--plan", "p.json")).isEqualTo(Exit.BUDGET);
        assertThat(desk.err).contains("the plan p.json lets a clip be sent once, and this one was");
        assertThat(far.stats().creates()).isEqualTo(8);
        assertThat(desk.run("plan", "-o", "p.json", "--retry", "refused")).isZero();
        assertThat(desk.out).contains("bought again, as --retry says; refused before: code 1301: too wet");
        assertThat(desk.run("build", "--plan", "p.json")).isZero();
        assertThat(far.stats().creates()).isEqualTo(10);
    }

    @Test
    void killedAgainAndAgainEachKeyIsSentOnceUnderItsPlan() throws Exception {
        assertThat(desk.run("plan", "-o", "p.json")).isZero();
        for (int kill = 0; kill < 3; kill++) {
            long before = far.stats().jobs();
            Process build = desk.start("build", "--plan", "p.json", "--in-flight", "2");
            while (build.isAlive() && far.stats().jobs() < before + 2) {
                build.waitFor(1, TimeUnit.MILLISECONDS);
            }
            build.destroyForcibly();
            assertThat(build.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        int last = desk.run("build", "--plan", "p.json");
        assertThat(last).isIn(Exit.DONE, Exit.IN_DOUBT);
        assertThat(far.stats().distinct().values())
                .allSatisfy(request -> assertThat(request.jobIds()).hasSize(1));
        assertThat(far.stats().creates()).isLessThanOrEqualTo(8);
    }

    private void deleteFilms() throws IOException {
        for (Path place : List.of(folder.resolve("store/loopback/films"), desk.folder.resolve("out"))) {
            try (var files = Files.walk(place)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".mp4")).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
