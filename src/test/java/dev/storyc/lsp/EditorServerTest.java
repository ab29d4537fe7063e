package dev.storyc.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DiagnosticTag;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Range;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The language server as a process, spoken to by a client. */
class EditorServerTest {
    private static final String BOARD = "storyboards/night.yaml";

    private static final String NIGHT = """
            version: 1
            name: night
            settings:
              aspect_ratio: "{{ratio}}"
            inputs:
              ratio: { type: string, enum: [16:9, 9:16], description: Shape of the picture }
              guest: { type: string, required: false }
            variables:
              product: Aurora
              tagline: "{{product}}. Hear the room."
            variants:
              matrix:
                city: [Lisbon, Osaka]
                ratio: [16:9, 9:16]
              exclude: [ { city: Osaka, ratio: 16:9 } ]
              include: [ { city: Paris, ratio: 9:16, guest: Mara } ]
            picks: [ { clip: card, when: { city: Paris }, take: 2 } ]
            scenes:
              - id: arrival
                with: { lens: 24mm }
                shots:
                  - duration: 3
                    prompt: "{{> look/rain}} {{lens}} wide: {{city}}."
                  - duration: 4
                    with: { lens: 85mm }
                    prompt: "{{lens}}: a hand lifts the {{product}}."
              - id: card
                duration: 3
                prompt: "{{tagline}}{{#guest}} For {{guest}}.{{/guest}}"
            """;

    @TempDir
    Path folder;

    private EditorHere editor;

    @BeforeEach
    void start() throws Exception {
        editor = new EditorHere(folder.resolve("workspace"));
        editor.write("storyc.yaml", "templates: [templates]\n");
        editor.write("templates/look/rain.mustache", "Rain, wet {{city}} asphalt.\n");
        editor.write("templates/look/sun.mustache", "Sun.\n");
    }

    @AfterEach
    void end() throws Exception {
        editor.close();
        assertThat(editor.complaints).isEmpty();
        assertThat(editor.stderr()).isEmpty();
    }

    @Test
    void mistakes_are_told_as_they_are_typed_and_cleared_when_they_are_mended() throws Exception {
        editor.begin();
        editor.write(BOARD, NIGHT);
        editor.open(BOARD, NIGHT);
        assertThat(editor.current(BOARD).getDiagnostics()).isEmpty();

        editor.type(BOARD, NIGHT.replace("{{city}}.", "{{citty}}."));
        Diagnostic unknown = only(editor.current(BOARD));
        assertThat(unknown.getCode().getLeft()).isEqualTo("unknown-name");
        assertThat(unknown.getSource()).isEqualTo("storyc");
        assertThat(unknown.getSeverity()).isEqualTo(DiagnosticSeverity.Error);
        assertThat(unknown.getMessage().getLeft())
                .contains("citty")
                .contains("help: ")
                .contains("city");
        assertThat(unknown.getRange()).isEqualTo(range(22, 48, 57));

        editor.type(BOARD, NIGHT.replace("variables:\n", "variables:\n  spare: 1\n"));
        Diagnostic unused = only(editor.current(BOARD));
        assertThat(unused.getSeverity()).isEqualTo(DiagnosticSeverity.Warning);
        assertThat(unused.getTags()).containsExactly(DiagnosticTag.Unnecessary);

        editor.type(BOARD, NIGHT);
        assertThat(editor.current(BOARD).getDiagnostics()).isEmpty();

        editor.type(BOARD, NIGHT.replace("scenes:", "scenes: {{"));
        assertThat(editor.current(BOARD).getDiagnostics()).isNotEmpty();
        editor.close(BOARD);
        editor.await(BOARD, notice -> notice.getDiagnostics().isEmpty());
        assertThat(editor.end()).isZero();
    }

    @Test
    void other_yaml_is_left_alone() throws Exception {
        editor.begin();
        editor.open("docker-compose.yaml", "services: { a: {{ }\n");
        editor.open("storyc.yaml", "templates: [templates]\n");
        assertThat(editor.hover("docker-compose.yaml", "serv¦ices: { a: {{ }\n"))
                .isEmpty();
        assertThat(editor.complete("docker-compose.yaml", "¦services: { a: {{ }\n"))
                .isEmpty();
        editor.open(BOARD, NIGHT);
        editor.current(BOARD);
        assertThat(editor.notices).extracting(PublishDiagnosticsParams::getUri).containsOnly(editor.uri(BOARD));
    }

