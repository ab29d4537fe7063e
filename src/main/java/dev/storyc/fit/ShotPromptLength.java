package dev.storyc.fit;

import dev.storyc.catalog.VideoModel;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Rule;
import dev.storyc.expand.FilmShot;
import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** The prompt of one shot of several keeps to the model's length. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ShotPromptLength.Check.class)
@interface ShotPromptLength {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The rule itself. */
    final class Check implements FitRule<ShotPromptLength> {
        @Override
        public void check(Candidate candidate, VideoModel model, List<Diagnostic> findings) {
            if (model.limits().multiShot()) {
                List<FilmShot> shots = candidate.scene().shots();
                for (int i = 0; i < shots.size(); i++) {
                    Findings.length(
                            shots.get(i).prompt(),
                            "the prompt of this shot",
                            model.limits().shotPromptCharacters(),
                            Rule.SHOT_PROMPT_TOO_LONG,
                            findings);
                }
            }
        }
    }
}
