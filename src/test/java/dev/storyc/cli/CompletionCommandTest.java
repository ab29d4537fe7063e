package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.storyc.diagnostic.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three shells complete storyc's commands, flags, values and files, asked as a person at a prompt would. */
class CompletionCommandTest {
    /** Flags for which a shell has nothing to offer. */
    private static final Set<String> FREE = Set.of(
            "--set",
            "--as",
            "--api-url",
            "--in-flight",
            "--listen",
            "--priority",
            "--max-cost",
            "--port",
            "--against",
            "--watch-page",
            "--adopt");

    @TempDir
    private Path temp;

    private Desk desk;

    @BeforeEach
    void layOut() throws IOException {
        desk = new Desk(temp);
        desk.write("storyboards/a.yaml", "");
        desk.write("storyboards/mein film.yml", "");
        desk.write("storyboards/notes.txt", "");
        desk.write("key.txt", "");
    }

    @Test
    void bash_completes() throws Exception {
        assumeTrue(Program.runs("bash", "--version"), "bash is not here: its completion can't be tried");
        Map<String, List<String>> answers = bash(
                "storyc ch",
                "storyc check --st",
                "storyc check --format ",
                "storyc plan --format=",
                "storyc check --format=s",
                "storyc --nothing check --format s",
                "storyc check --select v",
                "storyc check --select variant:",
                "storyc build --retry r",
                "storyc explain shot-s",
                "storyc jobs re",
                "storyc jobs --format text re",
                "storyc check storyboards/",
                "storyc check sto",
                "storyc build --key-file k",
                "storyc init sto",
                "storyc completion ",
                "storyc schema ");
        assertThat(answers)
                .containsEntry("storyc ch", List.of("check"))
                .containsEntry("storyc check --st", List.of("--strict"))
                .containsEntry("storyc check --format ", List.of("text", "json", "sarif", "github"))
                .containsEntry("storyc plan --format=", List.of("text", "json", "markdown"))
                .containsEntry("storyc check --format=s", List.of("sarif"))
                .containsEntry("storyc --nothing check --format s", List.of("sarif"))
                .containsEntry("storyc check --select v", List.of("variant:"))
                .containsEntry("storyc check --select variant:", List.of(""))
                .containsEntry("storyc build --retry r", List.of("refused"))
                .containsEntry("storyc explain shot-s", List.of("shot-sum-mismatch"))
                .containsEntry("storyc jobs re", List.of("resolve"))
                .containsEntry("storyc jobs --format text re", List.of("resolve"))
                .containsEntry("storyc check storyboards/", List.of("storyboards/a.yaml", "storyboards/mein film.yml"))
                .containsEntry("storyc check sto", List.of("storyboards", "storyc.yaml"))
                .containsEntry("storyc build --key-file k", List.of("key.txt"))
                .containsEntry("storyc init sto", List.of("storyboards"))
                .containsEntry("storyc completion ", List.of("bash", "zsh", "fish"))
                .containsEntry("storyc schema ", List.of(""));
    }

    private Map<String, List<String>> bash(String... lines) throws Exception {
        Map<String, List<String>> answers = new LinkedHashMap<>();
        String script = script("bash");
        String ask = """
                eval "$(cat "$1")"
                complete -p storyc >/dev/null || exit 1
                for line in "${@:2}"; do
                    COMP_LINE=$line COMP_POINT=${#line} COMPREPLY=()
                    _storyc
                    echo "? $line"
                    printf '%s\\n' "${COMPREPLY[@]}"
                done
                """;
        List<String> words = new ArrayList<>(List.of("bash", "--norc", "-c", ask, "bash", script));
        words.addAll(List.of(lines));
        Program.Said said = Program.run(desk.folder, Map.of(), words.toArray(String[]::new));
        assertThat(said.code()).as(said.words()).isZero();
        List<String> current = new ArrayList<>();
        for (String line : said.words().lines().toList()) {
            if (line.startsWith("? ")) {
                current = new ArrayList<>();
                answers.put(line.substring(2), current);
            } else {
                current.add(line);
            }
        }
        return answers;
    }

