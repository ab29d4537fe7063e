package dev.storyc.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Expectation;
import dev.storyc.lower.Key;
import dev.storyc.lower.Payload;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** A clip as the queue keeps it: all a worker needs to buy its film and prove it. */
final class ClipText {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private ClipText() {}

    static String write(Clip clip) {
        ObjectNode node = JSON.createObjectNode();
        node.put("storyboard", clip.storyboard());
        node.put("variant", clip.variant());
        node.put("clip", clip.id());
        node.put("number", clip.number());
        node.put("take", clip.take());
        node.put("cut", clip.cut());
        node.put("model", clip.payload().model());
        node.set("args", JSON.valueToTree(clip.payload().args()));
        node.put("seconds", clip.seconds());
        BigDecimal usd = clip.price();
        // As text: a number's last zeros would be gone, and manifests tell prices as the catalogue writes them.
        node.put("price_usd", usd == null ? null : usd.toPlainString());
        Expectation expected = clip.expected();
        node.putObject("expected")
                .put("seconds", expected.seconds())
                .put("width", expected.width())
                .put("height", expected.height())
                .put("sound", expected.sound());
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /**
     * The clip of a row.
     *
     * @throws IllegalStateException if what the row holds isn't what its key names: it must not be bought
     */
    static Clip read(String text, Key key) {
        try {
            JsonNode node = JSON.readTree(text);
            Map<String, Object> args = new LinkedHashMap<>();
            node.required("args").properties().forEach(e -> args.put(e.getKey(), value(e.getValue())));
            JsonNode expected = node.required("expected");
            JsonNode price = node.path("price_usd");
            Clip clip = new Clip(
                    node.required("storyboard").asText(),
                    node.required("variant").asText(),
                    node.required("clip").asText(),
                    node.required("number").asInt(),
                    node.required("take").asInt(),
                    node.required("cut").asBoolean(),
                    new Payload(node.required("model").asText(), args),
                    node.required("seconds").asInt(),
                    price.isTextual() ? new BigDecimal(price.asText()) : null,
                    new Expectation(
                            expected.required("seconds").asInt(),
                            expected.required("width").asInt(),
                            expected.required("height").asInt(),
                            expected.required("sound").asBoolean()));
            if (!clip.key().equals(key)) {
                throw new IllegalStateException("the queue's row of " + key + " holds another request, " + clip.key());
            }
            return clip;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the queue's row of " + key + " can't be read", e);
        }
    }

    private static Object value(JsonNode node) {
        return JSON.convertValue(node, Object.class);
    }
}