    @Test
    void a_partial_is_checked_where_it_is_used_and_as_it_is_typed() throws Exception {
        editor.begin();
        String partial = "templates/look/rain.mustache";
        editor.open(BOARD, NIGHT);
        assertThat(editor.current(BOARD).getDiagnostics()).isEmpty();
        editor.open(partial, "Rain, wet {{city}} asphalt.\n");
        editor.type(partial, "Rain, wet\n {{cty}} asphalt.\n");
        Diagnostic inPartial =
                only(editor.await(partial, notice -> !notice.getDiagnostics().isEmpty()));
        assertThat(inPartial.getRange()).isEqualTo(range(1, 1, 8));
        assertThat(inPartial.getMessage().getLeft()).contains("arrival").contains("look/rain");
        assertThat(editor.await(BOARD, notice -> true).getDiagnostics()).isEmpty();

        editor.type(partial, "Rain on {{city}}.\n");
        assertThat(editor.await(partial, notice -> notice.getDiagnostics().isEmpty())
                        .getVersion())
                .isEqualTo(3);
        assertThat(editor.complete(partial, "Rain on {{¦\n"))
                .extracting(CompletionItem::getLabel)
                .contains("city", "product", "tagline");
        assertThat(editor.hover(partial, "Rain on {{ci¦ty}}.\n")).contains("axis", "Lisbon");
        assertThat(editor.define(partial, "Rain on {{ci¦ty}}.\n")).containsExactly(BOARD + ":12:4");
    }

    @Test
    void a_partial_that_is_edited_alone_finds_the_storyboards_that_use_it() throws Exception {
        editor.begin();
        String partial = "templates/look/rain.mustache";
        editor.write(BOARD, NIGHT);
        editor.write(
                "storyboards/other.yaml", NIGHT.replace("look/rain", "look/sun").replace("night", "other"));
        editor.open(partial, "Rain, wet {{city}} asphalt.\n");
        editor.await(BOARD, notice -> true);
        editor.type(partial, "Rain on {{cty}}.\n");
        Diagnostic unknown =
                only(editor.await(partial, notice -> !notice.getDiagnostics().isEmpty()));
        assertThat(unknown.getCode().getLeft()).isEqualTo("unknown-name");
        assertThat(labels(editor.complete(partial, "Rain on {{¦\n"))).contains("city", "product");
        assertThat(editor.define(partial, "Rain on {{ci¦ty}}.\n")).containsExactly(BOARD + ":12:4");
        editor.type(partial, "Rain on {{cty}}.\n");
        editor.await(partial, notice -> !notice.getDiagnostics().isEmpty());
        editor.close(partial);
        editor.await(partial, notice -> notice.getDiagnostics().isEmpty());
        assertThat(editor.notices)
                .extracting(PublishDiagnosticsParams::getUri)
                .containsOnly(editor.uri(partial), editor.uri(BOARD));

        // With the storyboard open, and closed again, the partial still belongs to it.
        editor.open(partial, "Rain on {{cty}}.\n");
        editor.open(BOARD, NIGHT);
        editor.await(partial, notice -> !notice.getDiagnostics().isEmpty());
        editor.close(BOARD);
        editor.await(partial, notice -> notice.getDiagnostics().isEmpty());
        editor.await(partial, notice -> !notice.getDiagnostics().isEmpty());
    }