    @Test
    void zsh_completes() throws Exception {
        assumeTrue(Program.runs("zsh", "--version"), "zsh is not here: its completion can't be tried");
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("storyc ch", "Find every problem");
        asked.put("storyc check --st", "Count warnings as errors");
        asked.put("storyc check --format ", "sarif");
        asked.put("storyc check --format=s", "sarif");
        asked.put("storyc check --select ", "storyboard:");
        asked.put("storyc explain shot-", "shot-sum-mismatch");
        asked.put("storyc jobs ", "resolve");
        asked.put("storyc check storyboards/", "mein\\ film.yml");
        asked.put("storyc build --key-file ", "key.txt");
        // A terminal of zsh's own: the line is typed into a real prompt, and the list under it is read.
        String ask = """
                zmodload zsh/zpty
                zpty shell zsh -f -i
                zpty -w shell "autoload -Uz compinit && compinit -D -u; LISTMAX=0; bindkey '^I' list-choices; \\
                    eval \\"\\$(cat '$1')\\"; PS1='> '; print rea''dy"
                zpty -r -m shell said '*ready*' || exit 1
                shift
                for line wanted in "$@"; do
                    zpty -w -n shell "$line"$'\\t'
                    zpty -r -m shell said "*${(b)wanted}*" || exit 1
                    zpty -w -n shell $'\\C-u'
                done
                """;
        List<String> words = new ArrayList<>(List.of("zsh", "-f", "-c", ask, "zsh", script("zsh")));
        asked.forEach((line, wanted) -> words.addAll(List.of(line, wanted)));
        Program.Said said = Program.run(desk.folder, Map.of("TERM", "dumb"), words.toArray(String[]::new));
        assertThat(said.code()).as(said.words()).isZero();
    }

    @Test
    void fish_completes() throws Exception {
        assumeTrue(Program.runs("fish", "--version"), "fish is not here: its completion can't be tried");
        assertThat(fish("storyc ch")).containsExactly("check");
        assertThat(fish("storyc check --st")).containsExactly("--strict");
        assertThat(fish("storyc check --format ")).containsExactlyInAnyOrder("text", "json", "sarif", "github");
        assertThat(fish("storyc check --format=s")).containsExactly("--format=sarif");
        assertThat(fish("storyc check --select v")).containsExactly("variant:");
        assertThat(fish("storyc explain shot-s")).containsExactly("shot-sum-mismatch");
        assertThat(fish("storyc jobs --format text re")).containsExactly("resolve");
        assertThat(fish("storyc check storyboards/a")).containsExactly("storyboards/a.yaml");
        assertThat(fish("storyc build --key-file k")).containsExactly("key.txt");
        assertThat(fish("storyc store a")).containsExactly("accept");
        assertThat(fish("storyc plan --format m")).containsExactly("markdown");
    }

    private List<String> fish(String line) throws Exception {
        Program.Said said = Program.run(
                desk.folder,
                Map.of(
                        "HOME",
                        temp.toString(),
                        "XDG_CONFIG_HOME",
                        temp.resolve("config").toString()),
                "fish",
                "-N",
                "-c",
                "source $argv[1]; and complete -C $argv[2]",
                script("fish"),
                line);
        assertThat(said.code()).as(said.words()).isZero();
        return said.words().lines().map(answer -> answer.split("\t", 2)[0]).toList();
    }

    @Test
    @Tag("fast")
    void for_each_flag_somebody_thought_of_what_it_takes() {
        assertThat(desk.run("completion", "bash")).isEqualTo(Exit.DONE);
        Set<String> free = new TreeSet<>();
        Matcher flag = Pattern.compile("(--[a-z-]+)'\\) values='free'").matcher(desk.out);
        while (flag.find()) {
            free.add(flag.group(1));
        }
        assertThat(free)
                .as("say in CompletionValues what these take, or here that it is anything")
                .isSubsetOf(FREE);
        assertThat(desk.out).contains("'storyc check') ", "'storyc jobs resolve') ", "'storyc check --format') ");
    }

    @Test
    @Tag("fast")
    void what_is_offered_is_taken() throws IOException {
        desk.write("storyboards/a.yaml", """
                version: 1
                scenes: [ { id: gull, duration: 5, prompt: A gull } ]
                """);
        for (String command : List.of("check", "plan", "jobs")) {
            for (String format : CompletionValues.of(command, "--format").words()) {
                assertThat(desk.run(command, "--format", format)).as(desk.err).isEqualTo(Exit.DONE);
            }
        }
        for (String colour : CompletionValues.of("check", "--color").words()) {
            assertThat(desk.run("check", "--color", colour)).as(desk.err).isEqualTo(Exit.DONE);
        }
        for (String rule : CompletionValues.of("explain", "RULE").words()) {
            assertThat(desk.run("explain", rule)).isEqualTo(Exit.DONE);
        }
        assertThat(desk.run("completion", "powershell")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("bash, zsh and fish");
    }

    private String script(String shell) throws IOException {
        assertThat(desk.run("completion", shell)).isEqualTo(Exit.DONE);
        return Files.writeString(temp.resolve("completion." + shell), desk.out).toString();
    }
}
