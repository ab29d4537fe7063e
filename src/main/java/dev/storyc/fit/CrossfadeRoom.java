package dev.storyc.fit;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Rule;
import dev.storyc.expand.FilmScene;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A crossfade takes at most half of either clip it lies between, so that a clip's two never meet.
 *
 * <p>Whatever the model: a film is looked at as a whole here, once it is known which scenes a variant has.
 */
final class CrossfadeRoom {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private CrossfadeRoom() {}

    /** @param scenes the clips of one film, in order */
    static void judge(List<FilmScene> scenes, List<Diagnostic> findings) {
        @Nullable FilmScene before = null;
        for (int i = 0; i < scenes.size(); i++) {
            FilmScene scene = scenes.get(i);
            if (!scene.cut().enabled()) {
                continue;
            }
            if (before != null && scene.cut().crossfade().signum() > 0) {
                judge(before, scene, findings);
            }
            before = scene;
        }
    }

    private static void judge(FilmScene before, FilmScene scene, List<Diagnostic> findings) {
        FilmScene shorter = before.clipSeconds() < scene.clipSeconds() ? before : scene;
        BigDecimal seconds = BigDecimal.valueOf(shorter.clipSeconds());
        BigDecimal wanted = scene.cut().crossfade();
        // A clip without a length was found to be wrong before.
        if (seconds.signum() <= 0 || wanted.multiply(TWO).compareTo(seconds) <= 0) {
            return;
        }
        String most = seconds.divide(TWO).toPlainString();
        findings.add(Findings.at(
                scene.cut().origin(),
                Rule.CROSSFADE_TOO_LONG,
                "the crossfade from `" + before.id() + "` into `" + scene.id() + "` takes " + wanted.toPlainString()
                        + " s, and `" + shorter.id() + "` is " + seconds + " s: " + most + " s at most",
                "write `seconds: " + most + "` or less, or make `" + shorter.id() + "` longer"));
    }
}