    @Test
    void rows_and_shared_files_that_are_open_count_as_they_are_typed() throws Exception {
        editor.begin();
        editor.write("data/feed.csv", "name,price\nBasil,2\nFig,3\n");
        editor.write("brand.yaml", "variables: { brand: Aurora }\n");
        editor.write("storyboards/README.md", "Storyboards.\n");
        String board = """
                version: 1
                uses: ../brand.yaml
                inputs: { price: { type: number, max: 5 } }
                variants: { rows: ../data/feed.csv }
                scenes: [ { id: card, duration: 3, prompt: "{{name}} of {{brand}} for {{price}}" } ]
                """;
        editor.open(BOARD, board);
        assertThat(editor.current(BOARD).getDiagnostics()).isEmpty();

        editor.open("data/feed.csv", "name,price\nBasil,2\nFig,3\n");
        editor.type("data/feed.csv", "name,price\nBasil,2\nFig,30\n");
        Diagnostic row =
                only(editor.await("data/feed.csv", n -> !n.getDiagnostics().isEmpty()));
        assertThat(row.getRange().getStart().getLine()).isEqualTo(2);
        editor.type("data/feed.csv", "name,price\nBasil,2\n");
        editor.await("data/feed.csv", n -> n.getDiagnostics().isEmpty());

        editor.open("brand.yaml", "variables: { brand: Aurora }\n");
        editor.type("brand.yaml", "variables: { brand: Aurora }\ncolour: red\n");
        Diagnostic shared =
                only(editor.await("brand.yaml", n -> !n.getDiagnostics().isEmpty()));
        assertThat(shared.getCode().getLeft()).isEqualTo("unknown-key");
        assertThat(labels(editor.complete("brand.yaml", "variables: { brand: Aurora }\n¦\n")))
                .contains("settings", "inputs", "model")
                .doesNotContain("scenes", "variables");
        editor.type("brand.yaml", "variables: { brand: Aurora }\n");
        editor.await("brand.yaml", n -> n.getDiagnostics().isEmpty());

        assertThat(editor.define(BOARD, board.replace("{{name}}", "{{na¦me}}"))).containsExactly("data/feed.csv:0:0");
        assertThat(editor.define(BOARD, board.replace("{{price}}", "{{pri¦ce}}")))
                .containsExactly(BOARD + ":2:10", "data/feed.csv:0:5");
        assertThat(editor.define(BOARD, board.replace("{{brand}}", "{{bra¦nd}}")))
                .containsExactly("brand.yaml:0:13");
        assertThat(editor.define(BOARD, board.replace("../brand", "../br¦and"))).containsExactly("brand.yaml:0:0");
        assertThat(editor.define(BOARD, board.replace("../data", "../da¦ta"))).containsExactly("data/feed.csv:0:0");
        assertThat(editor.hover(BOARD, board.replace("{{name}}", "{{na¦me}}"))).contains("column", "Basil");
        assertThat(editor.hover(BOARD, board.replace("{{brand}}", "{{bra¦nd}}")))
                .contains("brand.yaml:1", "Aurora");
    }

    @Test
    void a_file_that_appears_on_the_disk_is_seen() throws Exception {
        editor.begin();
        String board = NIGHT.replace("look/rain", "look/fog");
        editor.open(BOARD, board);
        assertThat(only(editor.current(BOARD)).getCode().getLeft()).isEqualTo("unknown-partial");
        editor.write("templates/look/fog.mustache", "Fog.\n");
        editor.server
                .getWorkspaceService()
                .didChangeWatchedFiles(
                        new org.eclipse.lsp4j.DidChangeWatchedFilesParams(List.of(new org.eclipse.lsp4j.FileEvent(
                                editor.uri("templates/look/fog.mustache"), org.eclipse.lsp4j.FileChangeType.Created))));
        editor.await(BOARD, notice -> notice.getDiagnostics().isEmpty());
    }

