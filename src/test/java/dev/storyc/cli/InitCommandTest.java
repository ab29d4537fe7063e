package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.diagnostic.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** A new workspace does all it says: it checks, compiles, plans and builds, and its hook and workflow run. */
class InitCommandTest {
    private static final String STORYBOARD = "storyboards/first-film.yaml";

    @TempDir
    private Path temp;

    private Desk desk;
    private Path films;

    @BeforeEach
    void init() throws IOException {
        desk = new Desk(temp);
        desk.environment.put("COLUMNS", "80");
        assertThat(desk.run("init", "films")).as(desk.err).isEqualTo(Exit.DONE);
        films = desk.folder.resolve("films");
    }

    @Test
    void it_checks_compiles_plans_and_builds_at_once() throws IOException {
        assertThat(desk.out.lines()).allMatch(line -> line.length() <= 80).contains("  new   " + STORYBOARD);
        assertThat(desk.run("check", "--strict", "films/storyboards"))
                .as(desk.out)
                .isEqualTo(Exit.DONE);
        assertThat(desk.out).contains("no problems");
        assertThat(desk.run("compile", "films/storyboards")).isEqualTo(Exit.DONE);
        long clips = desk.out.lines().count();
        assertThat(clips).isBetween(2L, 4L);
        assertThat(desk.run("plan", "films/storyboards")).isEqualTo(Exit.DONE);
        assertThat(desk.out).contains(clips + " clips to render");
        assertThat(desk.run("build", "--backend", "animatic", "films/storyboards"))
                .as(desk.err)
                .isEqualTo(Exit.DONE);
        assertThat(desk.out).contains(clips + " rendered, 0 held");
        try (Stream<Path> made = Files.walk(films.resolve("out"))) {
            assertThat(made.filter(file -> file.toString().matches(".*/[0-9]{2}-[^/]*[.]mp4")))
                    .hasSize((int) clips);
        }
    }

    @Test
    @Tag("fast")
    void a_second_time_it_writes_nothing() throws IOException {
        Files.writeString(films.resolve("README.md"), "Ours.\n");
        Files.delete(films.resolve("data/towns.csv"));
        Map<String, String> before = tree();
        assertThat(desk.run("init", "films")).isEqualTo(Exit.DONE);
        assertThat(desk.out)
                .contains("  new   data/towns.csv\n", "  kept  README.md, as it was\n")
                .doesNotContain("  new   README.md");
        Map<String, String> after = tree();
        assertThat(after)
                .containsAllEntriesOf(before)
                .containsKey("data/towns.csv")
                .hasSize(before.size() + 1);
        assertThat(desk.run("init", "films")).isEqualTo(Exit.DONE);
        assertThat(desk.out).doesNotContain("  new   ");
        assertThat(tree()).isEqualTo(after);
    }

    @Test
    @Tag("fast")
    void it_says_what_kept_files_lack() throws IOException {
        Files.writeString(films.resolve(".gitignore"), "*.class\n");
        Files.writeString(films.resolve(".gitattributes"), "* text=auto\n");
        Files.writeString(films.resolve("schema/storyboard.schema.json"), "{}");
        assertThat(desk.run("init", "films")).isEqualTo(Exit.DONE);
        assertThat(desk.out)
                .contains(
                        "Add this line to .gitignore",
                        "Add this line to .gitattributes",
                        "storyc schema > schema/storyboard.schema.json");
        assertThat(films.resolve(".gitignore")).hasContent("*.class");
    }

