package dev.storyc.fit;

import dev.storyc.catalog.VideoModel;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Rule;
import dev.storyc.expand.FilmScene;
import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** A clip is as long as the model makes clips. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ClipSeconds.Check.class)
@interface ClipSeconds {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The rule itself. */
    final class Check implements FitRule<ClipSeconds> {
        @Override
        public boolean asksTexts() {
            return false;
        }

        @Override
        public void check(Candidate candidate, VideoModel model, List<Diagnostic> findings) {
            FilmScene scene = candidate.scene();
            int seconds = scene.clipSeconds();
            boolean unsized =
                    scene.form() == FilmScene.Form.LIST && scene.shots().isEmpty();
            if (seconds < 0 || unsized || model.limits().clipSeconds().contains(seconds)) {
                return;
            }
            if (!Findings.shotAtFault(scene, model)) {
                findings.add(Findings.at(
                        scene.duration(),
                        Rule.CLIP_DURATION,
                        (scene.form() == FilmScene.Form.LIST ? "the shots of this scene add up to " : "this scene is ")
                                + seconds
                                + " s, and a clip of " + model.title() + " may be "
                                + model.limits().clipSecondsInWords() + " s",
                        hint(scene, seconds, model)));
            }
        }

        private static String hint(FilmScene scene, int seconds, VideoModel model) {
            if (seconds < model.limits().minClipSeconds()) {
                int least = model.limits().minClipSeconds();
                return scene.form() == FilmScene.Form.LIST
                        ? "make its shots longer, or add one: it needs at least " + least + " s"
                        : "write `duration: " + least + "`"
                                + (model.limits().clipSeconds().contains(least + 1) ? " or more" : "");
            }
            if (seconds < model.limits().maxClipSeconds()) {
                return "choose one of these lengths";
            }
            return scene.form() == FilmScene.Form.LIST
                    ? "let storyc cut it with `split: true`, or make two scenes of it"
                    : "make two scenes of it";
        }
    }
}
