package dev.storyc.cli;

import dev.storyc.job.Job;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.plan.Holdings;
import dev.storyc.store.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What others of a team have under way, for a machine that has no store yet and only looks: a plan makes none. Held of
 * these clips is nothing.
 *
 * @param jobs the newest attempt at each key that anybody has tried
 * @param alive those whose create may still be answered
 */
record TeamJobs(Map<Key, Job> jobs, Set<Key> alive) implements Holdings {
    /** What this place's team has under way of these storyboards; where nobody shares purchases, nothing. */
    static Holdings of(StorePlace place, List<CompiledStoryboard> boards) throws IOException {
        if (!TeamLedger.sees(place)) {
            return Vault.nothing();
        }
        // What others told makes sense in a ledger alone, so there is one for as long as it takes.
        Path folder = Files.createTempDirectory("storyc-look");
        StorePlace passing =
                new StorePlace(new StoreFiles(folder.resolve("store")), place.realm(), place.team(), place.shared());
        try {
            Vault vault = Vault.openOrMake(passing);
            try {
                return of(vault, boards);
            } finally {
                vault.closeHere();
            }
        } finally {
            discard(folder);
        }
    }

    private static Holdings of(Vault vault, List<CompiledStoryboard> boards) {
        Holdings held = vault.holdings(boards);
        Map<Key, Job> jobs = new HashMap<>();
        Set<Key> alive = new HashSet<>();
        boards.stream()
                .flatMap(board -> board.clips().stream())
                .map(Clip::key)
                .forEach(key -> held.job(key).ifPresent(job -> {
                    jobs.put(key, job);
                    if (held.ownerLives(job)) {
                        alive.add(key);
                    }
                }));
        return new TeamJobs(jobs, alive);
    }

    private static void discard(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Override
    public Optional<FilmRecord> film(Key key) {
        return Optional.empty();
    }

    @Override
    public Optional<Job> job(Key key) {
        return Optional.ofNullable(jobs.get(key));
    }

    @Override
    public boolean ownerLives(Job job) {
        return alive.contains(job.key());
    }
}
