package dev.storyc.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storyc.catalog.ModelCatalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class SchemaCheckTest {
    private static final String ONE = RunningEmulator.ONE_SHOT;
    private static final String TWO = """
            {"model":"kwaivgi/kling-3.0/text-to-video","args":{"mode":"pro","duration":"7","multi_shot":true,
             "shot_type":"customize","multi_prompt":[{"duration":3,"prompt":"Rain."},{"duration":4,"prompt":"Sun."}],
             "aspect_ratio":"9:16","generate_audio":false}}""";

    private static CreateRequest read(String body) throws RefusedException, IOException {
        return CreateRequest.read(body.getBytes(StandardCharsets.UTF_8), new ModelCatalog());
    }

    private static void assertRefused(String body, String info) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(info);
    }

    @Test
    void documentedRequestsAreTaken() throws RefusedException, IOException {
        assertThat(read(ONE).seconds()).isEqualTo(3);
        assertThat(read(TWO).seconds()).isEqualTo(7);
        assertThat(read(ONE.replace("\"multi_shot\":false", "\"multi_shot\":true,\"shot_type\":\"intelligence\""))
                        .seconds())
                .isEqualTo(3);
        assertThat(read(ONE.replace("{\"model\"", "{\"callback_url\":\"https://example.org/x\",\"model\""))
                        .callback())
                .hasHost("example.org");
    }

    @Test
    void otherModelsHaveTheirOwnSchema() throws RefusedException, IOException {
        String body = """
                {"model":"kwaivgi/kling-2.6/text-to-video","args":{"mode":"pro","duration":"5","prompt":"Rain.",
                 "aspect_ratio":"1:1","generate_audio":false}}""";
        assertThat(read(body).seconds()).isEqualTo(5);
        assertRefused(body.replace("\"duration\":\"5\"", "\"duration\":\"6\""), "5 or 10");
        assertRefused(body.replace("\"mode\"", "\"multi_shot\":false,\"mode\""), "unknown argument 'multi_shot'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"std\" | \"ultra\" | 'mode' must be one of [pro, std]",
                "\"3\" | 3 | 'duration' must be a string, got 3",
                "\"3\" | \"2\" | 'duration' must be 3 to 15 seconds, got 2",
                "\"3\" | \"16\" | 'duration' must be 3 to 15 seconds, got 16",
                "\"3\" | \"3.0\" | 'duration' must be a whole number",
                "\"multi_shot\":false | \"multi_shot\":\"false\" | 'multi_shot' must be a boolean",
                "\"multi_shot\":false, | '' | missing argument 'multi_shot'",
                "\"Rain on stone.\" | \"  \" | 'prompt' must not be empty",
                "\"16:9\" | \"4:3\" | 'aspect_ratio' must be one of",
                "\"generate_audio\" | \"sound\" | unknown argument 'sound'",
                "text-to-video | text-to-music | unknown model",
                "{\"model\" | {\"seed\":1,\"model\" | unknown field 'seed'",
                "{\"model\" | {\"callback_url\":\"file:///x\",\"model\" | 'callback_url' must be",
                "{\"model\" | {\"callback_url\":7,\"model\" | 'callback_url' must be",
                "{\"mode\" | {\"multi_prompt\":[],\"mode\" | 'multi_prompt' needs multi_shot true",
                "{\"mode\" | {\"mode\":\"pro\",\"mode\" | Duplicate field"
            })
    void whatIsNotDocumentedIsRefused(String right, String wrong, String info) {
        assertThat(ONE).contains(right);
        assertRefused(ONE.replace(right, wrong), info);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"7\" | \"8\" | the shots last 7 seconds, 'duration' is 8",
                "\"duration\":3 | \"duration\":\"3\" | .duration must be an integer",
                "\"duration\":3 | \"duration\":0 | .duration must be 1 to 15, got 0",
                "\"duration\":3 | \"duration\":3,\"camera\":\"pan\" | unknown field 'camera'",
                "\"Rain.\" | \"\" | 'multi_prompt[0]'.prompt must not be empty",
                "\"Rain.\" | 7 | 'multi_prompt[0]'.prompt must not be empty",
                "{\"duration\":3,\"prompt\":\"Rain.\"} | \"Rain.\" | 'multi_prompt[0]' must be an object"
            })
    void wrongShotsAreRefused(String right, String wrong, String info) {
        assertThat(TWO).contains(right);
        assertRefused(TWO.replace(right, wrong), info);
    }

    @Test
    void limitsHoldToTheCharacter() throws RefusedException, IOException {
        assertThat(read(TWO.replace("Rain.", "雨".repeat(512))).seconds()).isEqualTo(7);
        assertThat(read(TWO.replace("Rain.", "😀".repeat(512))).seconds()).isEqualTo(7);
        assertRefused(TWO.replace("Rain.", "雨".repeat(513)), "has 513 characters, at most 512");
        assertThat(read(ONE.replace("Rain on stone.", "x".repeat(2500))).seconds())
                .isEqualTo(3);
        assertRefused(ONE.replace("Rain on stone.", "x".repeat(2501)), "has 2501 characters, at most 2500");
    }

    @Test
    void oneToSixShotsAreTaken() throws RefusedException, IOException {
        String shot = "{\"duration\":1,\"prompt\":\"x\"}";
        String shots = "[{\"duration\":3,\"prompt\":\"Rain.\"},{\"duration\":4,\"prompt\":\"Sun.\"}]";
        assertThat(read(TWO.replace(shots, "[" + (shot + ",").repeat(5) + shot + "]")
                                .replace("\"7\"", "\"6\""))
                        .seconds())
                .isEqualTo(6);
        assertRefused(TWO.replace(shots, "[" + (shot + ",").repeat(6) + shot + "]"), "must have 1 to 6 shots, got 7");
        assertRefused(TWO.replace(shots, "[]"), "must have 1 to 6 shots, got 0");
        assertRefused(TWO.replace("\"multi_prompt\":" + shots + ",", ""), "'multi_prompt' is needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "\"text\"", "{", "{} {}", "{\"model\":1}", "{\"model\":\"x\"}"})
    void whatIsNoRequestIsRefused(String body) {
        assertRefused(body, "");
    }
}
