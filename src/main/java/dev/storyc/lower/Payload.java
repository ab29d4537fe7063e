package dev.storyc.lower;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a model is asked for, without anything about who asks.
 *
 * @param model the model's id, such as {@code kwaivgi/kling-3.0/text-to-video}
 * @param args the arguments by their wire names, in the order the catalogue lists them; values are String, Integer,
 *     Long, BigDecimal, Boolean, or Lists and Maps of these
 */
public record Payload(String model, Map<String, Object> args) {
    public Payload {
        args = Collections.unmodifiableMap(new LinkedHashMap<>(args));
    }
}
