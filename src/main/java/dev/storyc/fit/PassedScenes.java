package dev.storyc.fit;

import dev.storyc.expand.FilmScene;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scenes of the films just before that no rule found fault with: variants of one row share many of their texts and nearly
 * all of their lengths and settings, and what passed once need not be looked at again.
 *
 * <p>It stands on this: every rule looks either at a scene's lengths and settings or at a text in its place. So a scene
 * passes if its shape passed with other texts, and its texts with another shape. One memory serves one thread.
 */
final class PassedScenes {
    /** More than the combinations of most matrices turn one scene over, and few enough to be looked through. */
    private static final int KEPT = 16;

    private final Map<Integer, Lately> byNumber = new HashMap<>();
    private String model = "";

    private static final class Lately {
        private final @Nullable FilmScene[] scenes = new FilmScene[KEPT];
        private int next;
        // Where the texts of one were found. Those of the next are most often beside it: variants come in turns.
        private int found;
    }

    /** How much of a scene passed before. */
    enum Part {
        NOTHING,
        /** Everything but its texts. */
        SHAPE,
        ALL
    }

    /** How much of a scene needs no second look. */
    Part passed(FilmScene scene, String ofModel) {
        Lately lately = model.equals(ofModel) ? byNumber.get(scene.number()) : null;
        if (lately == null || !holdsShape(lately, scene)) {
            return Part.NOTHING;
        }
        return holdsTexts(lately, scene) ? Part.ALL : Part.SHAPE;
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

    private static boolean holdsShape(Lately lately, FilmScene scene) {
        for (int i = 1; i <= KEPT; i++) {
            FilmScene passed = lately.scenes[(lately.next - i) & (KEPT - 1)];
            if (passed == null || passed.sharesShape(scene)) {
                return passed != null;
            }
        }
        return false;
    }

    private static boolean holdsTexts(Lately lately, FilmScene scene) {
        for (int i = 1; i <= KEPT; i++) {
            int at = (lately.found + i) & (KEPT - 1);
            FilmScene passed = lately.scenes[at];
            if (passed != null && passed.sharesTexts(scene)) {
                lately.found = at;
                return true;
            }
        }
        return false;
    }
}
