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
import java.math.RoundingMode;
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
    private static final String ASTRAY = "the film that was set aside is not in the store any more";

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
        Provenance provenance = new Provenance(committed, holdings);
        List<Step> steps = new ArrayList<>(clips.size());
        Set<Place> wanted = new HashSet<>();
        for (Clip clip : clips) {
            Place place = place(clip);
            wanted.add(place);
            steps.add(step(clip, byPlace.get(place), byKey.get(clip.key()), holdings, provenance, now));
        }
        List<ManifestRow> gone = choices.narrowed()
                ? List.of()
                : committed.stream()
                        .filter(row -> !wanted.contains(row.place()))
                        .toList();
        return new Plan(steps, gone, estimate(steps, holdings.observed()));
    }

    /** Where the manifest keeps the row of this clip. */
    public static Place place(Clip clip) {
        return new Place(clip.storyboard(), clip.variant(), clip.id(), clip.take());
    }

    private Step step(
            Clip clip,
            @Nullable ManifestRow before,
            @Nullable ManifestRow bought,
            Holdings holdings,
            Provenance provenance,
            Instant now) {
        boolean itsOwn = before != null && before.film().key().equals(clip.key());
        ManifestRow row = itsOwn ? before : bought;
        FilmRecord held = holdings.film(clip.key()).orElse(null);
        // A bad film is refused until somebody sets it aside, and not quietly put right; nor bought, for then it may be
        // had again for nothing.
        boolean bad = held == null && holdings.bad(clip.key());
        boolean same =
                row != null && held != null && held.sha256().equals(row.film().sha256());
        String odd = row == null || same ? null : notFollowed(row, provenance);
        FilmRecord named = row == null || bad || odd != null ? null : row.film();
        Job job = holdings.job(clip.key()).orElse(null);
        FilmRecord film = film(held, named, holdings, provenance);
        if (film != null) {
            boolean other = named != null && !named.sha256().equals(film.sha256());
            return new Step(clip, StepState.CACHED, Action.NOTHING, List.of(), job, film, other ? named : null, odd);
        }
        if (job != null && job.state() != JobState.RELEASED) {
            StepState state = state(job, holdings, now);
            Action action = action(state, job, bad);
            boolean back = action == Action.LEAVE || state == StepState.LOST;
            Action most = back ? back(action, named, holdings, provenance) : action;
            boolean astray = state == StepState.SET_ASIDE && !holdings.aside(clip.key());
            return new Step(clip, state, most, List.of(), job, null, named, astray ? ASTRAY : odd);
        }
        if (row != null || holdings.damaged(clip.key())) {
            FilmRecord known = named != null || odd != null
                    ? named
                    : holdings.lost(clip.key()).orElse(null);
            Action most = back(lost(bad), known, holdings, provenance);
            return new Step(clip, StepState.LOST, most, List.of(), job, null, known, odd);
        }
        if (before != null) {
            List<Difference> differences = Difference.between(before.film().payload(), clip.payload());
            if (differences.isEmpty()) {
                // It was bought, and somebody wrote another key into its row.
                return new Step(
                        clip, StepState.LOST, lost(false), List.of(), job, null, null, notFollowed(before, provenance));
            }
            return new Step(clip, StepState.CHANGED, Action.BUY, differences, job, null, null);
        }
        return new Step(clip, StepState.NEW, Action.BUY, List.of(), job, null, null);
    }

    private static @Nullable String notFollowed(ManifestRow row, Provenance provenance) {
        return provenance
                .wrong(row)
                .map(why -> "what the manifest names for it is not followed, for " + why)
                .orElse(null);
    }

    /** Of two films of one request, the manifest's if its bytes are here: it is what people agreed on. */
    private static @Nullable FilmRecord film(
            @Nullable FilmRecord held, @Nullable FilmRecord named, Holdings holdings, Provenance provenance) {
        if (named == null || (held != null && held.sha256().equals(named.sha256()))) {
            return held;
        }
        return holdings.holds(named) && provenance.vouched(named) ? named : held;
    }

    /** What was bought before is taken back where it can be had for nothing. */
    private Action back(Action otherwise, @Nullable FilmRecord named, Holdings holdings, Provenance provenance) {
        boolean lies = !choices.free() && named != null && holdings.spare(named) && provenance.vouched(named);
        return lies ? Action.RESTORE : otherwise;
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

    private Action action(StepState state, Job job, boolean bad) {
        return switch (state) {
            case RUNNING, PENDING -> Action.RESUME;
            case FAILED -> choices.retry().contains(state) || job.failedForBeingBusy() ? Action.BUY : Action.LEAVE;
            case REFUSED, ABANDONED -> choices.retry().contains(state) ? Action.BUY : Action.LEAVE;
            case LOST -> lost(bad);
            case NEW, CHANGED -> Action.BUY;
            case CACHED -> Action.NOTHING;
            case IN_DOUBT, SET_ASIDE -> Action.LEAVE;
        };
    }

    private Action lost(boolean bad) {
        return choices.free() || (choices.rebuy() && !bad) ? Action.BUY : Action.LEAVE;
    }

    private Estimate estimate(List<Step> steps, Map<String, BigDecimal> observed) {
        Set<Key> seen = new HashSet<>();
        int jobs = 0;
        int seconds = 0;
        int unpriced = 0;
        int held = 0;
        int restored = 0;
        int lost = 0;
        BigDecimal toSpend = BigDecimal.ZERO;
        BigDecimal expected = BigDecimal.ZERO;
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
                if (price != null) {
                    BigDecimal ratio =
                            observed.getOrDefault(step.clip().payload().model(), BigDecimal.ONE);
                    toSpend = toSpend.add(price);
                    expected = expected.add(price.multiply(ratio));
                }
            } else if (step.action() == Action.NOTHING) {
                held++;
                saved = price == null ? saved : saved.add(price);
            } else if (step.action() == Action.RESTORE) {
                restored++;
            } else if (step.state() == StepState.LOST) {
                lost++;
                lostCost = lostCost.add(paid(step).orElse(BigDecimal.ZERO));
            }
        }
        // A sum that is agreed to is one of whole cents, or exactly that of the list.
        BigDecimal likely = expected.compareTo(toSpend) > 0 ? expected.setScale(2, RoundingMode.UP) : toSpend;
        return new Estimate(jobs, seconds, toSpend, likely, unpriced, held, restored, saved, lost, lostCost);
    }

    /** US dollars that what is lost cost when it was bought, as far as manifest and ledger tell. */
    static Optional<BigDecimal> paid(Step step) {
        FilmRecord named = step.named();
        if (named != null && named.cost() != null) {
            return Optional.of(named.cost());
        }
        return Optional.ofNullable(step.job()).map(Job::counted);
    }
}
