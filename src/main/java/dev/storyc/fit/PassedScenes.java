package dev.storyc.fit;

import dev.storyc.expand.FilmScene;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scenes of the films just before in which no rule found fault: nearly all variants share their lengths and settings with
 * one of them, and what passed once need not be looked at again. One memory serves one thread.
 *
 * <p>It stands on this: every rule looks either at a scene's lengths and settings or at a text in its place. So a scene
 * passes if its shape passed with other texts, and its texts with another shape, which is noted with the texts.
 */
final class PassedScenes {
    /** More than the combinations of most matrices turn one scene over, and few enough to be looked through. */
    private static final int KEPT = 16;

    private final Map<Integer, Lately> byNumber = new HashMap<>();
    private String model = "";

    private static final class Lately {
        private final @Nullable FilmScene[] scenes = new FilmScene[KEPT];
        private int next;
    }

    /** Whether one passed that differs from this in nothing but texts. */
    boolean holdsShape(FilmScene scene, String ofModel) {
        Lately lately = model.equals(ofModel) ? byNumber.get(scene.number()) : null;
        for (int i = 1; lately != null && i <= KEPT; i++) {
            FilmScene passed = lately.scenes[(lately.next - i) & (KEPT - 1)];
            if (passed == null || passed.sharesShape(scene)) {
                return passed != null;
            }
        }
        return false;
    }

    /** Notes a scene that passed. */
    void add(FilmScene scene, String ofModel) {
        if (!model.equals(ofModel)) {
            byNumber.clear();
            model = ofModel;
        }
        Lately lately = byNumber.get(scene.number());
        if (lately == null) {
            lately = new Lately();
            byNumber.put(scene.number(), lately);
        }
        lately.scenes[lately.next] = scene;
        lately.next = (lately.next + 1) & (KEPT - 1);
    }
}
