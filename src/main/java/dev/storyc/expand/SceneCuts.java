package dev.storyc.expand;

import dev.storyc.board.Cut;
import dev.storyc.board.Scene;
import dev.storyc.board.Storyboard;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.Rule;
import java.math.BigDecimal;
import java.util.List;

/** Works out what each scene's {@code cut} comes to with that at the top, and finds what has no effect. */
final class SceneCuts {
    private static final BigDecimal CROSSFADE_SECONDS = new BigDecimal("0.5");

    private final Located<Storyboard> located;
    private final Cut above;

    SceneCuts(Located<Storyboard> located) {
        this.located = located;
        this.above = located.value().cut();
    }

    /** @param origin where the scene is written */
    SceneCut of(Scene scene, FieldPath path, Origin origin) {
        Cut cut = scene.cut().over(above);
        // Whether there is a cut at all, the top says alone: a scene can't bring it back.
        boolean enabled = !Boolean.FALSE.equals(scene.cut().enabled());
        boolean captions = cut.captions() != Cut.Captions.NONE;
        if (cut.transition() != Cut.Transition.CROSSFADE) {
            return new SceneCut(enabled, captions, BigDecimal.ZERO, origin);
        }
        BigDecimal seconds = cut.seconds() == null ? CROSSFADE_SECONDS : cut.seconds();
        FieldPath from = cut.seconds() != null
                ? (scene.cut().seconds() == null ? FieldPath.ROOT : path)
                        .child("cut")
                        .child("seconds")
                : (scene.cut().transition() == null ? FieldPath.ROOT : path)
                        .child("cut")
                        .child("transition");
        // A length that isn't positive was found to be wrong before.
        return new SceneCut(
                enabled, captions, seconds.max(BigDecimal.ZERO), new Origin(located.span(from), origin.way()));
    }

    /** What is said and has no effect. */
    void idle(List<Diagnostic> findings) {
        List<Scene> scenes = located.value().scenes();
        boolean crossfades = false;
        boolean anyLeft = scenes.isEmpty();
        for (int i = 0; i < scenes.size(); i++) {
            Cut own = scenes.get(i).cut();
            FieldPath path = FieldPath.ROOT.child("scenes").at(i).child("cut");
            boolean crossfade = own.over(above).transition() == Cut.Transition.CROSSFADE;
            boolean broken = located.brokenWithin(path);
            crossfades |= crossfade || broken;
            anyLeft |= !Boolean.FALSE.equals(own.enabled());
            if (own.seconds() != null && !crossfade && !broken && !brokenAbove()) {
                idle(
                        path.child("seconds"),
                        "`seconds` is the length of a crossfade, and this scene has none",
                        "add `transition: crossfade`, or remove it",
                        findings);
            }
            if (i == 0 && own.transition() == Cut.Transition.CROSSFADE) {
                idle(
                        path.child("transition"),
                        "a scene's transition leads from the scene before into it, and this is the first",
                        "write it on the scene after this one",
                        findings);
            }
        }
        FieldPath top = FieldPath.ROOT.child("cut");
        if (above.seconds() != null && !crossfades && !brokenAbove()) {
            idle(
                    top.child("seconds"),
                    "`seconds` is the length of a crossfade, and no scene has one",
                    "add `transition: crossfade`, or remove it",
                    findings);
        }
        if (!anyLeft && !Boolean.FALSE.equals(above.enabled())) {
            idle(
                    FieldPath.ROOT.child("scenes"),
                    "every scene says `enabled: false`, so that there is nothing to cut",
                    "write `cut: { enabled: false }` once, at the top",
                    findings);
        }
    }

    private boolean brokenAbove() {
        return located.brokenWithin(FieldPath.ROOT.child("cut"))
                || located.broken().contains(FieldPath.ROOT.child("uses"));
    }

    private void idle(FieldPath path, String message, String hint, List<Diagnostic> findings) {
        findings.add(Diagnostic.of(Rule.CUT_WITHOUT_EFFECT, located.keySpan(path), message, hint));
    }
}
