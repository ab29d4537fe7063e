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

/** A list has as many shots as one clip can hold. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ShotCount.Check.class)
@interface ShotCount {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The rule itself. */
    final class Check implements FitRule<ShotCount> {
        @Override
        public boolean asksTexts() {
            return false;
        }

        @Override
        public void check(Candidate candidate, VideoModel model, List<Diagnostic> findings) {
            FilmScene scene = candidate.scene();
            if (scene.form() != FilmScene.Form.LIST || !model.limits().multiShot()) {
                return;
            }
            int count = scene.shots().size();
            if (count == 0) {
                findings.add(Findings.at(
                        scene.origin(),
                        Rule.NO_SHOTS,
                        "no shot of this scene is left in this variant",
                        "give the scene the same condition as its shots, or keep one of them"));
            } else if (count > model.limits().maxShots() && !(scene.split() && Findings.shotAtFault(scene, model))) {
                findings.add(Findings.at(
                        scene.origin(),
                        Rule.TOO_MANY_SHOTS,
                        "this scene has " + count + " shots, and one clip holds "
                                + model.limits().minShots() + " to "
                                + model.limits().maxShots(),
                        "let storyc cut it with `split: true`, or make two scenes of it"));
            }
        }
    }
}
