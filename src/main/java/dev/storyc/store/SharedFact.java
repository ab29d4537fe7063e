package dev.storyc.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a machine tells the others of an attempt later on.
 *
 * @param state {@code submitted} with a job, else what it came to: {@code refused}, {@code retracted}…
 * @param jobId the far end's name for it, or null before there is one
 * @param amount what the create's answer said it costs, as sent, or null
 * @param charged US dollars, or null where unknown
 * @param words why, for people, or null
 * @param by the person who decided it, or null where nobody did
 * @param machine what people call the machine that tells it
 * @param at when, by that machine's clock
 */
record SharedFact(
        String state,
        @Nullable String jobId,
        @Nullable String amount,
        @Nullable BigDecimal charged,
        @Nullable String words,
        @Nullable String by,
        String machine,
        Instant at) {
    /** The state of an intent that surely was not sent. */
    static final String RETRACTED = "retracted";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    byte[] bytes() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("version", 1);
        node.put("state", state);
        node.put("job_id", jobId);
        node.put("amount", amount);
        node.put("charged_usd", charged == null ? null : charged.toPlainString());
        node.put("words", words);
        node.put("by", by);
        node.put("machine", machine);
        node.put("at", at.toString());
        return (node + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What was told.
     *
     * @throws IllegalArgumentException if that isn't what these bytes are
     */
    static SharedFact of(byte[] bytes) {
        try {
            JsonNode node = JSON.readTree(bytes);
            String charged = or(node, "charged_usd");
            return new SharedFact(
                    SharedIntent.text(node, "state"),
                    or(node, "job_id"),
                    or(node, "amount"),
                    charged == null ? null : new BigDecimal(charged),
                    or(node, "words"),
                    or(node, "by"),
                    SharedIntent.text(node, "machine"),
                    Instant.parse(SharedIntent.text(node, "at")));
        } catch (IOException | NumberFormatException | DateTimeException e) {
            throw new IllegalArgumentException("it can't be read", e);
        }
    }

    private static @Nullable String or(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isTextual() ? value.textValue() : null;
    }
}
