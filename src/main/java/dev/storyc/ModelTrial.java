package dev.storyc;

import dev.storyc.board.Storyboard;
import dev.storyc.catalog.ArgumentSpec;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.catalog.VideoModel;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Sources;
import dev.storyc.expand.Choices;
import dev.storyc.expand.Crew;
import dev.storyc.expand.Film;
import dev.storyc.expand.FilmScene;
import dev.storyc.expand.FilmScene.Form;
import dev.storyc.expand.Rendered;
import dev.storyc.expand.StoryboardExpander;
import dev.storyc.fit.FilmFitter;
import dev.storyc.lower.Clip;
import dev.storyc.lower.FilmLowerer;
import dev.storyc.parse.StoryboardParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a storyboard would be on every model of the catalogue: each scene as it is written, with the settings that the
 * other model has, cut and judged by that model's own limits. The storyboard's own requests and keys stay what they are.
 */
public final class ModelTrial {
    private final ModelCatalog catalog;
    private final FilmFitter fitter;
    private final FilmLowerer lowerer;

    public ModelTrial(ModelCatalog catalog) {
        this.catalog = catalog;
        this.fitter = new FilmFitter(catalog);
        this.lowerer = new FilmLowerer(catalog);
    }

    /**
     * One scene of one variant on one model.
     *
     * @param film the variant, as written for its own model
     * @param scene the scene, not yet cut
     * @param clips what would be asked for; empty if the model can't hold it
     * @param dropped settings that the model doesn't have
     * @param refusal why it can't be held, or null
     */
    public record Tried(
            Film film,
            VideoModel model,
            FilmScene scene,
            List<Clip> clips,
            List<String> dropped,
            @Nullable String refusal) {
        public Tried {
            clips = List.copyOf(clips);
            dropped = List.copyOf(dropped);
        }
    }

    /**
     * Tries the scenes that are selected on every model, its own among them, variant by variant.
     *
     * @param source a storyboard without errors
     */
    public void compile(Source source, Sources sources, Choices choices, Consumer<Tried> taker) {
        Located<Storyboard> storyboard = new StoryboardParser(ModelCatalog.DEFAULT_MODEL)
                .parse(source, sources)
                .value();
        if (storyboard == null
                || !choices.selection().takesStoryboard(storyboard.value().name())) {
            return;
        }
        List<VideoModel> models =
                catalog.ids().stream().flatMap(id -> catalog.find(id).stream()).toList();
        StoryboardExpander expander = new StoryboardExpander(Crew.alone());
        try (Stream<Result<Film>> films = expander.expand(storyboard, sources, choices, film -> film)) {
            films.map(Result::value)
                    .flatMap(Stream::ofNullable)
                    .forEach(film -> models.forEach(
                            model -> film.scenes().forEach(scene -> attempt(film, scene, model, choices, taker))));
        }
    }

    private void attempt(Film film, FilmScene scene, VideoModel model, Choices choices, Consumer<Tried> taker) {
        Map<String, Rendered> settings = new LinkedHashMap<>();
        List<String> dropped = new ArrayList<>();
        scene.settings().forEach((name, value) -> {
            boolean there = model.argument(name)
                    .filter(spec -> spec.setBy() == ArgumentSpec.SetBy.SETTINGS)
                    .isPresent();
            if (there) {
                settings.put(name, value);
            } else if (!value.isBlank()) {
                dropped.add(name);
            }
        });
        Result<Film> fitted = fitter.fit(film.of(model.id()).withScenes(List.of(scene.withSettings(settings))));
        String refusal = scene.form() != Form.ONE_SHOT && !model.limits().multiShot()
                ? "it takes one shot a clip"
                : fitted.diagnostics().stream()
                        .filter(Diagnostic::isError)
                        .map(Diagnostic::message)
                        .distinct()
                        .reduce((some, other) -> some + "; " + other)
                        .orElse(null);
        Film whole = fitted.value();
        List<Clip> clips = refusal != null || whole == null
                ? List.of()
                : lowerer.lower(whole).stream()
                        .filter(clip -> choices.selection().takesClip(film, clip.id(), clip.take()))
                        .toList();
        if (!clips.isEmpty() || (refusal != null && choices.selection().takesClip(film, scene.id(), 1))) {
            taker.accept(new Tried(film, model, scene, clips, dropped, refusal));
        }
    }
}
