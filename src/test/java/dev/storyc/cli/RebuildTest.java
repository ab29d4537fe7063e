package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.catalog.ModelCatalog;
import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Emulator;
import dev.storyc.emulator.EmulatorSettings;
import dev.storyc.media.AnimaticRenderer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build buys, and what it does not buy again, by the far end's own count. */
class RebuildTest {
    private static final String STORYBOARD = """
            version: 1
            name: pier
            title: A pier in fog
            settings: { mode: std }
            variables: { time: dawn }
            variants:
              matrix: { ratio: [16:9, 9:16] }
            scenes:
              - id: fog
                duration: 3
                settings: { aspect_ratio: "{{ratio}}" }
                prompt: "{{> look}} A pier at {{time}}."
              - id: gulls
                settings: { aspect_ratio: "{{ratio}}" }
                shots:
                  - { duration: 2, prompt: "{{> look}} Gulls." }
                  - { duration: 1, prompt: "A bell." }
              - id: card
                duration: 3
                prompt: White letters on black.
            """;

    /** The same requests, written otherwise: keys in another order, comments, a title, a note and the end card's id kept. */
    private static final String REWRITTEN = """
            # Fog, gulls, and a card.
            scenes:
              - prompt: "{{> look}} A pier at {{time}}."
                settings: { aspect_ratio: "{{ratio}}" }
                duration: 3   # seconds
                id: fog
                notes: nobody sends this
              - shots:
                  - { prompt: "{{> look}} Gulls.", duration: 2 }
                  - prompt: A bell.
                    duration: 1
                settings:
                  aspect_ratio: "{{ratio}}"
                id: gulls
              - { id: card, duration: 3, prompt: White letters on black. }
            variants: { matrix: { ratio: ["16:9", '9:16'] } }
            settings: { mode: std }
            variables: { time: dawn }
            title: Another title
            name: pier
            version: 1
            """;

    @TempDir
    private Path temp;

    private Path workspace;
    private Emulator emulator;
    private String said = "";

    @BeforeEach
    void begin() throws IOException {
        workspace = Files.createDirectories(temp.resolve("work"));
        write("storyc.yaml", "api: { first_query: 50ms, query_every: 50ms, query_at_most: 100ms }\n");
        write("storyboards/pier.yaml", STORYBOARD);
        write("templates/look.mustache", "Grey light, 35mm.\n");
        EmulatorSettings settings = new EmulatorSettings(0, Duration.ofMillis(20), false, null, true);
        emulator = new Emulator(
                new ModelCatalog(),
                settings,
                new AnimaticRenderer(),
                Files.createDirectories(temp.resolve("far")),
                Clock.systemUTC(),
                new SecureRandom());
        emulator.start();
    }

    @AfterEach
    void end() throws IOException {
        emulator.close();
    }

    @Test
    void a_second_build_buys_nothing_and_leaves_the_manifest_as_it_was() throws IOException {
        // The card is one request in both variants: five jobs for six films.
        assertThat(build()).as(said).isEqualTo(Exit.DONE);
        assertThat(creates()).isEqualTo(5);
        assertThat(films()).hasSize(6);
        byte[] manifest = Files.readAllBytes(workspace.resolve("storyboards/pier.manifest.json"));

        assertThat(build()).as(said).isEqualTo(Exit.DONE);
        assertThat(creates()).isEqualTo(5);
        assertThat(Files.readAllBytes(workspace.resolve("storyboards/pier.manifest.json")))
                .isEqualTo(manifest);
        assertThat(run("verify")).as(said).isEqualTo(Exit.DONE);
    }

    @Test
    void a_word_changed_in_a_partial_buys_exactly_the_clips_that_hold_it() throws IOException {
        assertThat(build()).as(said).isEqualTo(Exit.DONE);
        List<String> before = rows();
        write("templates/look.mustache", "Grey light, 50mm.\n");

        assertThat(build()).as(said).isEqualTo(Exit.DONE);
        assertThat(creates()).isEqualTo(5 + 4);
        List<String> kept = new ArrayList<>(rows());
        kept.retainAll(before);
        assertThat(kept).allMatch(row -> row.startsWith("card")).hasSize(2);
    }

    @Test
    void another_way_of_writing_the_same_buys_nothing() throws IOException {
        assertThat(build()).as(said).isEqualTo(Exit.DONE);
        List<String> before = rows();

        write("storyboards/pier.yaml", REWRITTEN.replace("\n", "\r\n"));
        write("templates/look.mustache", "{{! a comment }}\r\nGrey light, 35mm.\r\n");
        assertThat(build()).as(said).isEqualTo(Exit.DONE);
        assertThat(creates()).isEqualTo(5);

        Files.move(workspace.resolve("storyboards/pier.yaml"), workspace.resolve("storyboards/jetty.yaml"));
        Files.move(
                workspace.resolve("storyboards/pier.manifest.json"),
                workspace.resolve("storyboards/jetty.manifest.json"));
        assertThat(build()).as(said).isEqualTo(Exit.DONE);
        assertThat(creates()).isEqualTo(5);
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void a_wrong_storyboard_a_missing_key_and_no_consent_send_nothing() throws IOException {
        assertThat(run("build", "--api-url", emulator.url().toString()))
                .as(said)
                .isEqualTo(Exit.BUDGET);
        assertThat(run("build", "--api-url", emulator.url().toString(), "--max-cost", "0.10"))
                .as(said)
                .isEqualTo(Exit.BUDGET);
        write("storyboards/wrong.yaml", "version: 1\nscenes: [{ id: a, duration: 99, prompt: Fog. }]\n");
        assertThat(build()).as(said).isEqualTo(Exit.STORYBOARD_WRONG);
        assertThat(creates()).isZero();
    }

    private int build() throws IOException {
        return run("build", "--yes", "--api-url", emulator.url().toString());
    }

    private int run(String... args) throws IOException {
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(words, true, StandardCharsets.UTF_8);
        Map<String, String> environment = Map.of(
                "SHORTAPI_KEY",
                "ak-rebuild-test-0123456789",
                "STORYC_HOME",
                temp.resolve("store").toString());
        Console console = new Console(stream, stream, new ByteArrayInputStream(new byte[0]), environment, false);
        int exit = new Storyc(console, workspace).run(args);
        said = words.toString(StandardCharsets.UTF_8);
        assertThat(said).doesNotContain("ak-rebuild");
        return exit;
    }

    private long creates() {
        return emulator.stats().creates();
    }

    private List<Path> films() throws IOException {
        try (var files = Files.walk(workspace.resolve("out"))) {
            return files.filter(file -> file.toString().matches(".*/[0-9]{2}-[^/]*[.]mp4"))
                    .toList();
        }
    }

    /** Clip and key of every row of the manifest, sorted. */
    private List<String> rows() throws IOException {
        List<String> rows = new ArrayList<>();
        Path manifest = Files.exists(workspace.resolve("storyboards/jetty.manifest.json"))
                ? workspace.resolve("storyboards/jetty.manifest.json")
                : workspace.resolve("storyboards/pier.manifest.json");
        String clip = "";
        for (String line : Files.readAllLines(manifest)) {
            String text = line.strip();
            if (text.startsWith("\"clip\":")) {
                clip = text.replaceAll(".*: \"|\",?", "");
            } else if (text.startsWith("\"key\":")) {
                rows.add(clip + " " + text);
            }
        }
        Collections.sort(rows);
        return rows;
    }

    private void write(String path, String text) throws IOException {
        Path file = workspace.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
