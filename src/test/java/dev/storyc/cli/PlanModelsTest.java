package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.plan.Columns;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plan --models}: what a storyboard would cost elsewhere, and what of it can't go there. */
@Tag("fast")
class PlanModelsTest {
    private static final String ALL = """
            version: 1
            name: calm
            settings: { mode: pro, generate_audio: true, negative_prompt: blurry }
            variants: { matrix: { city: [Lisbon, Osaka] } }
            scenes:
              - { id: quay, duration: 5, prompt: "{{city}}, a quay." }
              - { id: card, duration: 10, prompt: A black card. }
            """;

    @TempDir
    Path temp;

    private Desk desk;

    @BeforeEach
    void open() throws IOException {
        desk = new Desk(temp);
        desk.environment.put("COLUMNS", "80");
    }

    @Test
    void each_model_that_can_hold_it_says_its_price_and_what_it_would_not_be_sent() throws IOException {
        desk.write("storyboards/calm.yaml", ALL);
        JsonNode models = models();
        assertThat(models).hasSize(3);
        // Three different requests of 5, 5 and 10 seconds; the card is one of both variants.
        JsonNode older = model("kling-2.6");
        assertThat(older.at("/holds_all").asBoolean()).isTrue();
        assertThat(older.at("/clips").asInt()).isEqualTo(3);
        assertThat(older.at("/usd").decimalValue()).isEqualByComparingTo("2.40");
        assertThat(older.at("/dropped")).isEmpty();
        JsonNode own = model("kling-3.0");
        assertThat(own.at("/own").asBoolean()).isTrue();
        assertThat(own.at("/usd").decimalValue()).isEqualByComparingTo("5.72");
        JsonNode o1 = model("kling-o1");
        assertThat(o1.at("/usd").decimalValue()).isEqualByComparingTo("2.00");
        assertThat(o1.at("/dropped").findValuesAsText("setting")).containsExactly("generate_audio", "negative_prompt");
        assertThat(o1.at("/dropped/0/scenes").asInt()).isEqualTo(4);
        // What a storyboard of that model would cost is the same sum.
        desk.write(
                "storyboards/calm.yaml",
                ALL.replace("name: calm", "name: calm\nmodel: kwaivgi/kling-2.6/text-to-video"));
        assertThat(json().at("/estimate/to_spend_usd").decimalValue()).isEqualByComparingTo("2.40");
        assertThat(model("kling-2.6").at("/own").asBoolean()).isTrue();
    }

    @Test
    void what_a_model_cannot_hold_is_named_with_the_reason_and_keys_stay() throws IOException {
        desk.write("storyboards/tide.yaml", """
                version: 1
                name: tide
                settings: { mode: "{{mode}}" }
                inputs: { mode: { type: string, default: std } }
                variants: { matrix: { city: [Lisbon, Osaka] } }
                scenes:
                  - { id: quay, duration: 5, prompt: "{{city}}, a quay." }
                  - { id: card, duration: 3, prompt: A black card. }
                  - id: walk
                    split: true
                    shots:
                      - { duration: 9, prompt: A street. }
                      - { duration: 9, prompt: A square. }
                """);
        JsonNode before = json().at("/clips");
        assertThat(desk.run("plan", "--models")).as(desk.err).isZero();
        assertThat(desk.out.replaceAll("\n +", " "))
                .contains("kwaivgi/kling-3.0/text-to-video, its own")
                .contains("walk (in 2 variants): it takes one shot a clip")
                .contains("quay (in 2 variants): `mode` must be `pro`, and here it is `std`")
                .contains("`mode` must be `pro`", "this scene is 3 s");
        assertThat(desk.out.lines()).allMatch(line -> Columns.width(line) <= 80);
        assertThat(json().at("/clips")).isEqualTo(before);
        // Narrowed, only what is selected is tried; and a model with other parts cuts a scene by its own limits.
        assertThat(desk.run("plan", "--models", "--select", "clip:quay", "--set", "mode=pro", "--format", "markdown"))
                .isZero();
        assertThat(desk.out)
                .doesNotContain("walk", "can't hold")
                .contains("<code>kwaivgi&#47;kling-2.6&#47;text-to-video</code> | 2 | 10 | 0.60 |");
    }

    private JsonNode model(String part) throws IOException {
        for (JsonNode model : models()) {
            if (model.at("/model").asText().contains(part)) {
                return model;
            }
        }
        throw new AssertionError("no offer of " + part);
    }

    private JsonNode models() throws IOException {
        return json().at("/models");
    }

    private JsonNode json() throws IOException {
        assertThat(desk.run("plan", "--models", "--format", "json"))
                .as(desk.err)
                .isZero();
        return JsonMapper.builder().build().readTree(desk.out);
    }
}