    @Test
    void keys_models_settings_and_values_are_offered_also_where_the_text_is_broken() throws Exception {
        editor.begin();
        editor.open(BOARD, NIGHT);
        editor.current(BOARD);
        assertThat(labels(editor.complete(BOARD, NIGHT + "bud¦")))
                .contains("budget", "uses")
                .doesNotContain("scenes");
        assertThat(labels(editor.complete(BOARD, NIGHT + "    ta¦")))
                .contains("takes", "settings", "when", "split")
                .doesNotContain("id", "prompt", "starts_clip");
        assertThat(labels(editor.complete(
                        BOARD, NIGHT.replace("duration: 3\n        prompt", "duration: 3\n        ¦\n        prompt"))))
                .contains("caption", "starts_clip", "with")
                .doesNotContain("duration", "prompt", "id");
        assertThat(labels(editor.complete(BOARD, NIGHT.replace("enum: [16:9, 9:16], ", "m¦, "))))
                .contains("min", "max_length", "default")
                .doesNotContain("type");
        assertThat(labels(editor.complete(BOARD, NIGHT + "model: ¦"))).contains("kwaivgi/kling-2.6/text-to-video");
        assertThat(labels(editor.complete(BOARD, NIGHT + "    settings: { mo¦")))
                .containsExactlyInAnyOrder("mode", "aspect_ratio", "generate_audio", "negative_prompt");
        assertThat(labels(editor.complete(BOARD, NIGHT + "    settings: { mode: ¦")))
                .containsExactly("pro", "std");
        assertThat(labels(editor.complete(BOARD, NIGHT + "    settings:\n      generate_audio: ¦")))
                .containsExactly("true", "false");
        assertThat(labels(editor.complete(BOARD, NIGHT.replace("type: string, enum", "type: ¦, enum"))))
                .containsExactly("string", "integer", "number", "boolean", "list");
        assertThat(labels(editor.complete(BOARD, NIGHT + "    when: { ¦"))).contains("city", "ratio", "guest");
        assertThat(labels(editor.complete(BOARD, NIGHT + "    unless: { city: ¦")))
                .containsExactly("Lisbon", "Osaka", "Paris");
        assertThat(labels(editor.complete(BOARD, NIGHT.replace("exclude: [ { city: Osaka", "exclude: [ { city: ¦"))))
                .contains("Lisbon", "Osaka");
        assertThat(labels(editor.complete(BOARD, NIGHT.replace("clip: card", "clip: ¦"))))
                .containsExactly("arrival", "card");
        assertThat(labels(editor.complete(BOARD, NIGHT.replace("ratio: [16:9, 9:16]", "ratio: [¦]"))))
                .contains("16:9", "9:16");
        assertThat(labels(editor.complete(BOARD, NIGHT + "    shots: ¦"))).containsExactly("auto");
        assertThat(labels(editor.complete(BOARD, "¦"))).contains("version", "scenes");
        CompletionItem scenes = editor.complete(BOARD, "version: 1\nsce¦").stream()
                .filter(item -> item.getLabel().equals("scenes"))
                .findFirst()
                .orElseThrow();
        assertThat(scenes.getDetail()).isEqualTo("required");
        assertThat(scenes.getDocumentation().getRight().getValue())
                .contains("in order")
                .contains("scenes: [");
        assertThat(scenes.getTextEdit().getLeft().getNewText()).isEqualTo("scenes: ");
        assertThat(scenes.getTextEdit().getLeft().getRange()).isEqualTo(range(1, 0, 3));
    }

    @Test
    void names_and_partials_are_offered_in_tags() throws Exception {
        editor.begin();
        editor.open(BOARD, NIGHT);
        editor.current(BOARD);
        List<CompletionItem> names = editor.complete(BOARD, NIGHT.replace("{{lens}}: a", "{{¦: a"));
        assertThat(labels(names)).containsExactlyInAnyOrder("lens", "city", "ratio", "guest", "product", "tagline");
        CompletionItem lens = named(names, "lens");
        assertThat(lens.getDetail()).contains("shot");
        assertThat(lens.getTextEdit().getLeft().getNewText()).isEqualTo("lens}}");
        List<CompletionItem> half = editor.complete(BOARD, NIGHT.replace("the {{product}}", "the {{pro¦}}"));
        assertThat(named(half, "product").getTextEdit().getLeft().getNewText()).isEqualTo("product");
        assertThat(named(half, "product").getDocumentation().getRight().getValue())
                .isEqualTo("Aurora");
        assertThat(labels(editor.complete(BOARD, NIGHT.replace("{{/guest}}", "{{/¦"))))
                .containsExactly("guest");
        assertThat(labels(editor.complete(BOARD, NIGHT.replace("{{> look/rain}}", "{{> lo¦"))))
                .containsExactly("look/rain", "look/sun");
        // Without quotes it is broken YAML, and yet what people type first.
        assertThat(labels(editor.complete(BOARD, NIGHT + "    caption: {{¦"))).contains("tagline", "product");
        assertThat(labels(editor.complete(BOARD, NIGHT + "  - id: more\n    prompt: >-\n      In {{ci¦")))
                .contains("city");
    }

