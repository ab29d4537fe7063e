package dev.storyc.manifest;

import dev.storyc.manifest.ManifestRow.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one storyboard's manifest, sorted by variant, clip and take.
 *
 * @param realm where its films were bought, or null for the default one
 * @param rows at most one a place
 */
public record Manifest(@Nullable String realm, List<ManifestRow> rows) {
    /** The version this storyc writes, and the newest it reads. */
    public static final int VERSION = 1;

    /** The most rows that are read back, whatever they hold: several storyboards have several manifests. */
    public static final int MOST_ROWS = 50_000;

    public Manifest {
        SortedMap<Place, ManifestRow> sorted = new TreeMap<>();
        rows.forEach(row -> sorted.put(row.place(), row));
        rows = List.copyOf(sorted.values());
    }

    /** The row of a clip and take. */
    public Optional<ManifestRow> row(Place place) {
        return rows.stream().filter(row -> row.place().equals(place)).findFirst();
    }

    /**
     * This manifest after a build. A place that was built and has a film now gets its new row; one that has none keeps
     * the row it had, which still tells what was there and what changed since. Rows of places that the storyboard no
     * longer has go, but a narrowed build leaves them: it changes only its own.
     *
     * @param built the places of this build
     * @param stored rows of those that have their film
     * @param narrowed whether only a part of the storyboard was built
     */
    public Manifest after(Collection<Place> built, Collection<ManifestRow> stored, boolean narrowed) {
        SortedMap<Place, ManifestRow> next = new TreeMap<>();
        Predicate<Place> kept = narrowed ? place -> true : new HashSet<>(built)::contains;
        Set<Place> places = stored.stream().map(ManifestRow::place).collect(Collectors.toSet());
        // A new film takes the file's name from whatever row had it, as when another take is picked.
        Set<String> taken = stored.stream().map(ManifestRow::file).collect(Collectors.toSet());
        rows.stream()
                .filter(row -> kept.test(row.place()) && !places.contains(row.place()))
                .map(row -> taken.contains(row.file()) ? row.withFile(free(row, taken)) : row)
                .forEach(row -> {
                    taken.add(row.file());
                    next.put(row.place(), row);
                });
        stored.forEach(row -> next.put(row.place(), row));
        return new Manifest(realm, new ArrayList<>(next.values()));
    }

    /** The name that an unpicked take has; a row is never dropped for want of a name, since its film was paid for. */
    static String free(ManifestRow row, Set<String> taken) {
        String base = row.file().replaceFirst("(\\.take-[0-9]+)?\\.mp4$", "") + ".take-"
                + row.place().take();
        String file = base + ".mp4";
        for (int i = 2; taken.contains(file); i++) {
            file = base + "-" + i + ".mp4";
        }
        return file;
    }
}
