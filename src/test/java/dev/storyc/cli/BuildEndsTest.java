package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build tells at its end, whatever ends it, and what it refuses before anything is sent. */
class BuildEndsTest {
    private static final String BOARD = """
            version: 1
            name: dune
            settings: { mode: std }
            scenes:
              - { id: sand, duration: 3, prompt: Sand runs. }
            """;

    @TempDir
    Path folder;

    private volatile Optional<CreateFault> fault = Optional.empty();
    private FarEndHere far;
    private Desk desk;

    @BeforeEach
    void open() throws IOException {
        Faults faults = new Faults() {
            @Override
            public Optional<CreateFault> create(int n, Payload request) {
                return fault;
            }
        };
        far = new FarEndHere(folder.resolve("far"), faults, Duration.ofMillis(30), null);
        desk = new Desk(folder);
        desk.write("storyboards/dune.yaml", BOARD);
        desk.environment.put("STORYC_API_URL", far.url().toString());
    }

    @AfterEach
    void close() throws IOException {
        far.close();
    }

    @Test
    void whateverEndsABuildProgramsAreToldItsEndOnce() throws IOException {
        end(Exit.BUDGET, "build");
        end(Exit.USAGE, "build", "--no-such-flag");
        end(Exit.USAGE, "build", "storyboards/none.yaml");
        end(Exit.FILM_WRONG, "build", "--locked");
        String key = desk.environment.remove("SHORTAPI_KEY");
        end(Exit.USAGE, "build", "--yes");
        desk.environment.put("SHORTAPI_KEY", key);
        desk.write("storyboards/dune.yaml", BOARD.replace("duration: 3", "duration: 99"));
        end(Exit.STORYBOARD_WRONG, "build", "--yes");
        desk.write("storyboards/dune.yaml", BOARD);
        fault = Optional.of(new CreateFault(false, new CallFault.Answer(400, "{\"code\":1201}")));
        end(Exit.RENDER_FAILED, "build", "--yes");
        fault = Optional.empty();
        end(Exit.DONE, "build", "--yes", "--retry", "refused");
        end(Exit.DONE, "build", "--locked");
        Files.delete(folder.resolve("store/loopback/ledger.db"));
        end(Exit.STORE, "build");
    }

    @Test
    void whatIsInDoubtIsToldWithWhatStaysReservedForIt() throws IOException {
        fault = Optional.of(new CreateFault(true, new CallFault.Answer(500, "{}")));
        JsonNode end = end(Exit.IN_DOUBT, "build", "--yes");
        assertThat(end.get("reserved_usd").decimalValue()).isEqualByComparingTo("0.429");
        assertThat(end.get("spent_usd").decimalValue()).isZero();
        assertThat(end.get("clips").get(0).get("outcome").asText()).isEqualTo("in-doubt");
        assertThat(desk.err)
                .contains("may have been taken and paid ($0.429)")
                .contains("storyc jobs resolve ", "--adopt JOB_ID", "--resubmit", "--abandon");
        fault = Optional.empty();
        // It is told again by each build, which reserves nothing more and sends nothing.
        JsonNode again = end(Exit.IN_DOUBT, "build", "--yes");
        assertThat(again.get("created").asInt()).isZero();
        assertThat(desk.err).contains("may have been taken and paid ($0.429)");
        assertThat(far.stats().creates()).isEqualTo(1);
    }

    private JsonNode end(int exit, String... args) throws IOException {
        String[] all = java.util.Arrays.copyOf(args, args.length + 2);
        all[args.length] = "--format";
        all[args.length + 1] = "json";
        assertThat(desk.run(all)).as(desk.err).isEqualTo(exit);
        List<JsonNode> ends = new java.util.ArrayList<>();
        for (String line : desk.out.lines().toList()) {
            JsonNode node = JsonMapper.builder().build().readTree(line);
            if (node.path("event").asText().equals("end")) {
                ends.add(node);
            }
        }
        assertThat(ends).as(String.join(" ", args) + ": " + desk.out).hasSize(1);
        assertThat(ends.get(0).get("exit").asInt()).isEqualTo(exit);
        assertThat(desk.out.lines().toList().get((int) desk.out.lines().count() - 1))
                .contains("\"end\"");
        return ends.get(0);
    }

