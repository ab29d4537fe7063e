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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plan --against} in real repositories: what a change costs, and that nothing is touched to find out. */
class AgainstTest {
    private static final String BOARD = """
            version: 1
            name: tide
            settings: { mode: std }
            variants: { rows: ../data/cities.csv }
            scenes:
              - id: quay
                duration: 3
                prompt: "{{> look/dawn}} {{city}}, the quay under water."
              - id: card
                duration: 3
                prompt: A black card.
            """;

    @TempDir
    Path temp;

    private Desk desk;

    @BeforeEach
    void open() throws Exception {
        assumeTrue(Program.runs("git", "--version"), "git is not here: nothing can be compared");
        desk = new Desk(temp);
        desk.write("storyboards/tide.yaml", BOARD);
        desk.write("templates/look/dawn.mustache", "Grey light.\n");
        desk.write("data/cities.csv", "city\nLisbon\nOsaka\n");
        git("init", "-q", "-b", "main");
        git("config", "user.name", "Ida");
        git("config", "user.email", "ida@example.org");
        commit("Begin");
    }

    @Test
    void partials_rows_and_settings_are_those_of_the_revision() throws Exception {
        assertThat(desk.run("plan", "--against", "main")).as(desk.err).isZero();
        assertThat(desk.out).startsWith("against main (").contains("4 as before", "no clip changes");
        desk.write("templates/look/dawn.mustache", "Blue light.\n");
        assertThat(desk.run("plan", "--against", "main")).isZero();
        assertThat(desk.out)
                .contains("prompt: Grey light. Lisbon, … → Blue light. Lisbon, …")
                .contains("2 changed, 2 as before", "merging adds 2 clips to render, 6 s, $0.858")
                .contains("1 clip ($0.429) not bought before the change either");

        // The folder of partials had another name, and said so in storyc.yaml; a city comes.
        git("mv", "templates", "words");
        desk.write("storyc.yaml", desk.read("storyc.yaml") + "templates: [words]\n");
        desk.write("words/look/dawn.mustache", "Grey light.\n");
        desk.write("data/cities.csv", "city\nLisbon\nOsaka\nParis\n");
        assertThat(desk.run("plan", "--against", "HEAD")).as(desk.err).isZero();
        assertThat(desk.out).contains("2 new, 4 as before", "merging adds 1 clip to render");
    }

    @Test
    void what_a_committed_manifest_names_is_paid_for_where_there_is_no_store() throws Exception {
        try (FarEndHere far = new FarEndHere(temp.resolve("far"), Faults.none(), Duration.ofMillis(30), null)) {
            desk.environment.put("STORYC_API_URL", far.url().toString());
            assertThat(desk.run("build", "--yes")).as(desk.err).isZero();
            commit("Bought");
            desk.environment.put("STORYC_HOME", temp.resolve("another store").toString());
            desk.write("storyboards/tide.yaml", BOARD.replace("black", "white"));
            assertThat(desk.run("plan", "--against", "main", "--format", "markdown"))
                    .isZero();
            assertThat(desk.out)
                    .startsWith("<!-- storyc plan -->\n### storyc: merging adds 1 clip to render, 3 s, $0.429\n")
                    .contains("| changed | 2 | 1 | 3 | 0.429 |", "| as before | 2 |");
            // Built in the branch, with its manifest committed: nothing is left to pay.
            assertThat(desk.run("build", "--yes", "--rebuy")).as(desk.err).isZero();
            desk.environment.put("STORYC_HOME", temp.resolve("a third").toString());
            assertThat(desk.run("plan", "--against", "main", "--format", "json"))
                    .isZero();
            JsonNode against = json().required("against");
            assertThat(against.at("/adds/jobs").asInt()).isZero();
            assertThat(against.at("/changes/0/cost").asText()).isEqualTo("paid");
            assertThat(temp.resolve("a third")).doesNotExist();
        }
    }

    @Test
    void a_storyboard_that_did_not_compile_counts_as_not_there_and_that_is_said() throws Exception {
        desk.write("storyboards/tide.yaml", BOARD.replace("{{city}}", "{{citty}}"));
        desk.write("storyboards/calm.yaml", BOARD.replace("tide", "calm"));
        commit("Wrong");
        desk.write("storyboards/tide.yaml", BOARD);
        assertThat(desk.run("plan", "--against", "main")).isZero();
        assertThat(desk.out.replaceAll("\n *", " "))
                .contains("4 new, 4 as before")
                .contains("note: storyboards/tide.yaml did not compile then, so its clips count as new: "
                        + "storyboards/tide.yaml:8: ");
    }

    @Test
    void a_file_that_got_another_name_is_the_storyboard_it_was() throws Exception {
        desk.write("storyboards/tide.yaml", BOARD.replace("name: tide\n", ""));
        commit("Named by its file");
        git("mv", "storyboards/tide.yaml", "storyboards/flood.yaml");
        for (String path : List.of("storyboards", "storyboards/flood.yaml")) {
            assertThat(desk.run("plan", path, "--against", "main")).as(desk.err).isZero();
            assertThat(desk.out).contains("4 moved, 0 as before", "storyboard: tide → flood", "merging costs nothing");
        }
    }

