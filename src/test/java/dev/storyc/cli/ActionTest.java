package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * The action, its steps run as they are written: with real git and a real storyc, with a {@code gh} that keeps one comment,
 * and with this test in the place of GitHub.
 */
class ActionTest {
    private static final String BOARD = "storyboards/first-film.yaml";
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ ([^}]+) }}");
    private static final String SECRET = "ak-0123456789abcdef";

    @TempDir
    private Path temp;

    private Desk desk;
    private Path films;
    private Path runner;
    private Path tools;
    private JsonNode action;
    private final Map<String, String> known = new TreeMap<>();
    private final Map<String, String> caller = new TreeMap<>();

    @BeforeEach
    void begin() throws Exception {
        desk = new Desk(temp);
        assertThat(desk.run("init", "films")).as(desk.err).isEqualTo(Exit.DONE);
        films = desk.folder.resolve("films");
        runner = Files.createDirectories(temp.resolve("runner temp"));
        tools = Files.createDirectories(temp.resolve("tools"));
        action = JsonMapper.builder().build().valueToTree(new Yaml().load(Files.readString(Path.of("action.yml"))));
        action.path("inputs")
                .properties()
                .forEach(input -> known.put(
                        "inputs." + input.getKey(),
                        input.getValue().path("default").asText()));
        known.put("github.token", "ghs-test");
        program(tools.resolve("gh"), """
                #!/bin/sh
                printf '%s ' "$@" >> "$GH_KEPT/calls"; echo >> "$GH_KEPT/calls"
                for word; do case $word in body=@*) body=${word#body=@} ;; esac; done
                case "$*" in
                *POST* | *PATCH*) cp "$body" "$GH_KEPT/comment" ;;
                *"/comments --jq"*) [ ! -f "$GH_KEPT/comment" ] || echo 4711 ;;
                *) exit 1 ;;
                esac
                """);
        Path origin = temp.resolve("an action/storyc");
        program(origin, """
                #!/bin/sh
                [ "$1" != --version ] && [ "$1" != check ] && [ "$1" != plan ] || [ -z "$SHORTAPI_KEY" ] || exit 99
                exec '%s' -cp '%s' dev.storyc.cli.Main "$@"
                """.formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"), System.getProperty("java.class.path")));
        known.put("github.action_path", temp.resolve("an action").toString());
        caller.put("SHORTAPI_KEY", SECRET);
        caller.put("HOME", Files.createDirectories(temp.resolve("home")).toString());
        caller.put("STORYC_HOME", temp.resolve("home/store").toString());
    }

    @Test
    void a_pull_request_is_checked_and_its_price_is_one_comment() throws Exception {
        programs();
        pullRequest("duration: 3", "duration: 4", "ida/films");
        assertThat(run("plan").code()).isZero();
        assertThat(kept("comment")).startsWith("<!-- storyc plan -->\n### storyc: merging adds ");
        assertThat(kept("calls"))
                .contains("--method POST repos/ida/films/issues/7/comments")
                .doesNotContain("PATCH");
        assertThat(Files.readString(runner.resolve("summary"))).contains("### storyc: merging adds ");
        assertThat(run("plan").code()).isZero();
        assertThat(kept("calls")).contains("--method PATCH repos/ida/films/issues/comments/4711");
        assertThat(films.resolve("out")).doesNotExist();

        Files.writeString(
                films.resolve(BOARD), Files.readString(films.resolve(BOARD)).replace("{{town}}", "{{twon}}"));
        Program.Said wrong = run("check");
        assertThat(wrong.code()).isEqualTo(Exit.STORYBOARD_WRONG);
        assertThat(wrong.words()).contains("::error file=" + BOARD + ",line=");
    }

    @Test
    void a_pull_request_from_a_fork_is_priced_and_never_built() throws Exception {
        programs();
        pullRequest("duration: 3", "duration: 4", "mallory/films");
        Program.Said planned = run("plan");
        assertThat(planned.code()).as(planned.words()).isZero();
        assertThat(planned.words()).contains("::notice::A pull request from a fork may not comment");
        assertThat(tools.resolve("calls")).doesNotExist();
        Program.Said built = run("build");
        assertThat(built.code()).isEqualTo(1);
        assertThat(built.words()).contains("::error::A pull request from a fork is never built");
        assertThat(films.resolve("out")).doesNotExist();

        known.remove("github.event.pull_request.head.repo.full_name");
        known.put("github.event.workflow_run.head_repository.full_name", "mallory/films");
        assertThat(run("build").words()).contains("::error::A pull request from a fork is never built");
        assertThat(run("bild").words()).contains("::error::There is no command bild");
    }

    @Test
    void without_the_commit_before_it_says_what_the_checkout_needs() throws Exception {
        programs();
        git("init", "-q");
        commit();
        known.put("github.event.pull_request.number", "7");
        assertThat(run("plan").words()).contains("::error::", "fetch-depth: 2");
    }

    @Test
    void a_build_spends_nothing_unless_told_and_says_which_manifests_changed() throws Exception {
        programs();
        git("init", "-q");
        commit();
        Program.Said refused = run("build");
        assertThat(refused.code()).as(refused.words()).isNotZero();
        assertThat(refused.words()).doesNotContain(SECRET);
        assertThat(runner.resolve("output")).doesNotExist();
        known.put("inputs.backend", "animatic");
        known.put("inputs.paths", "storyboards");
        Program.Said drawn = run("build");
        assertThat(drawn.code()).as(drawn.words()).isZero();
        assertThat(drawn.words()).contains("free of charge").doesNotContain(SECRET);
    }

    @Test
    void what_one_run_paid_the_next_has_from_the_store_that_the_team_shares() throws Exception {
        programs();
        Path shared = temp.resolve("team");
        try (FarEndHere far = new FarEndHere(temp.resolve("far"), Faults.none(), Duration.ofMillis(30), null)) {
            // What storyc.yaml names is not asked for a price, and the workflow's own word goes before it.
            Files.writeString(
                    films.resolve("storyc.yaml"),
                    Files.readString(films.resolve("storyc.yaml")) + "\nshared_store: s3://somebody-elses/films\n");
            pullRequest("duration: 3", "duration: 4", "ida/films");
            Program.Said priced = run("plan");
            assertThat(priced.code()).as(priced.words()).isZero();
            assertThat(kept("comment")).contains("merging adds ");

            known.put("inputs.shared-store", shared.toString());
            known.put("inputs.max-cost", "20");
            caller.put("STORYC_API_URL", far.url().toString());
            Program.Said built = run("build");
            assertThat(built.code()).as(built.words()).isZero();
            assertThat(built.words()).contains("put into " + shared).doesNotContain(SECRET);
            assertThat(Files.readString(runner.resolve("output"))).contains("changed=true");
            long creates = far.stats().creates();
            assertThat(creates).isPositive();

            // The next runner has neither films nor manifests, and may spend nothing.
            caller.put("STORYC_HOME", temp.resolve("next/store").toString());
            git("clean", "-fdxq");
            known.put("inputs.max-cost", "0");
            Program.Said again = run("build");
            assertThat(again.code()).as(again.words()).isZero();
            assertThat(again.words()).contains("fetched, free of charge");
            assertThat(far.stats().creates()).isEqualTo(creates);
        }
    }

    @Test
    @Tag("fast")
    void it_pins_what_it_uses_and_lets_nobody_write_into_a_script() throws IOException {
        String text = Files.readString(Path.of("action.yml"));
        assertThat(text.lines().filter(line -> line.contains("uses:")))
                .isNotEmpty()
                .allMatch(line -> line.matches(" +- uses: actions/[a-z-]+@[0-9a-f]{40} # v[0-9.]+"));
        for (JsonNode step : action.at("/runs/steps")) {
            assertThat(step.path("run").asText()).doesNotContain("${{");
            assertThat(step.has("run")).isEqualTo(step.has("shell"));
        }
    }

    /** Runs the steps up to the first that fails. */
    private Program.Said run(String command) throws Exception {
        known.put("inputs.command", command);
        StringBuilder words = new StringBuilder();
        for (JsonNode step : action.at("/runs/steps")) {
            if (!step.has("run")) {
                continue;
            }
            Map<String, String> environment = new TreeMap<>(caller);
            step.path("env")
                    .properties()
                    .forEach(entry -> environment.put(
                            entry.getKey(), filled(entry.getValue().asText())));
            environment.put("CI", "true");
            environment.put("GITHUB_REPOSITORY", "ida/films");
            environment.put("GITHUB_OUTPUT", runner.resolve("output").toString());
            environment.put("GITHUB_STEP_SUMMARY", runner.resolve("summary").toString());
            environment.put("RUNNER_TEMP", runner.toString());
            environment.put("GH_KEPT", tools.toString());
            environment.put("PATH", tools + ":" + System.getenv("PATH"));
            Path script =
                    Files.writeString(temp.resolve("step.sh"), step.get("run").asText());
            Path folder = films.resolve(filled(step.path("working-directory").asText(".")));
            // As GitHub does it.
            Program.Said said = Program.run(
                    folder, environment, "bash", "--noprofile", "--norc", "-eo", "pipefail", script.toString());
            words.append(said.words());
            if (said.code() != 0) {
                return new Program.Said(said.code(), words.toString());
            }
        }
        return new Program.Said(0, words.toString());
    }

    /** Expressions as GitHub reads them: a name that isn't there is empty, and of alternatives the first that is there. */
    private String filled(String text) {
        Matcher found = EXPRESSION.matcher(text);
        return found.replaceAll(one -> {
            for (String name : Pattern.compile(" || ", Pattern.LITERAL)
                    .splitAsStream(one.group(1))
                    .toList()) {
                if (!known.getOrDefault(name, "").isEmpty()) {
                    return Matcher.quoteReplacement(known.get(name));
                }
            }
            return "";
        });
    }

    private void pullRequest(String words, String others, String from) throws Exception {
        git("init", "-q");
        commit();
        Files.writeString(
                films.resolve(BOARD), Files.readString(films.resolve(BOARD)).replace(words, others));
        commit();
        known.put("github.event.pull_request.number", "7");
        known.put("github.event.pull_request.head.repo.full_name", from);
    }

    private static void programs() {
        assumeTrue(Program.runs("git", "--version"), "git is not here: the action can't be tried");
        assumeTrue(Program.runs("bash", "--version"), "bash is not here: the action can't be tried");
    }

    private String kept(String name) throws IOException {
        return Files.readString(tools.resolve(name));
    }

    private void commit() throws Exception {
        git("add", "-A");
        git("-c", "user.name=Ida", "-c", "user.email=i@example.org", "commit", "-q", "-m", "Change");
    }

    private void git(String... words) throws Exception {
        String[] line = new String[words.length + 1];
        line[0] = "git";
        System.arraycopy(words, 0, line, 1, words.length);
        Program.Said said = Program.run(films, Map.of(), line);
        assertThat(said.code()).as(said.words()).isZero();
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
