package dev.storyc.store;

import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What ledger and store don't agree on. Films that were put into the trash, or thrown away from there, are no loss.
 *
 * @param missing attempts whose film was stored, and of which the store has no record
 * @param asideMissing attempts whose film was set aside, and isn't there
 * @param unnamed the SHA-256 of films that no record names, which only a manifest may tell of
 */
public record StoreAudit(List<Job> missing, List<Job> asideMissing, Set<String> unnamed) {
    public StoreAudit {
        missing = List.copyOf(missing);
        asideMissing = List.copyOf(asideMissing);
    }

    /** @param attempts all there are, the oldest first: the newest of each key counts */
    public static StoreAudit of(StoreFiles files, StoreInventory inventory, Collection<Job> attempts) {
        Map<Key, Job> newest = new HashMap<>();
        attempts.forEach(job -> newest.put(job.key(), job));
        FilmTrash trash = new FilmTrash(files);
        Set<Key> gone = new HashSet<>(trash.keys());
        gone.addAll(trash.thrownAway());
        List<Job> missing = new ArrayList<>();
        List<Job> asideMissing = new ArrayList<>();
        for (Job job : attempts) {
            Key key = job.key();
            boolean recorded =
                    inventory.records().containsKey(key) || inventory.damaged().containsKey(key);
            if (!job.equals(newest.get(key)) || recorded || gone.contains(key)) {
                continue;
            }
            FilmRecord aside = inventory.aside().get(key);
            if (job.state() == JobState.STORED) {
                missing.add(job);
            } else if (job.state() == JobState.SET_ASIDE
                    && (aside == null || !inventory.films().containsKey(aside.sha256()))) {
                asideMissing.add(job);
            }
        }
        Set<String> unnamed = new TreeSet<>(inventory.films().keySet());
        inventory.records().values().forEach(record -> unnamed.remove(record.sha256()));
        inventory.aside().values().forEach(record -> unnamed.remove(record.sha256()));
        return new StoreAudit(missing, asideMissing, unnamed);
    }
}