    @Test
    void hovering_shows_what_becomes_of_it() throws Exception {
        editor.begin();
        String shot = editor.hover(BOARD, NIGHT.replace("{{lens}} wide", "{{lens}} wi¦de"));
        assertThat(shot)
                .contains("In variant `lisbon-16x9`")
                .contains("Rain, wet Lisbon asphalt. 24mm wide: Lisbon.")
                .contains("44 of 512 characters")
                .contains("clip `arrival`: 7 s · $1.330");
        assertThat(editor.hover(
                        BOARD,
                        NIGHT.replace("prompt: \"{{tagline}}", "prompt: \"¦{{tagline}}")
                                .replace("¦{{tagline}}", "{{tagline}}¦ ")))
                .contains("tagline");
        assertThat(editor.hover(BOARD, NIGHT.replace("For {{guest}}", "F¦or {{guest}}")))
                .contains("Aurora. Hear the room.")
                .contains("of 2500 characters")
                .contains("clip `card`: 3 s · $0.570");
        assertThat(editor.hover(BOARD, NIGHT.replace("{{tagline}}", "{{tag¦line}}")))
                .contains("variable")
                .contains("Aurora. Hear the room.")
                .contains("storyboards/night.yaml:10");
        assertThat(editor.hover(BOARD, NIGHT.replace("{{lens}}: a", "{{le¦ns}}: a")))
                .contains("85mm")
                .contains("`with` of this shot")
                .contains("`with` of this scene");
        assertThat(editor.hover(BOARD, NIGHT.replace("{{> look/rain}}", "{{> look/ra¦in}}")))
                .contains("templates/look/rain.mustache")
                .contains("Rain, wet {{city}} asphalt.");
        assertThat(editor.hover(BOARD, NIGHT.replace("matrix:", "mat¦rix:"))).contains("Every combination");
        assertThat(editor.hover(BOARD, NIGHT.replace("aspect_ratio:", "aspect¦_ratio:")))
                .contains("`9:16`");
        assertThat(editor.hover(BOARD, NIGHT + "model: kwaivgi/kling-3.0¦/text-to-video\n"))
                .contains("3 to 15 s");
        assertThat(editor.hover(BOARD, NIGHT.replace("{{lens}} wide", "{{lenz}} wi¦de")))
                .contains("an error is in the way");
    }

    @Test
    void definitions_are_found() throws Exception {
        editor.begin();
        editor.open(BOARD, NIGHT);
        editor.current(BOARD);
        assertThat(editor.define(BOARD, NIGHT.replace("{{tagline}}", "{{tag¦line}}")))
                .containsExactly(BOARD + ":9:2");
        assertThat(editor.define(BOARD, NIGHT.replace("\"{{ratio}}\"", "\"{{ra¦tio}}\"")))
                .containsExactly(BOARD + ":5:2", BOARD + ":13:4");
        assertThat(editor.define(BOARD, NIGHT.replace("{{city}}", "{{ci¦ty}}"))).containsExactly(BOARD + ":12:4");
        assertThat(editor.define(BOARD, NIGHT.replace("{{lens}}: a", "{{le¦ns}}: a")))
                .containsExactly(BOARD + ":24:16", BOARD + ":19:12");
        assertThat(editor.define(BOARD, NIGHT.replace("{{> look/rain}}", "{{> look¦/rain}}")))
                .containsExactly("templates/look/rain.mustache:0:0");
        assertThat(editor.define(BOARD, NIGHT.replace("when: { city", "when: { ci¦ty")))
                .containsExactly(BOARD + ":12:4");
        assertThat(editor.define(BOARD, NIGHT.replace("clip: card", "clip: ca¦rd")))
                .containsExactly(BOARD + ":26:8");
        assertThat(editor.define(BOARD, NIGHT.replace("version: 1", "vers¦ion: 1")))
                .isEmpty();
    }

    @Test
    void the_lens_counts_clips_seconds_and_dollars() throws Exception {
        editor.begin();
        editor.open(BOARD, NIGHT);
        editor.current(BOARD);
        assertThat(editor.lens(BOARD)).isEqualTo("8 clips · 40 s · $7.030");
        editor.awaitRefresh();
        editor.type(BOARD, NIGHT.replace("duration: 4", "duration: 44"));
        assertThat(editor.lens(BOARD)).startsWith("1 error");
    }

    @Test
    void columns_count_utf16_or_what_was_agreed_on() throws Exception {
        String board = "version: 1\r\nscenes:\r\n  - id: a\r\n    duration: 5\r\n    prompt: \"🎬 é {{nope}}\"\r\n";
        assertThat(editor.begin().getCapabilities().getPositionEncoding()).isEqualTo("utf-16");
        editor.open(BOARD, board);
        assertThat(only(editor.current(BOARD)).getRange()).isEqualTo(range(4, 18, 26));
        editor.type(BOARD, 4, 20, 24, "nopes");
        assertThat(only(editor.current(BOARD)).getRange()).isEqualTo(range(4, 18, 27));
        editor.type(BOARD, 4, 15, 27, "in Lisbon");
        assertThat(editor.current(BOARD).getDiagnostics()).isEmpty();

        try (EditorHere other = new EditorHere(folder.resolve("utf8"))) {
            assertThat(other.begin(List.of("utf-8", "utf-16")).getCapabilities().getPositionEncoding())
                    .isEqualTo("utf-8");
            other.open(BOARD, board);
            assertThat(only(other.current(BOARD)).getRange()).isEqualTo(range(4, 21, 29));
            other.type(BOARD, 4, 23, 27, "nopes");
            assertThat(only(other.current(BOARD)).getRange()).isEqualTo(range(4, 21, 30));
        }
        try (EditorHere other = new EditorHere(folder.resolve("utf32"))) {
            other.begin(List.of("utf-32"));
            other.open(BOARD, board);
            assertThat(only(other.current(BOARD)).getRange()).isEqualTo(range(4, 17, 25));
        }
    }

