package dev.storyc.outputs;

import dev.storyc.expand.Film;
import dev.storyc.expand.FilmScene;
import dev.storyc.job.Job;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.Manifest;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.manifest.ManifestRow.Place;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Planner;
import dev.storyc.plan.Step;
import dev.storyc.plan.StepState;
import dev.storyc.report.Showing;
import dev.storyc.report.ShownClip;
import dev.storyc.report.ShownCut;
import dev.storyc.report.ShownTake;
import dev.storyc.report.ShownVariant;
import dev.storyc.report.Timeline;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes what is shown of storyboards: of what was compiled, what a plan or a build says of each clip, the manifests, and
 * the files that lie under {@code out/}.
 *
 * <p>Only the clips that a command is about are shown, so whoever shows a storyboard whole compiles it whole.
 */
public final class Showings {
    private final Outputs outputs;
    private final boolean free;

    /** @param free whether what was rendered cost nothing */
    public Showings(Outputs outputs, boolean free) {
        this.outputs = outputs;
        this.free = free;
    }

    /** Every storyboard as a plan finds it. */
    public List<Showing> of(Prospect prospect) {
        return of(prospect, List.of(), prospect.manifests());
    }

    /**
     * Every storyboard as a build leaves it.
     *
     * @param outcomes one a key; a clip without one stands as the plan says
     * @param manifests by the storyboard's name, as they are by now
     */
    public List<Showing> of(Prospect prospect, List<Outcome> outcomes, Map<String, Manifest> manifests) {
        Map<Key, Outcome> byKey = new HashMap<>();
        outcomes.forEach(outcome -> byKey.put(outcome.step().clip().key(), outcome));
        Map<String, List<Step>> steps = new HashMap<>();
        for (Step step : prospect.plan().steps()) {
            steps.computeIfAbsent(step.clip().storyboard(), unused -> new ArrayList<>())
                    .add(step);
        }
        List<Showing> showings = new ArrayList<>();
        for (CompiledStoryboard board : prospect.boards()) {
            Manifest manifest = manifests.get(board.name());
            showings.add(of(
                    board,
                    steps.getOrDefault(board.name(), List.of()),
                    byKey::get,
                    manifest == null ? List.of() : manifest.rows()));
        }
        return showings;
    }

    /**
     * One storyboard.
     *
     * @param steps those of its clips, in order
     * @param outcomes what became of a key, or null
     * @param rows of its manifest
     */
    public Showing of(
            CompiledStoryboard board,
            List<Step> steps,
            Function<Key, @Nullable Outcome> outcomes,
            List<ManifestRow> rows) {
        Map<Place, ManifestRow> byPlace = new HashMap<>();
        rows.forEach(row -> byPlace.put(row.place(), row));
        PlacedFiles files = PlacedFiles.in(outputs.folder(board.name()));
        Map<String, Map<String, List<ShownTake>>> takes = new LinkedHashMap<>();
        for (Step step : steps) {
            Clip clip = step.clip();
            ShownTake take = take(step, outcomes.apply(clip.key()), byPlace.get(Planner.place(clip)), files);
            takes.computeIfAbsent(clip.variant(), unused -> new LinkedHashMap<>())
                    .computeIfAbsent(clip.id(), unused -> new ArrayList<>(1))
                    .add(take);
        }
        List<ShownVariant> variants = new ArrayList<>();
        for (Film film : board.films()) {
            Map<String, List<ShownTake>> ofClips = takes.get(film.variant());
            if (ofClips != null) {
                List<ShownClip> clips = clips(film, ofClips);
                ShownVariant uncut = new ShownVariant(film.variant(), film.values(), clips, null);
                ShownCut cut = cut(uncut, files);
                variants.add(cut == null ? uncut : new ShownVariant(film.variant(), film.values(), clips, cut));
            }
        }
        String model = board.films().isEmpty() ? "" : board.films().get(0).model();
        return new Showing(board.name(), board.title(), model, variants);
    }

    private static List<ShownClip> clips(Film film, Map<String, List<ShownTake>> takes) {
        List<ShownClip> clips = new ArrayList<>(film.scenes().size());
        for (FilmScene scene : film.scenes()) {
            List<ShownTake> ofScene = takes.get(scene.id());
            if (ofScene != null) {
                clips.add(new ShownClip(scene, ofScene));
            }
        }
        return clips;
    }

    private ShownTake take(Step step, @Nullable Outcome outcome, @Nullable ManifestRow row, PlacedFiles files) {
        FilmRecord film = outcome != null && outcome.film() != null ? outcome.film() : step.film();
        boolean itsOwn = row != null && row.film().key().equals(step.clip().key());
        String file = row != null && itsOwn && files.has(row.file()) ? row.file() : null;
        StepState state = outcome == null ? step.state() : state(outcome);
        if (film == null && row != null && file != null) {
            // The store may lack it or not be here at all: what lies under out/ is shown all the same.
            film = row.film();
            state = state == StepState.LOST ? StepState.CACHED : state;
        }
        Job job = outcome != null && outcome.job() != null ? outcome.job() : step.job();
        String reason = job == null ? null : job.reason();
        String words = outcome != null && outcome.words() != null ? outcome.words() : reason;
        FilmRecord named = film == null ? step.named() : film;
        String jobId = job != null && job.jobId() != null ? job.jobId() : named == null ? null : named.jobId();
        return new ShownTake(
                step.clip(),
                state,
                state == StepState.CACHED ? null : words,
                jobId,
                spent(job, named),
                film,
                file,
                file == null ? null : files.beside(file, ".jpg"),
                file == null ? null : files.beside(file, ".sheet.jpg"));
    }

    private @Nullable BigDecimal spent(@Nullable Job job, @Nullable FilmRecord film) {
        if (free) {
            return film == null && job == null ? null : BigDecimal.ZERO;
        }
        if (film != null) {
            return film.cost();
        }
        return job == null ? null : job.counted();
    }

    /** How a clip stands after a build; what was not sent stands as it did. */
    public static StepState state(Outcome outcome) {
        return switch (outcome.kind()) {
            case HELD, RENDERED -> StepState.CACHED;
            case FAILED -> StepState.FAILED;
            case REFUSED -> StepState.REFUSED;
            case IN_DOUBT -> StepState.IN_DOUBT;
            case ABANDONED -> StepState.ABANDONED;
            case PENDING -> StepState.PENDING;
            case SET_ASIDE -> StepState.SET_ASIDE;
            case UNFETCHED, LOST -> StepState.LOST;
            case OVER_CAP, NOT_SENT, CLOSED, INTERRUPTED ->
                sent(outcome) ? StepState.RUNNING : outcome.step().state();
        };
    }

    private static boolean sent(Outcome outcome) {
        Job job = outcome.job();
        return job != null && job.jobId() != null && !job.state().over();
    }

    /** A cut is as long as its clips and crossfades make it: what cuts it measures that. */
    private static @Nullable ShownCut cut(ShownVariant variant, PlacedFiles files) {
        String file = variant.name() + ".mp4";
        if (!files.has(file)) {
            return null;
        }
        List<Timeline.Entry> clips = Timeline.of(variant).clips();
        double seconds =
                clips.isEmpty() ? 0 : clips.get(clips.size() - 1).range().end();
        return new ShownCut(file, seconds, files.beside(file, ".jpg"), files.beside(file, ".sheet.jpg"));
    }
}
