package dev.storyc.expand;

import dev.storyc.board.Condition;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Renders the scenes of one variant. */
final class SceneRenderer {
    private static final RememberedScene[] NOTHING = {};

    private final Scope scope;
    private final Set<Condition> unjudged;
    private final Conditions conditions;
    private final RenderMemory memory;
    private final List<Diagnostic> diagnostics;
    private RememberedScene[] remembered = NOTHING;
    private int characters;
    private int standIns;

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

    /**
     * Looks what of these scenes is remembered; without it, all of it is rendered.
     *
     * <p>Values behind what is remembered are not looked at again, and so not counted: if all together comes anywhere near
     * what a variant may have, nothing is taken from memory, and everything counts.
     */
    void remember(List<PreparedScene> scenes) {
        RememberedScene[] known = new RememberedScene[scenes.size()];
        long weight = 0;
        for (int i = 0; i < known.length; i++) {
            RememberedScene scene = memory.scene(scenes.get(i));
            known[i] = scene;
            weight += scene == null ? 0 : scene.weight();
        }
        remembered = weight > TemplateLimits.OF_A_VARIANT / 2 ? NOTHING : known;
    }

    /** @param index which of the remembered scenes it is */
    FilmScene render(PreparedScene scene, int index) {
        Scope inScene = scope.with(scene.with());
        Map<String, Rendered> settings = settings(scene, inScene);
        RememberedScene known = index < remembered.length ? remembered[index] : null;
        characters += known == null ? 0 : known.characters();
        return new FilmScene(
                scene.id(),
                scene.number(),
                scene.form(),
                known == null ? body(scene, inScene) : known.body(),
                settings,
                scene.split(),
                scene.takes(),
                scene.pick(),
                scene.cut(),
                scene.origin());
    }

    private Map<String, Rendered> settings(PreparedScene scene, Scope inScene) {
        if (scene.settings().isEmpty()) {
            return Map.of();
        }
        RenderedSettings known = memory.settings(scene);
        if (known != null) {
            characters += known.characters();
            return known.texts();
        }
        int before = diagnostics.size();
        int charactersBefore = characters;
        boolean sound = true;
        Map<String, Rendered> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Template> setting : scene.settings().entrySet()) {
            Rendered text = render(setting.getValue(), inScene);
            texts.put(setting.getKey(), text);
            sound &= !text.standIn();
        }
        RenderedSettings settings =
                new RenderedSettings(Collections.unmodifiableMap(texts), characters - charactersBefore);
        if (sound && diagnostics.size() == before) {
            memory.keep(scene, settings);
        }
        return settings.texts();
    }

    private SceneBody body(PreparedScene scene, Scope inScene) {
        int before = diagnostics.size();
        int charactersBefore = characters;
        standIns = 0;
        List<FilmShot> shots = new ArrayList<>(scene.shots().size());
        for (PreparedShot shot : scene.shots()) {
            if (keeps(shot.when(), shot.unless())) {
                shots.add(render(shot, inScene));
            }
        }
        Template written = scene.duration();
        Rendered duration = written == null ? null : render(written, inScene);
        int seconds = duration == null ? 0 : seconds(duration);
        Rendered prompt = maybe(scene.prompt(), inScene);
        Rendered caption = maybe(scene.caption(), inScene);
        Rendered notes = maybe(scene.notes(), inScene);
        SceneBody body = new SceneBody(
                seconds,
                duration == null ? Template.standIn("", scene.origin()) : duration,
                prompt,
                shots,
                caption,
                notes);
        if (standIns == 0 && diagnostics.size() == before) {
            memory.keep(scene, new RememberedScene(body, characters - charactersBefore, characters + scope.spent()));
        }
        return body;
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
        if (rendered.standIn()) {
            standIns++;
        } else if (!template.sections().isEmpty()) {
            diagnostics.addAll(template.surprises(names));
        }
        return rendered;
    }
}
