package dev.storyc.plan;

import dev.storyc.lower.Key;
import dev.storyc.manifest.ManifestRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a build would do.
 *
 * @param steps one a clip and take, in the order of the clips
 * @param gone what the committed manifest holds and the storyboard no longer does
 * @param estimate what it costs
 */
public record Plan(List<Step> steps, List<ManifestRow> gone, Estimate estimate) {
    public Plan {
        steps = List.copyOf(steps);
        gone = List.copyOf(gone);
    }

    /** The first step of each key: equal keys are one job. */
    public List<Step> jobs() {
        Set<Key> seen = new HashSet<>();
        List<Step> first = new ArrayList<>();
        for (Step step : steps) {
            if (seen.add(step.clip().key())) {
                first.add(step);
            }
        }
        return first;
    }
}
