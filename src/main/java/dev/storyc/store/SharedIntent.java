package dev.storyc.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.job.Asked;
import dev.storyc.lower.Key;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a machine tells the others before it buys. Nothing of it is secret: neither an API key nor a callback's token is in
 * it.
 *
 * @param ledger the ledger that has the attempt
 * @param machine what people call the machine
 * @param build the build that made it
 * @param once tells it from every other, so that who reads it back knows whether it is the own one
 * @param at when, by that machine's clock
 */
record SharedIntent(String ledger, String machine, String build, String once, Instant at, Asked asked) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 1;

    byte[] bytes() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("version", VERSION);
        node.put("ledger", ledger);
        node.put("machine", machine);
        node.put("build", build);
        node.put("once", once);
        node.put("at", at.toString());
        node.put("storyboard", asked.storyboard());
        node.put("variant", asked.variant());
        node.put("clip", asked.clip());
        node.put("take", asked.take());
        BigDecimal estimate = asked.estimate();
        node.put("estimate_usd", estimate == null ? null : estimate.toPlainString());
        node.put("request", asked.request());
        return (node + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What was told of this key.
     *
     * @throws IllegalArgumentException if that isn't what these bytes are
     */
    static SharedIntent of(byte[] bytes, Key key) {
        try {
            JsonNode node = JSON.readTree(bytes);
            int version = node.path("version").asInt();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "it is of version " + version + ", and this storyc knows " + VERSION);
            }
            String request = text(node, "request");
            if (!key.hex().equals(digest(request))) {
                throw new IllegalArgumentException("it is of another request than its name says");
            }
            JsonNode estimate = node.path("estimate_usd");
            @Nullable BigDecimal usd = estimate.isTextual() ? new BigDecimal(estimate.textValue()) : null;
            Asked asked = new Asked(
                    key,
                    text(node, "storyboard"),
                    text(node, "variant"),
                    text(node, "clip"),
                    node.path("take").asInt(1),
                    request,
                    usd);
            return new SharedIntent(
                    text(node, "ledger"),
                    text(node, "machine"),
                    text(node, "build"),
                    text(node, "once"),
                    Instant.parse(text(node, "at")),
                    asked);
        } catch (IOException | NumberFormatException | DateTimeException e) {
            throw new IllegalArgumentException("it can't be read", e);
        }
    }

    static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("it lacks `" + name + "`");
        }
        return value.textValue();
    }

    private static String digest(String request) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(request.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