    @Test
    void a_thousand_rapid_changes_end_in_one_answer_about_the_last() throws Exception {
        editor.begin();
        editor.open(BOARD, NIGHT);
        editor.current(BOARD);
        int before = editor.notices.size();
        for (int i = 0; i < 1_000; i++) {
            editor.type(BOARD, 8, 11, i == 0 ? 17 : 11 + String.valueOf(i - 1).length(), String.valueOf(i));
        }
        editor.type(BOARD, 22, 0, 0, "x");
        PublishDiagnosticsParams last = editor.current(BOARD);
        assertThat(last.getVersion()).isEqualTo(1_002);
        assertThat(last.getDiagnostics()).isNotEmpty();
        List<Integer> versions = editor.versionsSince(before);
        assertThat(versions).isSorted().hasSizeLessThan(200);
        editor.type(BOARD, 22, 0, 1, "");
        assertThat(editor.current(BOARD).getDiagnostics()).isEmpty();
        assertThat(editor.end()).isZero();
    }

    @Test
    void a_feed_of_many_rows_is_glanced_at_while_typing_and_counted_when_saved() throws Exception {
        StringBuilder rows = new StringBuilder("name,price\n");
        for (int i = 0; i < 5_000; i++) {
            rows.append("Item ").append(i).append(",2\n");
        }
        rows.append("Item last,much\n");
        editor.write("data/feed.csv", rows.toString());
        editor.write("storyboards/README.md", "Storyboards.\n");
        String board = """
                version: 1
                inputs: { price: { type: number } }
                variants: { rows: ../data/feed.csv }
                scenes: [ { id: card, duration: 3, prompt: "{{name}} for {{price}}" } ]
                """;
        editor.begin();
        editor.open(BOARD, board);
        assertThat(only(editor.await("data/feed.csv", n -> !n.getDiagnostics().isEmpty()))
                        .getRange()
                        .getStart()
                        .getLine())
                .isEqualTo(5_001);
        editor.type(BOARD, board + "title: Feed\n");
        editor.current(BOARD);
        assertThat(editor.lens(BOARD)).startsWith("first 200 variants: 200 clips · 600 s · $114.000");
        editor.save(BOARD);
        editor.await("data/feed.csv", n -> !n.getDiagnostics().isEmpty());
        assertThat(editor.lens(BOARD)).startsWith("1 error");
    }

    @Test
    void without_a_shutdown_the_exit_code_is_one() throws Exception {
        editor.begin();
        editor.server.exit();
        assertThat(editor.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(editor.process.exitValue()).isEqualTo(1);
        try (EditorHere gone = new EditorHere(folder.resolve("gone"))) {
            gone.begin();
            gone.process.getOutputStream().close();
            assertThat(gone.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(gone.process.exitValue()).isEqualTo(1);
        }
    }

    @Test
    void what_is_saved_wins_again_once_a_file_is_closed() throws Exception {
        editor.begin();
        String partial = "templates/look/rain.mustache";
        editor.open(BOARD, NIGHT);
        editor.open(partial, Files.readString(editor.folder.resolve(partial)));
        editor.type(partial, "{{wrong}}");
        editor.await(partial, notice -> !notice.getDiagnostics().isEmpty());
        editor.close(partial);
        editor.await(partial, notice -> notice.getDiagnostics().isEmpty());
    }

    private static Diagnostic only(PublishDiagnosticsParams notice) {
        assertThat(notice.getDiagnostics()).hasSize(1);
        return notice.getDiagnostics().get(0);
    }

    private static List<String> labels(List<CompletionItem> items) {
        return items.stream().map(CompletionItem::getLabel).toList();
    }

    private static CompletionItem named(List<CompletionItem> items, String name) {
        return items.stream()
                .filter(item -> item.getLabel().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Range range(int line, int from, int to) {
        return new Range(new Position(line, from), new Position(line, to));
    }
}
