package dev.storyc.fit;

import dev.storyc.expand.FilmScene;
import dev.storyc.expand.Rendered;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scenes of the films just before that no rule found fault with: variants of one row share many of their texts and nearly
 * all of their lengths and settings, and what passed once need not be looked at again.
 *
 * <p>It stands on this: every rule looks either at a scene's lengths and settings or at a text in its place. So a scene
 * passes if its shape passed with other texts, and each of its texts passed in the same place of another. One memory serves
 * one thread.
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

    /** What the rules have to look at: the scene, without its settings where they passed, or null if all of it did. */
    @Nullable
    FilmScene unknown(FilmScene scene, String ofModel) {
        Lately lately = model.equals(ofModel) ? byNumber.get(scene.number()) : null;
        if (lately == null || !holdsShape(lately, scene)) {
            return scene;
        }
        for (int place = 0; place < 2 + 2 * scene.shots().size(); place++) {
            Rendered text = text(scene, place);
            if (text != null && !holds(lately, text, place)) {
                return scene.withSettings(Map.of());
            }
        }
        return null;
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

    @SuppressWarnings("ReferenceEquality") // A text that is equal may stand for another place.
    private static boolean holds(Lately lately, Rendered text, int place) {
        for (int i = 1; i <= KEPT; i++) {
            FilmScene passed = lately.scenes[(lately.next - i) & (KEPT - 1)];
            if (passed == null) {
                return false;
            }
            if (text(passed, place) == text) {
                return true;
            }
        }
        return false;
    }

    /** The text in a place: of the scene itself, then of its shots. */
    private static @Nullable Rendered text(FilmScene scene, int place) {
        int shot = place / 2 - 1;
        if (shot < 0) {
            return place == 0 ? scene.prompt() : scene.caption();
        }
        if (shot >= scene.shots().size()) {
            return null;
        }
        return place % 2 == 0
                ? scene.shots().get(shot).prompt()
                : scene.shots().get(shot).caption();
    }
}