    @Test
    void aFileInThePlaceOfOutIsToldAlikeBeforeAnythingIsSentAndWhereAllIsHeld() throws IOException {
        Path out = desk.write("out", "in the way");
        assertThat(desk.run("build", "--yes")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("out is no folder; nothing was sent");
        assertThat(far.stats().creates()).isZero();
        Files.delete(out);
        assertThat(desk.run("build", "--yes")).isZero();
        Path elsewhere = desk.write("elsewhere", "in the way");
        assertThat(desk.run("build", "--out", "elsewhere/films")).isEqualTo(Exit.USAGE);
        assertThat(elsewhere).hasContent("in the way");
    }

    @Test
    void aPlanIsWrittenOverPlansOnly() throws IOException {
        assertThat(desk.run("plan", "-o", "storyboards/dune.yaml")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("storyboards/dune.yaml is there and is no plan");
        assertThat(desk.read("storyboards/dune.yaml")).isEqualTo(BOARD);
        desk.write("p.json", "");
        assertThat(desk.run("plan", "-o", "p.json")).isZero();
        assertThat(desk.run("plan", "-o", "p.json")).isZero();
        desk.write("p.json", desk.read("p.json").replace("0.429", "0.428"));
        assertThat(desk.run("plan", "-o", "p.json")).isZero();
        desk.write("package.json", "{\"digest\": 1}");
        assertThat(desk.run("plan", "-o", "package.json")).isEqualTo(Exit.USAGE);
    }

    @Test
    void aStoryboardAndALinkToItAreOne() throws IOException {
        Files.createSymbolicLink(desk.folder.resolve("storyboards/a-link.yaml"), Path.of("dune.yaml"));
        assertThat(desk.run("check")).as(desk.out).isZero();
        assertThat(desk.out).contains("dune.yaml by another name");
        assertThat(desk.run("build", "--yes")).as(desk.err).isZero();
        assertThat(desk.folder.resolve("storyboards/dune.manifest.json")).exists();
        assertThat(desk.folder.resolve("storyboards/a-link.manifest.json")).doesNotExist();
        assertThat(desk.run("check", "storyboards/dune.yaml")).as(desk.out).isZero();
    }

    @Test
    void aJobThatMayJustBeRenderingIsNotGivenUp() throws Exception {
        try (FarEndHere slow = new FarEndHere(folder.resolve("slow"), Faults.none(), Duration.ofMinutes(5), null)) {
            desk.environment.put("STORYC_API_URL", slow.url().toString());
            Path told = folder.resolve("told");
            Process build = desk.process(List.of(), "build", "--yes", "--format", "json")
                    .redirectOutput(told.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            while (build.isAlive() && slow.stats().jobs() < 1) {
                build.waitFor(2, java.util.concurrent.TimeUnit.MILLISECONDS);
            }
            build.destroy();
            assertThat(build.waitFor()).isEqualTo(Exit.INTERRUPTED);
            assertThat(Files.readString(told).lines().reduce("", (before, line) -> line))
                    .contains("\"event\":\"end\"", "\"exit\":130", "\"interrupted\":true", "\"reserved_usd\":0.429");
            assertThat(desk.run("jobs", "list")).isZero();
            String key = desk.out.substring(0, desk.out.indexOf(' '));
            for (String decision : List.of("--resubmit", "--abandon")) {
                assertThat(desk.run("jobs", "resolve", key, decision)).isEqualTo(Exit.USAGE);
                assertThat(desk.err)
                        .contains("may just be rendering")
                        .contains("`storyc build` takes it up again, free");
            }
            desk.write("storyc.yaml", "api: { give_up_after: 1ms, first_query: 10ms, query_every: 10ms }\n");
            assertThat(desk.run("build")).isEqualTo(Exit.STILL_RUNNING);
            // What it took up was bought by the build before, and is neither spent nor given back by this one.
            assertThat(desk.out).contains("1 pending; spent $0.00\n").doesNotContain("reserved");
            JsonNode end = end(Exit.STILL_RUNNING, "build");
            assertThat(end.get("spent_usd").decimalValue()).isZero();
            assertThat(end.get("reserved_usd").decimalValue()).isZero();
            assertThat(desk.run("jobs", "resolve", key, "--resubmit"))
                    .as(desk.err)
                    .isZero();
            assertThat(slow.stats().creates()).isEqualTo(1);
        }
    }
}
