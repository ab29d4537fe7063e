package dev.storyc.fit;

import dev.storyc.catalog.ArgumentSpec;
import dev.storyc.catalog.VideoModel;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Rule;
import dev.storyc.expand.FilmScene;
import dev.storyc.expand.Rendered;
import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** Prompts of whole clips and negative prompts keep to the model's length. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = PromptLength.Check.class)
@interface PromptLength {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The rule itself. */
    final class Check implements FitRule<PromptLength> {
        @Override
        public void check(Candidate candidate, VideoModel model, List<Diagnostic> findings) {
            FilmScene scene = candidate.scene();
            Rendered prompt = scene.prompt();
            if (scene.form() != FilmScene.Form.LIST && prompt != null) {
                Findings.length(
                        prompt, "the prompt", model.limits().promptCharacters(), Rule.PROMPT_TOO_LONG, findings);
            }
            scene.settings().forEach((name, value) -> {
                int most = model.argument(name).map(ArgumentSpec::maxCharacters).orElse(0);
                if (most > 0) {
                    Findings.length(value, "`" + name + "`", most, Rule.PROMPT_TOO_LONG, findings);
                }
            });
        }
    }
}
