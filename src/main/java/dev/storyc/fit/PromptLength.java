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
import java.util.Map;

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
            if (scene.settings().isEmpty()) {
                return;
            }
            for (Map.Entry<String, Rendered> setting : scene.settings().entrySet()) {
                ArgumentSpec spec = model.argument(setting.getKey()).orElse(null);
                if (spec != null && spec.maxCharacters() > 0) {
                    String what = "`" + setting.getKey() + "`";
                    Findings.length(setting.getValue(), what, spec.maxCharacters(), Rule.PROMPT_TOO_LONG, findings);
                }
            }
        }
    }
}
