package dev.storyc.explain;

import dev.storyc.board.Condition;
import dev.storyc.board.Pick;
import dev.storyc.board.Scene;
import dev.storyc.board.Shot;
import dev.storyc.board.Storyboard;
import dev.storyc.catalog.ArgumentSpec;
import dev.storyc.catalog.VideoModel;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.Span;
import dev.storyc.expand.Film;
import dev.storyc.expand.FilmScene;
import dev.storyc.expand.FilmShot;
import dev.storyc.expand.Rendered;
import dev.storyc.lower.Clip;
import dev.storyc.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells where each value of a clip's request comes from. To be asked while the film's storyboard is being read. */
public final class ClipExplainer {
    private final Located<Storyboard> storyboard;
    private final VideoModel model;
    private final Film film;
    private final FilmScene scene;

    /** @param scene the clip's scene, or the part of it that the clip is */
    public ClipExplainer(Located<Storyboard> storyboard, VideoModel model, Film film, FilmScene scene) {
        this.storyboard = storyboard;
        this.model = model;
        this.film = film;
        this.scene = scene;
    }

    /** @param step how the clip stands */
    public Explanation explain(Clip clip, List<Integer> takes, List<Explanation.Value> values, Step step) {
        return new Explanation(
                clip,
                takes,
                scene.origin().span(),
                conditions(),
                picked(clip),
                film.cut() ? scene.cut() : null,
                values,
                step);
    }

    /** Each value of the request with its origins. */
    public List<Explanation.Value> values(Clip clip) {
        List<Explanation.Value> values = new ArrayList<>();
        FieldPath path = FieldPath.ROOT.child("model");
        boolean named = storyboard.places().containsKey(path);
        values.add(new Explanation.Value(
                "model",
                model.id(),
                named ? new Origin(storyboard.span(path), List.of()) : null,
                named ? "" : "the model of storyboards that name none",
                List.of()));
        clip.payload().args().keySet().forEach(name -> argument(name, clip, values));
        return values;
    }

    private void argument(String name, Clip clip, List<Explanation.Value> values) {
        String sent = String.valueOf(clip.payload().args().get(name));
        Rendered set = scene.settings().get(name);
        ArgumentSpec spec = model.argument(name).orElseThrow();
        if (spec.setBy() == ArgumentSpec.SetBy.SETTINGS) {
            values.add(
                    set != null && !set.isBlank()
                            ? rendered(name, set)
                            : made(name, sent, "unset; the catalogue's own, by " + spec.source()));
            return;
        }
        Rendered prompt = scene.prompt();
        switch (name) {
            case "duration" ->
                values.add(
                        scene.form() == FilmScene.Form.LIST
                                ? made(name, sent, "the sum of its shots")
                                : rendered(name, scene.duration()));
            case "prompt" -> values.add(prompt == null ? made(name, sent, "") : rendered(name, prompt));
            case "multi_prompt" -> shots(values);
            default -> values.add(made(name, sent, form()));
        }
    }

    private void shots(List<Explanation.Value> values) {
        for (int i = 0; i < scene.shots().size(); i++) {
            FilmShot shot = scene.shots().get(i);
            String path = "multi_prompt[" + (i + 1) + "].";
            values.add(rendered(path + "duration", shot.duration()));
            values.add(rendered(path + "prompt", shot.prompt()));
        }
    }

    private String form() {
        return switch (scene.form()) {
            case ONE_SHOT -> "a scene of one shot";
            case AUTO -> "a scene with `shots: auto`";
            case LIST -> "a scene with a list of shots";
        };
    }

    private static Explanation.Value rendered(String argument, Rendered text) {
        return new Explanation.Value(
                argument, text.text(), text.origin(), "", text.makeup().get().ingredients());
    }

    private static Explanation.Value made(String argument, String text, String why) {
        return new Explanation.Value(argument, text, null, why, List.of());
    }

    private List<Explanation.Term> conditions() {
        List<Explanation.Term> terms = new ArrayList<>();
        Scene written = storyboard.value().scenes().get(scene.number() - 1);
        FieldPath path = FieldPath.ROOT.child("scenes").at(scene.number() - 1);
        term("scene " + written.id(), true, path, written.when(), written.unless(), terms);
        List<Shot> shots = written.shots() == null ? List.of() : written.shots();
        Set<Integer> here = scene.shots().stream().map(FilmShot::number).collect(Collectors.toSet());
        Set<Integer> anywhere = film.scenes().stream()
                .filter(other -> other.number() == scene.number())
                .flatMap(other -> other.shots().stream())
                .map(FilmShot::number)
                .collect(Collectors.toSet());
        for (int i = 0; i < shots.size(); i++) {
            boolean elsewhere = anywhere.contains(i + 1) && !here.contains(i + 1);
            if (!elsewhere) {
                FieldPath shot = path.child("shots").at(i);
                Shot one = shots.get(i);
                term("shot " + (i + 1), here.contains(i + 1), shot, one.when(), one.unless(), terms);
            }
        }
        return terms;
    }

    private void term(
            String subject,
            boolean kept,
            FieldPath path,
            @Nullable Condition when,
            @Nullable Condition unless,
            List<Explanation.Term> terms) {
        if (when != null) {
            terms.add(new Explanation.Term(subject, "when: " + words(when), kept, storyboard.span(path.child("when"))));
        }
        if (unless != null) {
            terms.add(new Explanation.Term(
                    subject, "unless: " + words(unless), kept, storyboard.span(path.child("unless"))));
        }
    }

    private static String words(Condition condition) {
        return condition.wanted().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + values(entry))
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    private static String values(Map.Entry<String, List<dev.storyc.board.Value.Scalar>> entry) {
        List<String> texts = entry.getValue().stream()
                .map(dev.storyc.board.Value.Scalar::text)
                .toList();
        return texts.size() == 1 ? texts.get(0) : "[" + String.join(", ", texts) + "]";
    }

    /** The last pick that can have chosen this take, or the scene's own. */
    private @Nullable Span picked(Clip clip) {
        String whole = scene.id().replaceFirst("\\.[0-9]+$", "");
        boolean own = film.picks().containsKey(scene.id());
        boolean above = own || film.picks().containsKey(whole);
        List<Pick> picks = storyboard.value().picks();
        for (int i = picks.size() - 1; above && i >= 0; i--) {
            Integer take = picks.get(i).take();
            if (take != null
                    && take == clip.take()
                    && (own ? scene.id() : whole).equals(picks.get(i).clip())) {
                return storyboard.span(FieldPath.ROOT.child("picks").at(i).child("take"));
            }
        }
        return scene.pick() == 0
                ? null
                : storyboard.span(
                        FieldPath.ROOT.child("scenes").at(scene.number() - 1).child("pick"));
    }
}
