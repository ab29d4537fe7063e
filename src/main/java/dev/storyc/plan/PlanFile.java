package dev.storyc.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.lower.Key;
import dev.storyc.manifest.ManifestRow.Place;
import dev.storyc.plan.Allowance.Line;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The form of an allowance as a file: JSON, one clip a line, at its end the SHA-256 of all the rest as JSON without white
 * space. Laid out anew it stays the same; any other edit shows.
 */
public final class PlanFile {
    /** The version this storyc writes, and the newest it reads. */
    public static final int VERSION = 1;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** A text that can't be gone by. The message is for people, and says what it is. */
    public static final class Unfit extends Exception {
        Unfit(String message) {
            super(message);
        }
    }

    /** An allowance as it was read, with what names this very file. */
    public record Bound(Allowance allowance, String digest) {}

    /** The file's text, with a line end at its end. */
    public String write(Allowance allowance) {
        ObjectNode root = NODES.objectNode();
        root.put("version", VERSION);
        root.put("plan", allowance.id());
        root.put("made", allowance.made().toString());
        root.put("realm", allowance.realm());
        root.put("ledger", allowance.ledger());
        root.put("rebuy", allowance.rebuy());
        ArrayNode retry = root.putArray("retry");
        allowance.retry().stream().sorted().forEach(state -> retry.add(state.word()));
        ArrayNode clips = root.putArray("clips");
        allowance.lines().forEach(line -> clips.add(node(line)));
        try {
            StringBuilder text = new StringBuilder("{\n");
            for (String name : List.of("version", "plan", "made", "realm", "ledger", "rebuy", "retry")) {
                text.append("  \"" + name + "\": " + JSON.writeValueAsString(root.get(name)) + ",\n");
            }
            text.append("  \"clips\": [");
            String before = "\n    ";
            for (JsonNode clip : clips) {
                text.append(before).append(JSON.writeValueAsString(clip));
                before = ",\n    ";
            }
            return text + "\n  ],\n  \"digest\": \"" + digest(root) + "\"\n}\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** Whether a text is one that was written here, be it edited since or of a newer version. */
    public static boolean isPlan(String text) {
        try {
            return JSON.readTree(text) instanceof ObjectNode root
                    && root.path("digest").isTextual()
                    && root.path("plan").isTextual();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** @throws Unfit if the text is no plan, was edited, or is of a newer version */
    public Bound read(String text) throws Unfit {
        try {
            if (!(JSON.readTree(text) instanceof ObjectNode root)
                    || !root.path("digest").isTextual()) {
                throw new Unfit("is no plan that `storyc plan -o` wrote");
            }
            if (root.path("version").asInt() > VERSION) {
                throw new Unfit("is of version " + root.path("version").asInt() + ", and this storyc reads up to "
                        + VERSION + ": use the newer one");
            }
            String stated = root.remove("digest").asText();
            if (!stated.equals(digest(root))) {
                throw new Unfit("was edited or damaged since it was written: its digest is another");
            }
            return new Bound(allowance(root), stated);
        } catch (JsonProcessingException e) {
            throw new Unfit("is no plan that `storyc plan -o` wrote: " + e.getOriginalMessage());
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new Unfit("is no plan that this storyc understands: " + e.getMessage());
        }
    }

    private static Allowance allowance(ObjectNode root) throws Unfit {
        Set<StepState> retry = new HashSet<>();
        root.path("retry").forEach(word -> retry.add(state(word.asText())));
        List<Line> lines = new ArrayList<>();
        for (JsonNode clip : root.path("clips")) {
            lines.add(new Line(
                    new Place(
                            text(clip, "storyboard"),
                            text(clip, "variant"),
                            text(clip, "clip"),
                            clip.path("take").asInt()),
                    new Key(text(clip, "key")),
                    state(text(clip, "state")),
                    Step.Action.valueOf(text(clip, "action").toUpperCase(Locale.ROOT)),
                    price(clip.path("price_usd")),
                    price(clip.has("expected_usd") ? clip.path("expected_usd") : clip.path("price_usd"))));
        }
        return new Allowance(
                text(root, "plan"),
                Instant.parse(text(root, "made")),
                text(root, "realm"),
                text(root, "ledger"),
                root.path("rebuy").asBoolean(),
                retry,
                lines);
    }

    private static ObjectNode node(Line line) {
        ObjectNode node = NODES.objectNode();
        node.put("storyboard", line.place().storyboard());
        node.put("variant", line.place().variant());
        node.put("clip", line.place().clip());
        node.put("take", line.place().take());
        node.put("key", line.key().hex());
        node.put("state", line.state().word());
        node.put("action", line.action().name().toLowerCase(Locale.ROOT));
        node.put("price_usd", line.price());
        BigDecimal expected = line.expected();
        if (expected != null && line.price() != null && expected.compareTo(line.price()) != 0) {
            node.put("expected_usd", expected);
        }
        return node;
    }

    private static String text(JsonNode node, String name) throws Unfit {
        JsonNode field = node.path(name);
        if (!field.isTextual()) {
            throw new Unfit("is no plan that `storyc plan -o` wrote: it has no `" + name + "`");
        }
        return field.textValue();
    }

    private static StepState state(String word) {
        return StepState.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static @Nullable BigDecimal price(JsonNode node) {
        return node.isNumber() ? node.decimalValue() : null;
    }

    private static String digest(ObjectNode rest) throws JsonProcessingException {
        try {
            byte[] bytes = JSON.writeValueAsBytes(rest);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
