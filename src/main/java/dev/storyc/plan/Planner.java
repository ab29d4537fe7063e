package dev.storyc.plan;

import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.manifest.ManifestRow.Place;
import dev.storyc.plan.Step.Action;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides for every clip how it stands and what a build does about it. Pure: the same answers give the same plan. */
public final class Planner {
    private final Choices choices;

    public Planner(Choices choices) {
        this.choices = choices;
    }

    /**
     * What a person chose for this build.
     *
     * @param free nothing costs anything here, so what is lost is just rendered again
     * @param rebuy what is lost may be bought again
     * @param retry which of failed, refused and abandoned may be bought again
     * @param narrowed whether only a part of each storyboard was asked for
     * @param giveUpAfter a job submitted longer ago is shown as pending
     */
    public record Choices(boolean free, boolean rebuy, Set<StepState> retry, boolean narrowed, Duration giveUpAfter) {
        public Choices {
            retry = Set.copyOf(retry);
        }
    }

    /**
     * @param clips everything wanted
     * @param committed all rows of the manifests of these storyboards
     */
    public Plan plan(List<Clip> clips, Collection<ManifestRow> committed, Holdings holdings, Instant now) {
        Map<Place, ManifestRow> byPlace = new HashMap<>();
        Map<Key, ManifestRow> byKey = new HashMap<>();
        committed.forEach(row -> {
            byPlace.put(row.place(), row);
            byKey.putIfAbsent(row.film().key(), row);
        });
        List<Step> steps = new ArrayList<>(clips.size());
        Set<Place> wanted = new HashSet<>();
        for (Clip clip : clips) {
            Place place = place(clip);
            wanted.add(place);
            steps.add(step(clip, byPlace.get(place), byKey.get(clip.key()), holdings, now));
        }
        List<ManifestRow> gone = choices.narrowed()
                ? List.of()
                : committed.stream()
                        .filter(row -> !wanted.contains(row.place()))
                        .toList();
        return new Plan(steps, gone, estimate(steps, byKey));
    }

    /** Where the manifest keeps the row of this clip. */
    public static Place place(Clip clip) {
        return new Place(clip.storyboard(), clip.variant(), clip.id(), clip.take());
    }

    private Step step(
            Clip clip, @Nullable ManifestRow before, @Nullable ManifestRow bought, Holdings holdings, Instant now) {
        Optional<FilmRecord> film = holdings.film(clip.key());
        Job job = holdings.job(clip.key()).orElse(null);
        if (film.isPresent()) {
            return new Step(clip, StepState.CACHED, Action.NOTHING, List.of(), job, film.get());
        }
        if (job != null && job.state() != JobState.RELEASED) {
            StepState state = state(job, holdings, now);
            return new Step(clip, state, action(state, job), List.of(), job, null);
        }
        if (bought != null || holdings.damaged(clip.key())) {
            return new Step(clip, StepState.LOST, lost(), List.of(), job, null);
        }
        if (before != null) {
            List<Difference> differences = Difference.between(before.film().payload(), clip.payload());
            return new Step(clip, StepState.CHANGED, Action.BUY, differences, job, null);
        }
        return new Step(clip, StepState.NEW, Action.BUY, List.of(), job, null);
    }

    private StepState state(Job job, Holdings holdings, Instant now) {
        return switch (job.state()) {
            case INTENT -> holdings.ownerLives(job) ? StepState.RUNNING : StepState.IN_DOUBT;
            case SUBMITTED ->
                job.since().plus(choices.giveUpAfter()).isBefore(now) ? StepState.PENDING : StepState.RUNNING;
            case SUCCEEDED -> StepState.RUNNING;
            case STORED -> StepState.LOST;
            case FAILED -> StepState.FAILED;
            case REFUSED -> StepState.REFUSED;
            case IN_DOUBT -> StepState.IN_DOUBT;
            case ABANDONED -> StepState.ABANDONED;
            case SET_ASIDE -> StepState.SET_ASIDE;
            case RELEASED -> StepState.NEW;
        };
    }

    private Action action(StepState state, Job job) {
        return switch (state) {
            case RUNNING, PENDING -> Action.RESUME;
            case FAILED -> choices.retry().contains(state) || job.failedForBeingBusy() ? Action.BUY : Action.LEAVE;
            case REFUSED, ABANDONED -> choices.retry().contains(state) ? Action.BUY : Action.LEAVE;
            case LOST -> lost();
            case NEW, CHANGED -> Action.BUY;
            case CACHED -> Action.NOTHING;
            case IN_DOUBT, SET_ASIDE -> Action.LEAVE;
        };
    }

    private Action lost() {
        return choices.rebuy() || choices.free() ? Action.BUY : Action.LEAVE;
    }

    private Estimate estimate(List<Step> steps, Map<Key, ManifestRow> bought) {
        Set<Key> seen = new HashSet<>();
        int jobs = 0;
        int seconds = 0;
        int unpriced = 0;
        int held = 0;
        int lost = 0;
        BigDecimal toSpend = BigDecimal.ZERO;
        BigDecimal saved = BigDecimal.ZERO;
        BigDecimal lostCost = BigDecimal.ZERO;
        for (Step step : steps) {
            if (!seen.add(step.clip().key())) {
                continue;
            }
            BigDecimal price = choices.free() ? BigDecimal.ZERO : step.clip().price();
            if (step.action() == Action.BUY) {
                jobs++;
                seconds += step.clip().seconds();
                unpriced += price == null ? 1 : 0;
                toSpend = price == null ? toSpend : toSpend.add(price);
            } else if (step.action() == Action.NOTHING) {
                held++;
                saved = price == null ? saved : saved.add(price);
            } else if (step.state() == StepState.LOST) {
                lost++;
                lostCost = lostCost.add(before(step, bought));
            }
        }
        return new Estimate(jobs, seconds, toSpend, unpriced, held, saved, lost, lostCost);
    }

    private static BigDecimal before(Step step, Map<Key, ManifestRow> bought) {
        if (step.job() != null) {
            return step.job().counted();
        }
        ManifestRow row = bought.get(step.clip().key());
        BigDecimal cost = row == null ? null : row.film().cost();
        return cost == null ? BigDecimal.ZERO : cost;
    }
}
