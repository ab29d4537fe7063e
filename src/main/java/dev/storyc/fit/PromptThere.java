package dev.storyc.fit;

import dev.storyc.catalog.VideoModel;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Rule;
import dev.storyc.expand.FilmScene;
import dev.storyc.expand.FilmShot;
import dev.storyc.expand.Rendered;
import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** Every prompt that is sent says something. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = PromptThere.Check.class)
@interface PromptThere {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The rule itself. */
    final class Check implements FitRule<PromptThere> {
        @Override
        public void check(Candidate candidate, VideoModel model, List<Diagnostic> findings) {
            FilmScene scene = candidate.scene();
            if (scene.form() == FilmScene.Form.LIST) {
                List<FilmShot> shots = scene.shots();
                for (int i = 0; i < shots.size(); i++) {
                    blank(shots.get(i).prompt(), "shot", findings);
                }
            } else if (scene.prompt() != null) {
                blank(scene.prompt(), "scene", findings);
            }
        }

        private static void blank(Rendered prompt, String what, List<Diagnostic> findings) {
            if (!prompt.standIn() && prompt.isBlank()) {
                findings.add(Findings.at(
                        prompt.origin(),
                        Rule.BLANK_PROMPT,
                        "the prompt of this " + what + " is empty once it is rendered",
                        "write what is seen; if a variable is empty here, give it a value"));
            }
        }
    }
}
