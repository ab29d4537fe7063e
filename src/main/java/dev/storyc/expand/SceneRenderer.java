package dev.storyc.expand;

import dev.storyc.board.Condition;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Renders the scenes of one variant. */
final class SceneRenderer {
    private final Scope scope;
    private final Set<Condition> unjudged;
    private final Conditions conditions;
    private final RenderMemory memory;
    private final List<Diagnostic> diagnostics;
    private int characters;

    /**
     * @param unjudged conditions that can't be judged; what they stand on is kept
     * @param conditions tells whether a condition holds for this variant
     * @param memory what the scenes came to for other variants
     */
    SceneRenderer(
            Scope scope,
            Set<Condition> unjudged,
            Conditions conditions,
            RenderMemory memory,
            List<Diagnostic> diagnostics) {
        this.scope = scope;
        this.unjudged = unjudged;
        this.conditions = conditions;
        this.memory = memory;
        this.diagnostics = diagnostics;
    }

    /** How many characters were rendered so far. */
    int characters() {
        return characters;
    }

    boolean keeps(@Nullable Condition when, @Nullable Condition unless) {
        return (when == null || unjudgeable(when) || conditions.hold(when, scope))
                && (unless == null || unjudgeable(unless) || !conditions.hold(unless, scope));
    }

    private boolean unjudgeable(Condition condition) {
        return !unjudged.isEmpty() && unjudged.contains(condition);
    }

    FilmScene render(PreparedScene scene) {
        Scope inScene = scope.with(scene.with());
        Map<String, Rendered> settings = Map.of();
        if (!scene.settings().isEmpty()) {
            Rendered[] texts = new Rendered[scene.settings().size()];
            int next = 0;
            for (Template setting : scene.settings().values()) {
                texts[next++] = render(setting, inScene);
            }
            settings = memory.settings(scene.settings(), texts);
        }
        List<FilmShot> shots = new ArrayList<>(scene.shots().size());
        for (PreparedShot shot : scene.shots()) {
            if (keeps(shot.when(), shot.unless())) {
                shots.add(render(shot, inScene));
            }
        }
        Template written = scene.duration();
        Rendered duration = written == null ? null : render(written, inScene);
        return new FilmScene(
                scene.id(),
                scene.number(),
                scene.form(),
                duration == null ? 0 : seconds(duration),
                duration == null ? Template.standIn("", scene.origin()) : duration,
                maybe(scene.prompt(), inScene),
                settings,
                shots,
                scene.split(),
                scene.takes(),
                scene.pick(),
                scene.cut(),
                maybe(scene.caption(), inScene),
                maybe(scene.notes(), inScene),
                scene.origin());
    }

    private FilmShot render(PreparedShot shot, Scope inScene) {
        Scope inShot = inScene.with(shot.with());
        Rendered duration = render(shot.duration(), inShot);
        return new FilmShot(
                shot.number(),
                seconds(duration),
                duration,
                render(shot.prompt(), inShot),
                shot.startsClip(),
                maybe(shot.caption(), inShot),
                maybe(shot.notes(), inShot));
    }

    private int seconds(Rendered rendered) {
        if (rendered.standIn()) {
            return -1;
        }
        int seconds = whole(rendered.text());
        if (seconds >= 0) {
            return seconds;
        }
        diagnostics.add(Diagnostic.of(
                        Rule.DURATION_NOT_WHOLE,
                        rendered.origin().span(),
                        "`duration` must be a whole number of seconds, and here it is "
                                + (rendered.isBlank() ? "empty" : "`" + rendered.text() + "`"),
                        "write digits only, such as `duration: 5`")
                .withTrace(rendered.origin().way()));
        return -1;
    }

    /** A number of one to six digits, or -1. */
    private static int whole(String text) {
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9' || i == 6) {
                return -1;
            }
            number = 10 * number + digit - '0';
        }
        return text.isEmpty() ? -1 : number;
    }

    private @Nullable Rendered maybe(@Nullable Template template, Names names) {
        return template == null ? null : render(template, names);
    }

    private Rendered render(Template template, Names names) {
        Rendered rendered = memory.render(template, names);
        characters += rendered.text().length();
        if (characters > TemplateLimits.OF_A_VARIANT) {
            throw TextTooLarge.all(template.origin());
        }
        if (!rendered.standIn() && !template.sections().isEmpty()) {
            diagnostics.addAll(template.surprises(names));
        }
        return rendered;
    }
}
