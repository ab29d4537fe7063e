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
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see of an attempt in doubt, how they decide it, and what of that stays visible. */
class JobsCommandTest {
    @TempDir
    Path folder;

    private volatile Optional<CreateFault> fault = Optional.of(new CreateFault(true, new CallFault.Drop()));
    /** The last query that gets no answer. */
    private volatile int deaf;

    private @Nullable FarEndHere far;
    private @Nullable Desk opened;

    @BeforeEach
    void open() throws IOException {
        Faults faults = new Faults() {
            @Override
            public Optional<CreateFault> create(int n, Payload request) {
                return fault;
            }

            @Override
            public Optional<CallFault> query(int n, String jobId) {
                return n <= deaf ? Optional.of(new CallFault.Drop()) : Optional.empty();
            }
        };
        far = new FarEndHere(folder.resolve("far"), faults, Duration.ofMillis(200), null);
        opened = new Desk(folder);
        desk().environment.put("STORYC_API_URL", far().url().toString());
        desk().write("storyboards/tide.yaml", """
                version: 1
                name: tide
                settings: { mode: std }
                scenes:
                  - { id: quay, duration: 3, prompt: "The quay under water." }
                """);
    }

    @AfterEach
    void close() throws IOException {
        far().close();
    }

    @Test
    void aPersonIsAskedOnceWithThePriceAndLeavesAnEntry() throws IOException {
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.IN_DOUBT);
        String key = key();
        desk().terminal = true;
        desk().typed = "n\n";
        assertThat(desk().run("jobs", "resolve", key, "--abandon")).isEqualTo(Exit.BUDGET);
        assertThat(desk().err)
                .contains("in-doubt")
                .contains("If the far end did take it, $0.429 is lost. Give it up? [y/N]")
                .contains("nothing was changed");
        assertThat(state(key)).isEqualTo("in-doubt");

        desk().typed = "y\n";
        assertThat(desk().run("jobs", "resolve", key, "--resubmit")).isZero();
        assertThat(desk().err).contains("it is paid twice, $0.429 each. Send it again? [y/N]");
        assertThat(desk().run("jobs", "show", key)).isZero();
        assertThat(desk().out)
                .contains("attempt 1  unanswered, now in-doubt")
                .contains("attempt 1  released, decided by " + System.getProperty("user.name")
                        + "\n          released by hand to be sent again");

