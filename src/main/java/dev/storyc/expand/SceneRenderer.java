package dev.storyc.expand;

import dev.storyc.board.Condition;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Renders the scenes of one variant. */
final class SceneRenderer {
    private final Scope scope;
    private final Set<Condition> unjudged;
    private final Predicate<Condition> matches;
    private final List<Diagnostic> diagnostics;

    /**
     * @param unjudged conditions that can't be judged; what they stand on is kept
     * @param matches whether a condition holds for this variant
     */
    SceneRenderer(Scope scope, Set<Condition> unjudged, Predicate<Condition> matches, List<Diagnostic> diagnostics) {
        this.scope = scope;
        this.unjudged = unjudged;
        this.matches = matches;
        this.diagnostics = diagnostics;
    }

    boolean keeps(@Nullable Condition when, @Nullable Condition unless) {
        return (when == null || unjudged.contains(when) || matches.test(when))
                && (unless == null || unjudged.contains(unless) || !matches.test(unless));
    }

    FilmScene render(PreparedScene scene) {
        Scope inScene = scope.with(scene.with());
        Map<String, Rendered> settings = new LinkedHashMap<>();
        scene.settings().forEach((name, template) -> settings.put(name, render(template, inScene)));
        List<FilmShot> shots = new ArrayList<>();
        for (PreparedShot shot : scene.shots()) {
            if (keeps(shot.when(), shot.unless())) {
                shots.add(render(shot, inScene));
            }
        }
        Template duration = scene.duration();
        return new FilmScene(
                scene.id(),
                scene.number(),
                scene.form(),
                duration == null ? 0 : seconds(duration, inScene),
                duration == null ? scene.origin() : duration.origin(),
                maybe(scene.prompt(), inScene),
                settings,
                shots,
                scene.split(),
                scene.takes(),
                scene.pick(),
                maybe(scene.caption(), inScene),
                maybe(scene.notes(), inScene),
                scene.origin());
    }

    private FilmShot render(PreparedShot shot, Scope inScene) {
        Scope inShot = inScene.with(shot.with());
        return new FilmShot(
                shot.number(),
                seconds(shot.duration(), inShot),
                shot.duration().origin(),
                render(shot.prompt(), inShot),
                shot.startsClip(),
                maybe(shot.caption(), inShot),
                maybe(shot.notes(), inShot));
    }

    private int seconds(Template template, Names names) {
        Rendered rendered = render(template, names);
        if (rendered.standIn()) {
            return -1;
        }
        if (rendered.text().matches("[0-9]{1,6}")) {
            return Integer.parseInt(rendered.text());
        }
        diagnostics.add(Diagnostic.of(
                        Rule.DURATION_NOT_WHOLE,
                        rendered.origin().span(),
                        "`duration` must be a whole number of seconds, and here it is `" + rendered.text() + "`",
                        "write digits only, such as `duration: 5`")
                .withTrace(rendered.origin().way()));
        return -1;
    }

    private @Nullable Rendered maybe(@Nullable Template template, Names names) {
        return template == null ? null : render(template, names);
    }

    private Rendered render(Template template, Names names) {
        Rendered rendered = template.render(names);
        if (!rendered.standIn() && !template.sections().isEmpty()) {
            diagnostics.addAll(template.surprises(names));
        }
        return rendered;
    }
}
