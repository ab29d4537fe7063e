package dev.storyc.validate;

import dev.storyc.board.KnownModel;
import dev.storyc.board.Scene;
import dev.storyc.board.Settings;
import dev.storyc.board.Storyboard;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.catalog.VideoModel;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.NearestName;
import dev.storyc.diagnostic.Rule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;

/** The model is known, and takes the settings and the forms of scene that are written. */
public final class KnownModelValidator implements FindingValidator<KnownModel, Storyboard> {
    private static final Set<String> OF_SCENES =
            Set.of("duration", "multi_shot", "shot_type", "prompt", "multi_prompt");

    @Override
    public void check(Storyboard storyboard, HibernateConstraintValidatorContext context, List<Finding> findings) {
        ModelCatalog catalog = context.getConstraintValidatorPayload(ModelCatalog.class);
        Optional<VideoModel> known = catalog.find(storyboard.model());
        if (known.isEmpty()) {
            findings.add(Finding.at(
                    "model",
                    Rule.UNKNOWN_MODEL,
                    "no model `" + storyboard.model() + "` is known",
                    NearestName.of(storyboard.model(), catalog.ids())
                                    .map(near -> "did you mean `" + near + "`? ")
                                    .orElse("")
                            + "known are " + NearestName.list(catalog.ids())));
            return;
        }
        VideoModel model = known.get();
        settings(model, storyboard.settings(), path -> path, findings);
        for (int i = 0; i < storyboard.scenes().size(); i++) {
            int at = i;
            Scene scene = storyboard.scenes().get(i);
            UnaryOperator<FieldPath> way = path -> path.child("scenes").at(at);
            settings(model, scene.settings(), way, findings);
            if (!model.limits().multiShot() && (scene.auto() || scene.shots() != null)) {
                findings.add(
                        new Finding(
                                Rule.MULTI_SHOT_UNSUPPORTED,
                                path -> way.apply(path).child("shots"),
                                true,
                                model.title() + " makes clips of one shot only",
                                "make each shot a scene of its own with `prompt` and `duration`, or choose a multi-shot model"));
            }
        }
    }

    private static void settings(
            VideoModel model, Settings settings, UnaryOperator<FieldPath> way, List<Finding> findings) {
        for (String name : settings.values().keySet()) {
            UnaryOperator<FieldPath> at =
                    path -> way.apply(path).child("settings").at(name);
            if (OF_SCENES.contains(name)) {
                findings.add(new Finding(
                        Rule.SETTING_OF_SCENE,
                        at,
                        true,
                        "`" + name + "` is no setting: the scene's own `shots`, `duration` and `prompt` make it",
                        "remove it here"));
            } else if (!model.settingNames().contains(name)) {
                findings.add(new Finding(
                        Rule.UNKNOWN_SETTING,
                        at,
                        true,
                        model.title() + " documents no argument `" + name + "`",
                        NearestName.hint(name, model.settingNames())));
            }
        }
    }
}
