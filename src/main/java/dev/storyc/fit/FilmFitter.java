package dev.storyc.fit;

import dev.storyc.catalog.Limits;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.catalog.VideoModel;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Rule;
import dev.storyc.expand.Film;
import dev.storyc.expand.FilmScene;
import dev.storyc.expand.FilmShot;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.HibernateValidatorFactory;
import org.hibernate.validator.engine.HibernateConstraintViolation;

/** Holds a rendered film against its model's limits, and cuts what may be cut to fit. */
public final class FilmFitter {
    private final ValidatorFactory factory;
    private final ModelCatalog catalog;
    private final Map<String, Validator> validators = new HashMap<>();

    /** @param factory builds validators */
    public FilmFitter(ValidatorFactory factory, ModelCatalog catalog) {
        this.factory = factory;
        this.catalog = catalog;
    }

    /** The film with long scenes cut, and everything about it that its model does not allow. */
    public Result<Film> fit(Film film) {
        VideoModel model = catalog.find(film.model()).orElse(null);
        if (model == null) {
            return Result.of(film);
        }
        List<Diagnostic> diagnostics = new ArrayList<>();
        List<FilmScene> scenes = new ArrayList<>();
        for (FilmScene scene : film.scenes()) {
            scenes.addAll(cut(scene, model.limits(), diagnostics));
        }
        Validator validator = validators.computeIfAbsent(
                model.id(),
                unused -> factory.unwrap(HibernateValidatorFactory.class)
                        .usingContext()
                        .constraintValidatorPayload(model)
                        .getValidator());
        for (FilmScene scene : scenes) {
            for (ConstraintViolation<Candidate> violation : validator.validate(new Candidate(scene))) {
                @SuppressWarnings("unchecked") // unwrap can only be told the raw class
                HibernateConstraintViolation<Candidate> detailed = violation.unwrap(HibernateConstraintViolation.class);
                List<?> findings = detailed.getDynamicPayload(List.class);
                findings.forEach(finding -> diagnostics.add((Diagnostic) finding));
            }
        }
        return new Result<>(film.withScenes(scenes), diagnostics);
    }

    private static Diagnostic uncuttable(FilmScene scene, List<FilmShot> stretch, Limits limits) {
        FilmShot first = stretch.get(0);
        FilmShot last = stretch.get(stretch.size() - 1);
        boolean all = stretch.size() == scene.shots().size();
        int seconds = stretch.stream().mapToInt(FilmShot::seconds).sum();
        return Findings.at(
                all ? scene.origin() : first.duration(),
                Rule.CANNOT_SPLIT,
                (stretch.size() == 1 ? "shot " + first.number() : "shots " + first.number() + " to " + last.number())
                        + (all ? "" : ", between boundaries that `starts_clip` forces,") + " can't be cut: "
                        + seconds + " s make no clips of " + limits.clipSecondsInWords() + " s and "
                        + limits.minShots() + " to " + limits.maxShots() + " shots each",
                all ? "change a shot's duration" : "change a shot's duration, or move a `starts_clip: true`");
    }

    private static List<FilmScene> cut(FilmScene scene, Limits limits, List<Diagnostic> diagnostics) {
        boolean list = scene.form() == FilmScene.Form.LIST
                && limits.multiShot()
                && !scene.shots().isEmpty();
        int seconds = scene.clipSeconds();
        boolean forced = scene.shots().stream().skip(1).anyMatch(FilmShot::startsClip);
        boolean fits = limits.clipSeconds().contains(seconds) && scene.shots().size() <= limits.maxShots();
        boolean sound = seconds > 0
                && scene.shots().stream()
                        .allMatch(shot ->
                                shot.seconds() >= limits.minShotSeconds() && shot.seconds() <= limits.maxShotSeconds());
        if (!list || !scene.split() || !sound || (fits && !forced)) {
            return List.of(scene);
        }
        // A scene shorter than one clip can't be helped by cutting, and its own rule says so.
        if (seconds < limits.minClipSeconds()) {
            return List.of(scene);
        }
        SceneSplitter splitter = new SceneSplitter(limits);
        List<List<FilmShot>> clips = splitter.split(scene).orElse(null);
        if (clips == null) {
            splitter.uncuttable(scene).ifPresent(stretch -> diagnostics.add(uncuttable(scene, stretch, limits)));
            return List.of();
        }
        List<FilmScene> parts = new ArrayList<>();
        for (int i = 0; i < clips.size(); i++) {
            parts.add(scene.part(scene.id() + "." + (i + 1), clips.get(i)));
        }
        return parts;
    }
}