    @Test
    void a_workspace_that_was_not_there_is_new_and_one_inside_a_repository_is_found() throws Exception {
        Path inner = Files.createDirectories(desk.folder.resolve("films/autumn"));
        Files.writeString(inner.resolve("storyc.yaml"), "templates: [../../templates]\n");
        desk.write("films/autumn/storyboards/a.yaml", """
                version: 1
                scenes:
                  - { id: x, duration: 3, prompt: "{{> look/dawn}} A field." }
                """);
        assertThat(desk.run("plan", "films/autumn/storyboards", "--against", "main"))
                .as(desk.err)
                .isZero();
        assertThat(desk.out).contains("1 new, 0 as before");
        commit("Autumn");
        desk.write("templates/look/dawn.mustache", "Gold light.\n");
        assertThat(desk.run("plan", "films/autumn/storyboards", "--against", "HEAD"))
                .isZero();
        assertThat(desk.out).contains("prompt: Grey light. A … → Gold light. A …", "1 changed, 0 as before");
    }

    @Test
    void what_cannot_be_compared_with_is_exit_2_with_how_to_mend_it() throws Exception {
        for (String revision : List.of("nowhere", "-x", "--all", "", "main:storyboards", "a\nb")) {
            assertThat(desk.run("plan", "--against=" + revision)).isEqualTo(Exit.USAGE);
            assertThat(desk.err).contains("git knows no commit");
        }
        desk.write("storyboards/tide.yaml", BOARD.replace("black", "white"));
        commit("White");
        git("clone", "-q", "--depth", "1", desk.folder.toUri().toString(), "../shallow");
        Path shallow = desk.folder.resolve("../shallow/storyboards").normalize();
        assertThat(desk.run("plan", shallow.toString(), "--against", "HEAD^1")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("this clone is shallow", "fetch-depth: 0");
        Path bare = Files.createDirectories(temp.resolve("no repository/storyboards"));
        Files.writeString(bare.resolve("a.yaml"), "version: 1\nscenes: [ { id: a, duration: 3, prompt: A field. } ]\n");
        assertThat(desk.run("plan", bare.toString(), "--against", "main")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("lies outside of the git repository");
        Files.writeString(bare.resolveSibling("storyc.yaml"), "");
        assertThat(desk.run("plan", bare.toString(), "--against", "main")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("is in no git repository");
        assertThat(desk.run("plan", "--against", "main", "--select", "state:new"))
                .isZero();
        assertThat(desk.run("plan", "--against", "main", "--exclude", "state:new"))
                .isEqualTo(Exit.USAGE);
    }

    @Test
    void no_hook_or_filter_runs_and_nothing_of_the_checkout_changes() throws Exception {
        Path ran = temp.resolve("ran");
        desk.write(".gitattributes", "*.yaml filter=evil export-subst\n*.csv export-ignore\n");
        commit("Attributes");
        git("config", "filter.evil.smudge", "touch '" + ran + "'; cat");
        git("config", "filter.evil.clean", "touch '" + ran + "'; cat");
        git("config", "core.fsmonitor", "touch '" + ran + "'");
        git("config", "diff.external", "touch '" + ran + "'");
        Path hook = desk.write(".git/hooks/post-checkout", "#!/bin/sh\ntouch '" + ran + "'\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        Map<String, Long> before = times();
        assertThat(desk.run("plan", "--against", "main")).as(desk.err).isZero();
        assertThat(desk.out).contains("4 as before");
        assertThat(ran).doesNotExist();
        assertThat(times()).isEqualTo(before);
    }

    @Test
    void links_that_lead_out_large_files_and_submodules_are_left_out_and_told() throws Exception {
        Path secret = Files.writeString(temp.resolve("secret.csv"), "city\nAtlantis\n");
        Files.delete(desk.folder.resolve("data/cities.csv"));
        Files.createSymbolicLink(desk.folder.resolve("data/cities.csv"), secret);
        git("add", "-A");
        git("commit", "-q", "-m", "A link out");
        Files.delete(desk.folder.resolve("data/cities.csv"));
        desk.write("data/cities.csv", "city\nLisbon\nOsaka\n");
        assertThat(desk.run("plan", "--against", "HEAD")).isZero();
        assertThat(desk.out).doesNotContain("Atlantis").contains("did not compile then");

        desk.write("data/cities.csv", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n");
        commit("A pointer");
        desk.write("data/cities.csv", "city\nLisbon\nOsaka\n");
        assertThat(desk.run("plan", "--against", "HEAD")).isZero();
        assertThat(desk.out).contains("data/cities.csv was a pointer of Git LFS");

        // A link within is followed, as it is in a checkout.
        desk.write("data/real.csv", "city\nLisbon\nOsaka\n");
        Files.delete(desk.folder.resolve("data/cities.csv"));
        Files.createSymbolicLink(desk.folder.resolve("data/cities.csv"), Path.of("real.csv"));
        commit("A link within");
        assertThat(desk.run("plan", "--against", "HEAD")).as(desk.err).isZero();
        assertThat(desk.out).contains("4 as before", "no clip changes");
    }

    private JsonNode json() throws IOException {
        return JsonMapper.builder().build().readTree(desk.out);
    }

    private Map<String, Long> times() throws IOException {
        Map<String, Long> times = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(desk.folder)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                times.put(file.toString(), Files.getLastModifiedTime(file).toMillis());
            }
        }
        return times;
    }

    private void commit(String words) throws Exception {
        git("add", "-A");
        git("commit", "-q", "-m", words);
    }

    private void git(String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of("git"));
        line.addAll(List.of(words));
        Program.Said said = Program.run(desk.folder, Map.of(), line.toArray(String[]::new));
        assertThat(said.code()).as(line + ": " + said.words()).isZero();
    }
}