        fault = Optional.empty();
        desk().terminal = false;
        assertThat(desk().run("build", "--yes")).isZero();
        assertThat(desk().run("jobs", "show", key, "--format", "json")).isZero();
        JsonNode history = JsonMapper.builder().build().readTree(desk().out).get("history");
        assertThat(history).hasSize(5);
        assertThat(history.get(1).get("event").asText()).isEqualTo("released");
        assertThat(history.get(1).get("by").asText()).isEqualTo(System.getProperty("user.name"));
        assertThat(history.get(2).get("attempt").asInt()).isEqualTo(2);
        assertThat(history.get(4).get("state").asText()).isEqualTo("stored");
        assertThat(history.get(4).get("by").isNull()).isTrue();
    }

    @Test
    void aScriptDecidesWithoutBeingAskedAndNothingIsDecidedTwice() throws IOException {
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.IN_DOUBT);
        String key = key();
        String orphan =
                far().stats().distinct().values().iterator().next().jobIds().get(0);
        assertThat(desk().run("jobs", "resolve", key, "--adopt", orphan)).isZero();
        assertThat(desk().err).isEmpty();
        assertThat(desk().out).contains("adopted job " + orphan + "; the next build takes it up");
        assertThat(desk().run("jobs", "resolve", key, "--adopt", orphan)).isEqualTo(Exit.USAGE);
        assertThat(desk().err).contains("has job " + orphan + " already");
        assertThat(desk().run("build", "--yes")).isZero();
        assertThat(desk().run("jobs", "resolve", key, "--resubmit")).isEqualTo(Exit.USAGE);
        assertThat(desk().err).contains("is stored: there is nothing to decide");
        assertThat(far().stats().creates()).isEqualTo(1);
    }

    @Test
    void aQueryThatIsNotAnsweredIsAskedAgainAndChangesNothingUntilThen() throws IOException {
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.IN_DOUBT);
        String orphan =
                far().stats().distinct().values().iterator().next().jobIds().get(0);
        deaf = 5;
        assertThat(desk().run("jobs", "resolve", key(), "--adopt", orphan)).isEqualTo(Exit.RENDER_FAILED);
        assertThat(desk().err)
                .contains("job " + orphan + " can't be asked for: ")
                .contains(". Nothing was changed: try again in a while");
        assertThat(state(key())).isEqualTo("in-doubt");

        deaf = 8;
        assertThat(desk().run("jobs", "resolve", key(), "--adopt", orphan)).isZero();
        assertThat(desk().out).contains("adopted job " + orphan);
        assertThat(desk().run("build", "--yes")).isZero();
        assertThat(far().stats().creates()).isEqualTo(1);
    }

    @Test
    void onATerminalYesSparesTheQuestion() throws IOException {
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.IN_DOUBT);
        desk().terminal = true;
        assertThat(desk().run("jobs", "resolve", key(), "--abandon", "--yes")).isZero();
        assertThat(desk().err).isEmpty();
    }

    @Test
    void whereCallbacksAreHeardADoubtEndsByItself() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String settings = desk().read("storyc.yaml");
        desk().write(
                        "storyc.yaml",
                        settings + "  callback_url: http://127.0.0.1:" + port + "/storyc\n  callback_listen: 127.0.0.1:"
                                + port + "\n");
        assertThat(desk().run("build", "--yes")).isZero();
        assertThat(desk().run("jobs", "show", key())).isZero();
        assertThat(desk().out).contains("adopted, now submitted\n          a callback named job ");
        assertThat(far().stats().creates()).isEqualTo(1);
    }

    @Test
    void settingsOfCallbacksThatCannotBeAreToldBeforeAnythingIsSent() throws IOException {
        String settings = desk().read("storyc.yaml");
        desk().write("storyc.yaml", settings + "  callback_listen: 127.0.0.1:8090\n");
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.USAGE);
        assertThat(desk().err).contains("`api.callback_listen` in storyc.yaml needs `api.callback_url` beside it");
        desk().write("storyc.yaml", settings + "  callback_url: ftp://x/y\n");
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.USAGE);
        assertThat(desk().err).contains("`api.callback_url`").contains("https://studio.example/storyc");
        desk().write("storyc.yaml", settings + "  callback_url: https://x/y\n  callback_listen: 127.0.0.1:99999\n");
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.USAGE);
        assertThat(desk().err).contains("HOST:PORT").contains("127.0.0.1:99999");
        desk().write("storyc.yaml", settings.replace("50ms", "0s"));
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.USAGE);
        assertThat(desk().err).contains("`api.query_every` must be a duration above nothing");
        assertThat(far().stats().creates()).isZero();
    }

    @Test
    void onATerminalLinesFitAndTheSumIsTold() throws IOException {
        assertThat(desk().run("build", "--yes")).isEqualTo(Exit.IN_DOUBT);
        assertThat(desk().run("jobs", "resolve", key(), "--abandon")).isZero();
        fault = Optional.empty();
        assertThat(desk().run("build", "--yes", "--retry", "abandoned")).isZero();
        desk().terminal = true;
        desk().environment.put("COLUMNS", "80");
        assertThat(desk().run("jobs")).isZero();
        assertThat(desk().out.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(desk().err.strip())
                .isEqualTo("2 attempts: $0.429 spent, $0.429 possibly spent on what was given up");
        desk().terminal = false;
        assertThat(desk().run("jobs")).isZero();
        assertThat(desk().err).isEmpty();
        assertThat(desk().out)
                .contains(far().stats()
                        .distinct()
                        .values()
                        .iterator()
                        .next()
                        .jobIds()
                        .get(1));
    }

    private String key() throws IOException {
        assertThat(desk().run("jobs", "list", "--format", "json")).isZero();
        return JsonMapper.builder()
                .build()
                .readTree(desk().out.lines().findFirst().orElseThrow())
                .get("key")
                .asText();
    }

    private String state(String key) throws IOException {
        assertThat(desk().run("jobs", "show", key, "--format", "json")).isZero();
        return JsonMapper.builder().build().readTree(desk().out).get("state").asText();
    }

    private Desk desk() {
        return Objects.requireNonNull(opened);
    }

    private FarEndHere far() {
        return Objects.requireNonNull(far);
    }
}
