package dev.storyc.validate;

import dev.storyc.board.OneForm;
import dev.storyc.board.Scene;
import dev.storyc.diagnostic.Rule;
import java.util.List;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;
import org.jspecify.annotations.Nullable;

/** A scene is one shot, {@code shots: auto}, or a list of shots. */
public final class OneFormValidator implements FindingValidator<OneForm, Scene> {
    @Override
    public void check(Scene scene, HibernateConstraintValidatorContext context, List<Finding> findings) {
        if (scene.shots() == null) {
            wanted(scene, "prompt", scene.prompt(), "what is seen, such as `prompt: Rain on a window`", findings);
            wanted(scene, "duration", scene.duration(), "its length in whole seconds, such as `duration: 5`", findings);
            return;
        }
        if (scene.shots().isEmpty()) {
            findings.add(Finding.at(
                    "shots",
                    Rule.NO_SHOTS,
                    "this scene has an empty list of shots",
                    "add a shot, or give the scene a `prompt` and a `duration`"));
        }
        if (scene.prompt() != null) {
            findings.add(new Finding(
                    Rule.PROMPT_IGNORED,
                    path -> path.child("prompt"),
                    true,
                    "a prompt beside a list of shots is not sent, for the model ignores it",
                    "move what it says into the shots' prompts, or into `notes`"));
        }
    }

    private static void wanted(
            Scene scene, String key, @Nullable String value, String example, List<Finding> findings) {
        if (value == null) {
            String form = scene.auto() ? "a scene with `shots: auto`" : "a scene without a list of shots";
            findings.add(new Finding(
                    Rule.MISSING_KEY,
                    path -> path.child(key),
                    false,
                    form + " needs a `" + key + "`",
                    "add " + example));
        }
    }
}
