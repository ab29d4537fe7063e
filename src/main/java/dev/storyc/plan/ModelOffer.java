package dev.storyc.plan;

import dev.storyc.plan.Comparison.Sum;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one storyboard would cost on one model if everything were rendered anew; what is held is held of its own model.
 *
 * @param model the model's id
 * @param own whether it is the storyboard's model
 * @param held what it would come to, of the scenes that the model can hold; equal requests count once
 * @param dropped settings that the model doesn't have, and would not be sent, with the number of scenes that have them
 * @param refused scenes that it can't hold
 */
public record ModelOffer(
        String storyboard, String model, boolean own, Sum held, Map<String, Integer> dropped, List<Refusal> refused) {
    public ModelOffer {
        dropped = Collections.unmodifiableMap(new LinkedHashMap<>(dropped));
        refused = List.copyOf(refused);
    }

    /**
     * A scene that a model can't hold.
     *
     * @param clip the scene's id
     * @param why in words
     * @param variants in how many variants
     * @param variant the first of them
     */
    public record Refusal(String clip, String why, int variants, String variant) {
        String where() {
            return variants == 1 ? "in " + variant : "in " + variants + " variants";
        }
    }

    /** Whether the model can hold all of it. */
    public boolean whole() {
        return refused.isEmpty();
    }

    String droppedWords() {
        return String.join(", ", dropped.keySet());
    }
}
