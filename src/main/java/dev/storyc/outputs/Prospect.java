package dev.storyc.outputs;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.expand.Selection;
import dev.storyc.lower.Clip;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.Manifest;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.manifest.ManifestRow.Place;
import dev.storyc.plan.Holdings;
import dev.storyc.plan.Plan;
import dev.storyc.plan.Planner;
import dev.storyc.plan.Step;
import dev.storyc.plan.StepState;
import dev.storyc.store.Realm;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a command is about to do: storyboards compiled, their manifests read, everything planned.
 *
 * @param boards the storyboards, their clips already narrowed
 * @param manifests each storyboard's manifest as it is, by the storyboard's name
 * @param narrowed whether only a part of the storyboards is meant
 */
public record Prospect(List<CompiledStoryboard> boards, Map<String, Manifest> manifests, boolean narrowed, Plan plan) {
    /** What a person chose about buying. */
    public record Choice(boolean rebuy, Set<StepState> retry, Duration giveUpAfter) {}

    /** The same storyboards, planned anew after something came into the store. */
    public Prospect again(Realm realm, Choice choice, Holdings holdings, Instant now) {
        return new Prospect(
                boards,
                manifests,
                narrowed,
                planner(realm, choice, narrowed).plan(clips(boards), rows(manifests), holdings, now));
    }

    /** All rows of the manifests. */
    public List<ManifestRow> committed() {
        return rows(manifests);
    }

    /** The films that the plan found for the clips of a storyboard. */
    public Map<Place, FilmRecord> films(String storyboard) {
        Map<Place, FilmRecord> films = new HashMap<>();
        for (Step step : plan.steps()) {
            FilmRecord film = step.film();
            if (film != null && step.clip().storyboard().equals(storyboard)) {
                films.put(Planner.place(step.clip()), film);
            }
        }
        return films;
    }

    private static Planner planner(Realm realm, Choice choice, boolean narrowed) {
        return new Planner(
                new Planner.Choices(realm.free(), choice.rebuy(), choice.retry(), narrowed, choice.giveUpAfter()));
    }

    private static List<Clip> clips(List<CompiledStoryboard> boards) {
        return boards.stream().flatMap(b -> b.clips().stream()).toList();
    }

    private static List<ManifestRow> rows(Map<String, Manifest> manifests) {
        List<ManifestRow> committed = new ArrayList<>();
        manifests.values().forEach(manifest -> committed.addAll(manifest.rows()));
        return committed;
    }

    /** Reads the manifests; what is wrong with them goes to the list, and then there is nothing to plan. */
    public static Map<String, Manifest> manifests(
            List<CompiledStoryboard> boards, Outputs outputs, Realm realm, List<Diagnostic> wrong) throws IOException {
        Map<String, Manifest> manifests = new LinkedHashMap<>();
        for (CompiledStoryboard board : boards) {
            manifests.put(board.name(), outputs.readFor(board, realm, wrong));
        }
        return manifests;
    }

    public static Prospect of(
            List<CompiledStoryboard> boards,
            Map<String, Manifest> manifests,
            Selection selection,
            Realm realm,
            Choice choice,
            Holdings holdings,
            Instant now) {
        List<ManifestRow> committed = rows(manifests);
        boolean narrowed = !selection.isEverything();
        Planner planner = planner(realm, choice, narrowed);
        List<Clip> clips = clips(boards);
        Plan plan = planner.plan(clips, committed, holdings, now);
        if (!narrowed) {
            return new Prospect(boards, manifests, false, plan);
        }
        Set<Clip> taken = new HashSet<>();
        for (Step step : plan.steps()) {
            if (selection.takesState(step.state().word())) {
                taken.add(step.clip());
            }
        }
        List<String> unmatched = selection.unmatched().stream()
                .filter(s -> s.startsWith("state:"))
                .toList();
        if (!unmatched.isEmpty()) {
            throw new UserError(Exit.USAGE, "`" + String.join("`, `", unmatched) + "` matches nothing");
        }
        if (taken.size() == clips.size()) {
            return new Prospect(boards, manifests, true, plan);
        }
        List<CompiledStoryboard> fewer = boards.stream()
                .map(b -> b.with(b.clips().stream().filter(taken::contains).toList()))
                .toList();
        List<Clip> wanted = clips.stream().filter(taken::contains).toList();
        return new Prospect(fewer, manifests, true, planner.plan(wanted, committed, holdings, now));
    }
}
