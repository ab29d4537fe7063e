package dev.storyc.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.lower.RequestKey;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt asks for, and for whom, so that people recognise it in the ledger.
 *
 * @param key what is paid for
 * @param storyboard the storyboard of the first clip that wants the key
 * @param variant its variant
 * @param clip its clip
 * @param take which take
 * @param request the key's canonical bytes as text: model, arguments and take, to compare an adopted job with
 * @param estimate US dollars by the catalogue, or null where no price is known
 */
public record Asked(
        Key key,
        String storyboard,
        String variant,
        String clip,
        int take,
        String request,
        @Nullable BigDecimal estimate) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What this clip asks for. */
    public static Asked by(Clip clip) {
        return new Asked(
                clip.key(),
                clip.storyboard(),
                clip.variant(),
                clip.id(),
                clip.take(),
                new String(RequestKey.canonical(clip.payload(), clip.take()), StandardCharsets.UTF_8),
                clip.price());
    }

    /** The video model that is asked. */
    public String model() {
        return tree().path("model").asText();
    }

    private JsonNode tree() {
        try {
            return JSON.readTree(request);
        } catch (JsonProcessingException e) {
            throw new LedgerException("the ledger's request of " + key + " can't be read", e);
        }
    }

    /** {@code storyboard/variant/clip}, with {@code #n} for a take after the first. */
    public String address() {
        return storyboard + "/" + variant + "/" + clip + (take == 1 ? "" : "#" + take);
    }
}
