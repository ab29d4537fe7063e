package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The workflow that comments on the price, its steps run as they are written: with real git and a real storyc, and with a
 * {@code gh} that keeps one comment and a list of what it was called with.
 */
final class PriceRun {
    private static final String BOARD = "storyboards/first-film.yaml";

    private final Path temp;
    private final Path films;
    private final Path runner;
    private final Path tools;
    private final Path storyc;

    /**
     * @param films a new workspace
     * @param program starts storyc; its folder becomes the repository it is cloned from
     */
    PriceRun(Path temp, Path films, Path program) throws Exception {
        this.temp = temp;
        this.films = films;
        this.runner = Files.createDirectories(temp.resolve("runner"));
        this.tools = Files.createDirectories(temp.resolve("tools"));
        this.storyc = Objects.requireNonNull(program.getParent());
        git(storyc, "init", "-q");
        commit(storyc, "storyc");
        git(films, "init", "-q", "-b", "main");
        commit(films, "Begin");
        Path gh = tools.resolve("gh");
        Files.writeString(gh, """
                #!/bin/sh
                printf '%s ' "$@" >> "$GH_KEPT/calls"; echo >> "$GH_KEPT/calls"
                case "$*" in
                *"/pulls "*"head=mallory:patch-1"*) case "$*" in *"$MERGED"*) echo 7 ;; esac ;;
                *POST*) cp comment.md "$GH_KEPT/comment" ;;
                *PATCH*) [ -f "$GH_KEPT/comment" ] && cp comment.md "$GH_KEPT/comment" ;;
                *"/comments --jq"*) [ ! -f "$GH_KEPT/comment" ] || echo 4711 ;;
                *) exit 1 ;;
                esac
                """);
        Files.setPosixFilePermissions(gh, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The comment after a pull request was opened, or pushed to, that changes these words of a storyboard. */
    String comment(JsonNode workflow, String words, String others) throws Exception {
        git(films, "checkout", "-q", "-B", "patch-1", "main");
        Path board = films.resolve(BOARD);
        Files.writeString(board, Files.readString(board).replace(words, others));
        commit(films, "Change");
        String head = git(films, "rev-parse", "HEAD").strip();
        git(films, "checkout", "-q", "-B", "merge", "main");
        git(films, "-c", "user.name=Ida", "-c", "user.email=i@example.org", "merge", "-q", "--no-ff", "-m", "M", head);
        Path place = Files.createTempDirectory(temp, "job");
        // What actions/checkout does with a depth of 2.
        git(
                place,
                "clone",
                "-q",
                "--depth",
                "2",
                "--branch",
                "merge",
                films.toUri().toString(),
                "change");
        Files.deleteIfExists(runner.resolve("comment.md"));
        Program.run(runner, Map.of(), "rm", "-rf", "storyc");
        Map<String, String> known = new TreeMap<>(Map.of(
                "github.token", "ghs-test",
                "github.event.workflow_run.head_repository.owner.login", "mallory",
                "github.event.workflow_run.head_branch", "patch-1",
                "github.event.workflow_run.head_sha", head,
                "vars.STORYC_REPOSITORY", storyc.toUri().toString(),
                "vars.STORYC_VERSION", "",
                "runner.temp", runner.toString(),
                "needs.price.outputs.number", "7"));
        steps(workflow.at("/jobs/price/steps"), place, known, head);
        assertThat(Files.readString(runner.resolve("output"))).endsWith("number=7\n");
        // What the next job downloads.
        Path next = Files.createTempDirectory(temp, "job");
        Files.copy(runner.resolve("comment.md"), next.resolve("comment.md"));
        steps(workflow.at("/jobs/comment/steps"), next, known, head);
        return Files.readString(tools.resolve("comment"));
    }

    String calls() throws IOException {
        return Files.readString(tools.resolve("calls"));
    }

    String summary() throws IOException {
        return Files.readString(runner.resolve("summary"));
    }

    private void steps(JsonNode steps, Path place, Map<String, String> known, String head) throws Exception {
        for (JsonNode step : steps) {
            if (!step.has("run")) {
                continue;
            }
            Map<String, String> environment = new TreeMap<>();
            step.path("env")
                    .properties()
                    .forEach(entry -> environment.put(
                            entry.getKey(), filled(known).apply(entry.getValue().asText())));
            environment.put("GITHUB_REPOSITORY", "ida/films");
            environment.put("GITHUB_OUTPUT", runner.resolve("output").toString());
            environment.put("GITHUB_STEP_SUMMARY", runner.resolve("summary").toString());
            environment.put("RUNNER_TEMP", runner.toString());
            environment.put("GH_KEPT", tools.toString());
            environment.put("MERGED", head);
            environment.put("PATH", tools + ":" + System.getenv("PATH"));
            Path script =
                    Files.writeString(temp.resolve("step.sh"), step.get("run").asText());
            Path folder = place.resolve(step.path("working-directory").asText("."));
            Program.Said said = Program.run(folder, environment, "bash", "-e", script.toString());
            assertThat(said.code())
                    .as(step.path("name").asText() + ": " + said.words())
                    .isZero();
        }
    }

    private static UnaryOperator<String> filled(Map<String, String> known) {
        return text -> {
            String filled = text;
            for (Map.Entry<String, String> one : known.entrySet()) {
                filled = filled.replace("${{ " + one.getKey() + " }}", one.getValue());
            }
            assertThat(filled).as("an expression that nobody fills").doesNotContain("${{");
            return filled;
        };
    }

    private static void commit(Path folder, String words) throws Exception {
        git(folder, "add", "-A");
        git(folder, "-c", "user.name=Ida", "-c", "user.email=i@example.org", "commit", "-q", "-m", words);
    }

    private static String git(Path folder, String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of("git"));
        line.addAll(List.of(words));
        Program.Said said = Program.run(folder, Map.of(), line.toArray(String[]::new));
        assertThat(said.code()).as(line + ": " + said.words()).isZero();
        return said.words();
    }
}
