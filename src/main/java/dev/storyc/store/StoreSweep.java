package dev.storyc.store;

import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What of a store nobody wants any more. Films that were set aside, and damaged records, are never among it: about those a
 * person decides.
 *
 * @param bytes of the films that go
 */
public record StoreSweep(List<Unwanted> unwanted, long bytes) {
    public StoreSweep {
        unwanted = List.copyOf(unwanted);
    }

    /**
     * A purchase that goes.
     *
     * @param shared whether its film stays, for another record needs it
     */
    public record Unwanted(FilmRecord record, boolean shared) {}

    /**
     * @param wanted what manifests name
     * @param settled whether the ledger has nothing left to do about a key
     */
    public static StoreSweep of(StoreInventory inventory, WantedFilms wanted, Predicate<Key> settled) {
        List<FilmRecord> going = new ArrayList<>();
        Set<String> needed = new HashSet<>();
        for (FilmRecord record : inventory.records().values()) {
            boolean there = inventory.films().containsKey(record.sha256());
            boolean named = wanted.names(record.key().hex()) || wanted.names(record.sha256());
            if (there && !named && settled.test(record.key())) {
                going.add(record);
            } else {
                needed.add(record.sha256());
            }
        }
        List<Unwanted> unwanted = new ArrayList<>();
        long bytes = 0;
        for (FilmRecord record : going) {
            // Of several records of one film, the first takes it along.
            boolean shared = !needed.add(record.sha256());
            unwanted.add(new Unwanted(record, shared));
            bytes += shared ? 0 : inventory.films().getOrDefault(record.sha256(), 0L);
        }
        return new StoreSweep(unwanted, bytes);
    }

    /** Puts it all into the trash. Nothing else may work on the store meanwhile. */
    public void carryOut(FilmTrash trash, LocalDate today) {
        // A record that shares its film goes first, so that no record is ever without.
        unwanted.stream().filter(Unwanted::shared).forEach(one -> trash.put(one.record(), true, today));
        unwanted.stream().filter(one -> !one.shared()).forEach(one -> trash.put(one.record(), false, today));
    }
}