    @Test
    @Tag("fast")
    void what_is_in_the_way_is_named_and_nothing_is_written() throws IOException {
        Path other = Files.createDirectories(desk.folder.resolve("other"));
        Files.writeString(other.resolve("templates"), "a file where a folder goes");
        assertThat(desk.run("init", "other")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains(other.resolve("templates") + " is in the way");
        assertThat(other).isDirectoryContaining("glob:**/templates");
        assertThat(other.toFile().list()).hasSize(1);

        Files.delete(other.resolve("templates"));
        Files.createDirectories(other.resolve("README.md"));
        assertThat(desk.run("init", "other")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("README.md is in the way: it is a folder");
        assertThat(other.toFile().list()).hasSize(1);

        desk.write("file", "no folder");
        assertThat(desk.run("init", "file")).isEqualTo(Exit.USAGE);
        assertThat(desk.read("file")).isEqualTo("no folder");
    }

    @Test
    void the_hook_refuses_what_is_staged_and_wrong() throws Exception {
        assumeTrue(Program.runs("git", "--version"), "git is not here: the hook can't be tried");
        git("init", "-q");
        git("config", "user.name", "Ida");
        git("config", "user.email", "ida@example.org");
        git("config", "core.hooksPath", ".githooks");
        git("config", "storyc.command", program(temp.resolve("a tool/storyc")).toString());
        git("add", "-A");
        git("commit", "-q", "-m", "Begin");

        String right = Files.readString(films.resolve(STORYBOARD));
        Files.writeString(films.resolve(STORYBOARD), right.replace("duration: 3", "duration: 30"));
        git("add", "-A");
        Files.writeString(films.resolve(STORYBOARD), right);
        Program.Said refused = Program.run(films, Map.of(), "git", "commit", "-m", "Too long");
        assertThat(refused.code()).isNotZero();
        assertThat(refused.words()).contains("error[", STORYBOARD, "mend these");

        git("add", "-A");
        Files.delete(films.resolve("templates/look/dusk.mustache"));
        git("add", "-A");
        assertThat(Program.run(films, Map.of(), "git", "commit", "-m", "No partial")
                        .words())
                .contains("unknown-partial");

        git("reset", "-q", "--hard");
        git("config", "storyc.command", "storyc-that-is-nowhere");
        Files.writeString(films.resolve("README.md"), "No storyboard is touched.\n");
        git("commit", "-q", "-a", "-m", "Words");
        Files.writeString(films.resolve("data/towns.csv"), "town,drink\nLisbon,tea\nBergen,tea\n");
        assertThat(Program.run(films, Map.of(), "git", "commit", "-a", "-m", "Tea")
                        .words())
                .contains("there is no storyc-that-is-nowhere");
    }

    @Test
    void the_steps_of_the_workflow_run_and_annotate() throws Exception {
        assumeTrue(Program.runs("git", "--version"), "git is not here: the workflow can't be tried");
        assumeTrue(Program.runs("bash", "--version"), "bash is not here: the workflow can't be tried");
        Path origin = temp.resolve("origin");
        program(origin.resolve("storyc"));
        Program.run(origin, Map.of(), "git", "init", "-q");
        Program.run(origin, Map.of(), "git", "add", "-A");
        Program.run(
                origin, Map.of(), "git", "-c", "user.name=Ida", "-c", "user.email=i@example.org", "commit", "-qm", "x");

        List<String> steps = steps("storyboards.yml", "check");
        assertThat(steps).hasSize(2);
        Map<String, String> runner = new TreeMap<>(Map.of(
                "STORYC_REPOSITORY",
                "",
                "RUNNER_TEMP",
                Files.createDirectories(temp.resolve("runner temp")).toString()));
        Program.Said unset = step(steps.get(0), runner);
        assertThat(unset.code()).isNotZero();
        assertThat(unset.words()).contains("::error::The variable STORYC_REPOSITORY is not set");

        runner.put("STORYC_REPOSITORY", origin.toUri().toString());
        assertThat(step(steps.get(0), runner).code()).isZero();
        Program.Said clean = step(steps.get(1), runner);
        assertThat(clean.code()).as(clean.words()).isZero();

        Files.writeString(
                films.resolve(STORYBOARD),
                Files.readString(films.resolve(STORYBOARD)).replace("{{town}}; behind", "{{twon}}; behind"));
        Program.Said wrong = step(steps.get(1), runner);
        assertThat(wrong.code()).isEqualTo(Exit.STORYBOARD_WRONG);
        assertThat(wrong.words()).contains("::error file=" + STORYBOARD + ",line=");
    }

    @Test
    @Tag("fast")
    void the_workflows_pin_their_actions_and_may_do_no_more_than_they_need() throws IOException {
        for (String name : List.of("storyboards.yml", "storyboards-price.yml")) {
            String text = Files.readString(films.resolve(".github/workflows").resolve(name));
            assertThat(text.lines().filter(line -> line.contains("uses:")))
                    .isNotEmpty()
                    .allMatch(line -> line.matches(" +-? ?uses: actions/[a-z-]+@[0-9a-f]{40} # v[0-9.]+"));
            assertThat(text)
                    .doesNotContain("pull_request_target", "secrets.", "\t")
                    .endsWith("\n");
            assertThat(text.lines()).allMatch(line -> line.equals(line.stripTrailing()));
            // What others name goes into a script by the environment alone.
            for (String job : List.of("check", "price", "comment")) {
                assertThat(steps(name, job)).allMatch(script -> !script.contains("${{"));
            }
        }
        JsonNode price = workflow("storyboards-price.yml");
        assertThat(price.at("/permissions").isEmpty()).isTrue();
        assertThat(price.at("/jobs/price/permissions").toString())
                .isEqualTo("{\"contents\":\"read\",\"pull-requests\":\"read\"}");
        assertThat(price.at("/jobs/comment/permissions").toString()).isEqualTo("{\"pull-requests\":\"write\"}");
        assertThat(price.at("/jobs/comment/steps").toString()).doesNotContain("checkout");
    }

    @Test
    void the_price_is_commented_once_and_then_kept_up_to_date() throws Exception {
        assumeTrue(Program.runs("git", "--version"), "git is not here: the workflow can't be tried");
        assumeTrue(Program.runs("bash", "--version"), "bash is not here: the workflow can't be tried");
        PriceRun run = new PriceRun(temp, films, program(temp.resolve("origin/storyc")));
        assertThat(run.comment(workflow("storyboards-price.yml"), "duration: 3", "duration: 4"))
                .startsWith("<!-- storyc plan -->\n### storyc: merging adds ")
                .contains("| changed | ");
        assertThat(run.calls())
                .contains("--method POST repos/ida/films/issues/7/comments")
                .doesNotContain("PATCH");
        assertThat(run.comment(workflow("storyboards-price.yml"), "A small brass bell", "A large brass bell"))
                .contains("large");
        assertThat(run.calls()).contains("--method PATCH repos/ida/films/issues/comments/4711");
        assertThat(run.summary()).contains("### storyc: merging adds ");
    }

    @Test
    @Tag("fast")
    void manifests_merge_by_the_line_in_gitattributes() throws Exception {
        assumeTrue(Program.runs("git", "--version"), "git is not here: nothing can be asked of it");
        git("init", "-q");
        Program.Said said =
                Program.run(films, Map.of(), "git", "check-attr", "merge", "storyboards/first-film.manifest.json");
        assertThat(said.words()).endsWith("merge: storyc\n");
        assertThat(desk.out).contains("git config merge.storyc.driver 'storyc manifest merge %O %A %B'");
    }

    private JsonNode workflow(String name) throws IOException {
        return JsonMapper.builder()
                .build()
                .valueToTree(new Yaml()
                        .load(Files.readString(
                                films.resolve(".github/workflows").resolve(name))));
    }

    private List<String> steps(String name, String job) throws IOException {
        List<String> steps = new ArrayList<>();
        for (JsonNode step : workflow(name).at("/jobs/" + job + "/steps")) {
            if (step.has("run")) {
                steps.add(step.get("run").asText());
            }
        }
        return steps;
    }

    private Program.Said step(String script, Map<String, String> environment) throws Exception {
        Path file = Files.writeString(temp.resolve("step.sh"), script);
        return Program.run(films, environment, "bash", "-e", file.toString());
    }

    private void git(String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of("git"));
        line.addAll(List.of(words));
        Program.Said said = Program.run(films, Map.of(), line.toArray(String[]::new));
        assertThat(said.code()).as(line + ": " + said.words()).isZero();
    }

    /** A program that starts the storyc under test. */
    private static Path program(Path at) throws IOException {
        Files.createDirectories(at.getParent());
        Files.writeString(
                at,
                "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin/java") + "' -cp '"
                        + System.getProperty("java.class.path") + "' dev.storyc.cli.Main \"$@\"\n");
        return Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Map<String, String> tree() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(films)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(films.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        }
        return files;
    }
}
