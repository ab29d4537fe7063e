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
import java.util.stream.Collectors;

/** A duration written beside a list of shots is their sum. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ShotSum.Check.class)
@interface ShotSum {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The rule itself. */
    final class Check implements FitRule<ShotSum> {
        @Override
        public boolean asksTexts() {
            return false;
        }

        @Override
        public void check(Candidate candidate, VideoModel model, List<Diagnostic> findings) {
            if (!Findings.shotAtFault(candidate.scene(), model)) {
                judge(candidate.scene(), findings);
            }
        }

        /** Adds a finding if a scene says another length than its shots make. */
        static void judge(FilmScene scene, List<Diagnostic> findings) {
            int sum = scene.clipSeconds();
            boolean written =
                    scene.form() == FilmScene.Form.LIST && !scene.duration().standIn() && scene.seconds() >= 0;
            if (!written || sum <= 0 || sum == scene.seconds()) {
                return;
            }
            String parts = scene.shots().stream()
                    .map(shot -> String.valueOf(shot.seconds()))
                    .collect(Collectors.joining(" + "));
            findings.add(Findings.at(
                    scene.duration(),
                    Rule.SHOT_SUM_MISMATCH,
                    "the scene says " + scene.seconds() + " s, and "
                            + (scene.shots().size() == 1 ? "its one shot is " : "its shots are " + parts + " = ")
                            + sum + " s",
                    "write `duration: " + sum + "`, leave it out, or change the shots"));
        }
    }
}
