package dev.storyc.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands at the cursor, which the texts here mark by {@code ¦}, in texts that are whole and in broken ones. */
@Tag("fast")
class YamlOutlineTest {
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            ¦                                                                ~ entry []
            ver¦                                                             ~ entry []
            ver¦sion: 1                                                      ~ entry []
            version: ¦                                                       ~ value [version]
            version:¦                                                        ~ value [version]
            version: 1¦                                                      ~ value [version]
            # note¦                                                          ~ nothing
            a: 1 # note¦                                                     ~ nothing
            settings:\\n  mo¦                                                ~ entry [settings]
            settings:\\n  ¦                                                  ~ entry [settings]
            settings:\\n  mode: pro\\n  ¦                                    ~ entry [settings]
            settings:\\n  mode: pro\\n¦                                      ~ entry []
            settings:\\n  mode: ¦\\n  aspect_ratio: 1:1                      ~ value [settings, mode]
            scenes:\\n  - ¦                                                  ~ entry [scenes, 0]
            scenes:\\n  - id: a\\n    pro¦                                   ~ entry [scenes, 0]
            scenes:\\n  - id: a\\n    ¦                                      ~ entry [scenes, 0]
            scenes:\\n  - id: a\\n  - id: b\\n    prompt: ¦x                 ~ value [scenes, 1, prompt]
            scenes:\\n- id: a\\n- id: b\\n  pr¦                              ~ entry [scenes, 1]
            scenes:\\n- id: a\\n¦                                            ~ entry []
            scenes:\\n- id: a\\nbudget: ¦                                    ~ value [budget]
            scenes:\\n  - id: a\\n    with:\\n      le¦                      ~ entry [scenes, 0, with]
            scenes:\\n  - shots:\\n      - duration: 3\\n        ¦           ~ entry [scenes, 0, shots, 0]
            scenes:\\n  - shots:\\n      - { duration: 3, pro¦ }             ~ entry [scenes, 0, shots, 0]
            scenes:\\n  - shots:\\n      - { duration: ¦                     ~ value [scenes, 0, shots, 0, duration]
            scenes:\\n  - shots:\\n      - { duration: 3, ¦                  ~ entry [scenes, 0, shots, 0]
            scenes:\\n  - prompt: >-\\n      Rain ¦ falls\\n      on\\n    ta: ~ value [scenes, 0, prompt]
            scenes:\\n  - prompt: |\\n      one\\n\\n      two ¦\\n    id: a ~ value [scenes, 0, prompt]
            scenes:\\n  - prompt: one\\n      two ¦\\n    id: a              ~ value [scenes, 0, prompt]
            scenes:\\n  - prompt: >-\\n      Rain\\n    du¦                  ~ entry [scenes, 0]
            scenes:\\n  - prompt: >-\\n      Rain\\n    ¦                    ~ entry [scenes, 0]
            scenes:\\n  - prompt: "a: ¦ b\\n      c"\\n    id: x             ~ value [scenes, 0, prompt]
            scenes:\\n  - prompt: "open ¦\\n    duration: 3                  ~ value [scenes, 0, prompt]
            scenes:\\n  - prompt: "open\\n    duration: ¦                    ~ value [scenes, 0, duration]
            inputs:\\n  city: { ty¦ }                                        ~ entry [inputs, city]
            inputs: { city: { type: st¦ring, enum: [a, b] } }                ~ value [inputs, city, type]
            inputs: { city: { type: string, enum: [a, ¦] } }                 ~ entry [inputs, city, enum, 1]
            inputs: { city: { type: string }, ¦ }                            ~ entry [inputs]
            variants: { matrix: { ratio: [¦] } }                             ~ entry [variants, matrix, ratio, 0]
            variants:\\n  exclude:\\n    - { city: ¦                         ~ value [variants, exclude, 0, city]
            variants:\\n  exclude: [ { ¦\\nscenes:\\n  - id: a               ~ entry [variants, exclude, 0]
            variants:\\n  exclude: [ { a: 1\\nscenes:\\n  - ¦id: a           ~ entry [scenes, 0]
            a: &x { mode: ¦ }                                                ~ value [a, mode]
            a: &x\\n  mode: ¦                                                ~ value [a, mode]
            "a b": ¦                                                         ~ value [a b]
            x: 'it''s ¦'                                                     ~ value [x]
            picks: [ { clip: endcard, when: { city: Paris }, take: ¦ } ]     ~ value [picks, 0, take]
            """)
    void the_place_is_found(String marked, String expected) {
        String text = marked.strip().replace("\\n", "\n");
        assertThat(describe(text)).isEqualTo(expected);
        assertThat(describe(text.replace("\n", "\r\n"))).as("CRLF").isEqualTo(expected);
    }

    @Test
    void keys_on_both_sides_of_the_cursor_are_known() {
        String text = "scenes:\n  - id: a\n    ¦\n    prompt: x\n  - takes: 2\n";
        Spot spot = YamlOutline.at(text.replace("¦", ""), text.indexOf('¦'));
        assertThat(spot == null ? null : spot.siblings()).containsExactly("id", "prompt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void no_text_and_no_place_is_too_broken(String lineEnd) {
        String whole = """
                version: 1
                inputs: { city: { type: string, enum: ["a, b", 'c'] } }
                variants:
                  matrix: { city: [Lisbon, "Osaka"] }
                scenes:
                  - id: a
                    prompt: >-
                      {{> look}} A 🎬 {{#city}} in {{city}}{{/city}}
                    with: {lens: 24mm}
                """.replace("\n", lineEnd);
        List<String> inserts = List.of(
                "", "", "{", "[", "\"", "'", "\n", "- ", ": ", "{{", "}}", "|", ">", "#", "\t", "&a ", "*a", "!!x ",
                "? ", "}", "]");
        Random random = new Random(7);
        String text = whole;
        for (int i = 0; i < 20_000; i++) {
            // Several slips at once, then a fresh start.
            text = random.nextInt(10) == 0 ? whole : text;
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + random.nextInt(12));
            text = text.substring(0, from) + inserts.get(random.nextInt(inserts.size())) + text.substring(to);
            int cursor = random.nextInt(text.length() + 1);
            Spot spot = YamlOutline.at(text, cursor);
            if (spot != null) {
                assertThat(spot.start()).isBetween(0, text.length());
                assertThat(spot.end()).isBetween(spot.start(), text.length());
            }
            TagCursor tag = TagCursor.at(text, cursor);
            assertThat(tag == null || tag.nameStart() <= tag.nameEnd()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            a {{¦            ~ ' ' '' open
            a {{pro¦         ~ ' ' 'pro' open
            a {{pro¦duct}}   ~ ' ' 'product' closed
            a {{{x¦}}} b     ~ '{' 'x' closed
            {{> look/ni¦     ~ '>' 'look/ni' open
            {{#guest}}{{/¦   ~ '/' '' open
            a {{x}} b¦       ~ nothing
            a {{x}}¦         ~ ' ' 'x' closed
            a ¦ {{x}}        ~ nothing
            {{x and more ¦   ~ nothing
            """)
    void the_tag_is_found(String marked, String expected) {
        String text = marked.strip();
        TagCursor tag = TagCursor.at(text.replace("¦", ""), text.indexOf('¦'));
        assertThat(
                        tag == null
                                ? "nothing"
                                : "'" + tag.sigil() + "' '" + tag.name() + "' " + (tag.closed() ? "closed" : "open"))
                .isEqualTo(expected);
    }

    private static String describe(String marked) {
        Spot spot = YamlOutline.at(marked.replace("¦", ""), marked.indexOf('¦'));
        return spot == null ? "nothing" : (spot.entry() ? "entry " : "value ") + spot.path();
    }
}
