package dev.storyc.cli;

import dev.storyc.console.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The short commands on a small workspace of their own, for nobody to see: the launcher has the JVM note which classes
 * they load, and starts all later ones from that.
 */
final class Training {
    private static final String STORYBOARD = """
            # A bit of everything that people write.
            version: 1
            name: training
            settings: { mode: "{{quality}}", aspect_ratio: "{{ratio}}", generate_audio: true }
            inputs:
              city: { type: string, max_length: 40 }
              ratio: { type: string, enum: [16:9, 9:16], default: 16:9 }
              quality: { type: string, enum: [std, pro], default: pro }
            variables:
              product: Aurora
              tagline: "{{product}}. Hear the room."
            variants:
              matrix: { city: [Lisbon, Osaka], ratio: [16:9, 9:16] }
              exclude: [ { city: Osaka, ratio: 16:9 } ]
              overrides: [ { when: { city: Osaka }, variables: { tagline: 部屋を聴く。 } } ]
            scenes:
              - id: arrival
                shots:
                  - { duration: 3, prompt: "{{> look}} Wide shot of {{city}}{{#tagline}}, quiet{{/tagline}}." }
                  - { duration: 4, prompt: "{{lens}} close-up of the {{product}}.", with: { lens: 85mm } }
              - id: montage
                shots: auto
                duration: 8
                prompt: >-
                  A day in {{city}},
                  told in quick cuts.
              - id: endcard
                unless: { city: Lisbon }
                duration: 3
                prompt: |
                  {{tagline}}
                takes: 2
            """;
    private static final String FEED = """
            version: 1
            name: feed
            inputs:
              price: { type: number, min: 1 }
            variants:
              rows: ../data/feed.csv
              matrix: { mood: [dawn, dusk] }
            scenes:
              - id: card
                duration: 3
                prompt: "{{product}} for {{price}} €, {{mood}} light. {{story}}"
            """;
    private static final String ROWS = """
            sku,product,price,story
            n-1,A lamp,19.50,"made in Porto, ""one"" at a time"
            n-2,部屋の灯,20,
            """;
    private static final String WRONG = STORYBOARD
            .replace("name: training", "name: wrong")
            .replace("duration: 8", "duration: 80")
            .replace("{{lens}}", "{{lense}}")
            .replace("takes: 2", "tekes: 2");

    /** From this Java on, every start loads all that the cache holds, so it holds what the most frequent command needs. */
    private static final int LOADS_ALL = 25;

    private final Path workspace;

    Training(Path workspace) {
        this.workspace = workspace;
    }

    /** Writes the workspace and runs the commands; returns how each of them ended. */
    List<Integer> run() throws IOException {
        write("storyc.yaml", "templates: [templates]\n");
        write("templates/look.mustache", "Night, after rain.\n");
        write("storyboards/training.yaml", STORYBOARD);
        write("storyboards/feed.yaml", FEED);
        write("data/feed.csv", ROWS);
        write("wrong/wrong.yaml", WRONG);
        List<Integer> exits = new ArrayList<>();
        exits.add(storyc("check", "storyboards/training.yaml"));
        exits.add(storyc("check", "wrong"));
        exits.add(storyc("check", "--format", "json", "wrong"));
        if (Runtime.version().feature() < LOADS_ALL) {
            exits.add(storyc("check", "--color", "always", "--set", "quality=std"));
            exits.add(storyc("compile", "storyboards/feed.yaml", "-o", "clips.jsonl"));
            exits.add(storyc("plan"));
            exits.add(storyc("explain", "unknown-key"));
            exits.add(storyc("--help"));
        }
        return exits;
    }

    private void write(String file, String text) throws IOException {
        Path path = workspace.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private int storyc(String... args) {
        Map<String, String> environment = Map.of(
                "HOME",
                workspace.toString(),
                "STORYC_HOME",
                workspace.resolve("store").toString());
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Storyc.begin(args);
            return new Storyc(new Console(nowhere, nowhere, environment, false), workspace).run(args);
        }
    }
}
