package dev.storyc.fit;

import dev.storyc.catalog.Limits;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.catalog.VideoModel;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Rule;
import dev.storyc.expand.Derived;
import dev.storyc.expand.Film;
import dev.storyc.expand.FilmScene;
import dev.storyc.expand.FilmShot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds a rendered film against its model's limits, and cuts what may be cut to fit.
 *
 * <p>The constraints on {@link Candidate} say which rules there are. They are asked without Bean Validation's engine, whose
 * bookkeeping took longer than all rules, and named here as well, since reading annotations takes a small check a tenth of
 * its time; a test holds the list to the constraints.
 */
public final class FilmFitter {
    /** The validators of the constraints on {@link Candidate}, in their order. */
    static final List<FitRule<?>> RULES = List.of(
            new ShotCount.Check(),
            new ShotSeconds.Check(),
            new ShotSum.Check(),
            new ClipSeconds.Check(),
            new PromptThere.Check(),
            new PromptLength.Check(),
            new ShotPromptLength.Check(),
            new SettingTaken.Check(),
            new MarksBound.Check(),
            new WholeCharacters.Check(),
            new NoHiddenTurns.Check());

    private static final List<FitRule<?>> OF_TEXTS =
            RULES.stream().filter(FitRule::asksTexts).toList();

    /** Kept with the texts that no rule of a model found fault with. */
    private static final Object PASSED = new Object();

    private final ModelCatalog catalog;
    private final @Nullable BoughtCuts bought;
    private final ThreadLocal<PassedScenes> passed = ThreadLocal.withInitial(PassedScenes::new);

    public FilmFitter(ModelCatalog catalog) {
        this(catalog, null);
    }

    /** @param bought cuts that were paid for, and count before any that would be made now; null for none */
    public FilmFitter(ModelCatalog catalog, @Nullable BoughtCuts bought) {
        this.catalog = catalog;
        this.bought = bought;
    }

    /** The film with long scenes cut, and everything about it that its model does not allow. Any thread may ask. */
    public Result<Film> fit(Film film) {
        VideoModel model = catalog.find(film.model()).orElse(null);
        if (model == null) {
            return Result.of(film);
        }
        List<Diagnostic> diagnostics = new ArrayList<>(0);
        List<FilmScene> scenes = film.scenes();
        if (holdsSplit(scenes)) {
            scenes = new ArrayList<>(film.scenes().size());
            for (FilmScene scene : film.scenes()) {
                scenes.addAll(cut(film, scene, model.limits(), diagnostics));
            }
        }
        // A scene that can't be cut is missing here, and those beside it are no neighbours.
        if (diagnostics.isEmpty()) {
            CrossfadeRoom.judge(scenes, diagnostics);
        }
        PassedScenes known = passed.get();
        // Counted and not iterated, here and in the rules: an iterator for each of a million loops is no trifle.
        for (int i = 0; i < scenes.size(); i++) {
            FilmScene scene = scenes.get(i);
            Derived ofTexts = scene.body().derived();
            boolean shapePassed = known.holdsShape(scene, film.model());
            if (shapePassed && ofTexts.by(model) != null) {
                continue;
            }
            int found = diagnostics.size();
            if (shapePassed) {
                check(scene.withSettings(Map.of()), model, OF_TEXTS, diagnostics);
            } else {
                check(scene, model, RULES, diagnostics);
            }
            if (diagnostics.size() == found) {
                ofTexts.keep(model, PASSED);
                if (!shapePassed) {
                    known.add(scene, film.model());
                }
            }
        }
        return new Result<>(scenes == film.scenes() ? film : film.withScenes(scenes), diagnostics);
    }

    private static void check(FilmScene scene, VideoModel model, List<FitRule<?>> rules, List<Diagnostic> findings) {
        Candidate candidate = new Candidate(scene);
        for (int i = 0; i < rules.size(); i++) {
            rules.get(i).check(candidate, model, findings);
        }
    }

    private static boolean holdsSplit(List<FilmScene> scenes) {
        for (int i = 0; i < scenes.size(); i++) {
            if (scenes.get(i).split()) {
                return true;
            }
        }
        return false;
    }

    private static Diagnostic uncuttable(FilmScene scene, List<FilmShot> stretch, Limits limits) {
        FilmShot first = stretch.get(0);
        FilmShot last = stretch.get(stretch.size() - 1);
        boolean all = stretch.size() == scene.shots().size();
        int seconds = stretch.stream().mapToInt(FilmShot::seconds).sum();
        return Findings.at(
                all ? scene.origin() : first.duration().origin(),
                Rule.CANNOT_SPLIT,
                (stretch.size() == 1 ? "shot " + first.number() : "shots " + first.number() + " to " + last.number())
                        + (all ? "" : ", between boundaries that `starts_clip` forces,") + " can't be cut: "
                        + seconds + " s make no clips of " + limits.clipSecondsInWords() + " s and "
                        + limits.minShots() + " to " + limits.maxShots() + " shots each",
                all ? "change a shot's duration" : "change a shot's duration, or move a `starts_clip: true`");
    }

    private List<FilmScene> cut(Film film, FilmScene scene, Limits limits, List<Diagnostic> diagnostics) {
        if (!scene.split()) {
            return List.of(scene);
        }
        List<Integer> sizes =
                bought == null ? List.of() : bought.shots(film, scene).orElse(List.of());
        if (!sizes.isEmpty()
                && sizes.stream().mapToInt(Integer::intValue).sum()
                        == scene.shots().size()) {
            return sizes.size() == 1 ? List.of(scene) : parts(scene, sizes);
        }
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
        if (!list || !sound || (fits && !forced)) {
            return List.of(scene);
        }
        // A scene shorter than one clip can't be helped by cutting, and its own rule says so.
        if (seconds < limits.minClipSeconds()) {
            return List.of(scene);
        }
        ShotSum.Check.judge(scene, diagnostics);
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

    private static List<FilmScene> parts(FilmScene scene, List<Integer> sizes) {
        List<FilmScene> parts = new ArrayList<>();
        int from = 0;
        for (int size : sizes) {
            parts.add(scene.part(
                    scene.id() + "." + (parts.size() + 1), scene.shots().subList(from, from + size)));
            from += size;
        }
        return parts;
    }
}
