package dev.storyc.manifest;

import dev.storyc.manifest.ManifestRow.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings two manifests together that came of one, row by row.
 *
 * <p>There is always an answer: where both sides changed one row, ours stays, since either will do. The next build finds
 * whatever the merged storyboard asks for by its key, and writes the row that belongs to it.
 */
public final class ManifestMerge {
    /** The merged manifest; empty if the two tell of films from different realms. */
    public Optional<Manifest> merge(Manifest base, Manifest ours, Manifest theirs) {
        Optional<String> realm = realm(ours, theirs);
        if (realm.isEmpty()) {
            return Optional.empty();
        }
        Map<Place, ManifestRow> before = byPlace(base);
        Map<Place, ManifestRow> left = byPlace(ours);
        Map<Place, ManifestRow> right = byPlace(theirs);
        SortedSet<Place> places = new TreeSet<>(left.keySet());
        places.addAll(right.keySet());
        List<ManifestRow> rows = new ArrayList<>();
        for (Place place : places) {
            ManifestRow row = row(before.get(place), left.get(place), right.get(place));
            if (row != null) {
                rows.add(row);
            }
        }
        return Optional.of(new Manifest(realm.get().isEmpty() ? null : realm.get(), named(rows)));
    }

    private static @Nullable ManifestRow row(
            @Nullable ManifestRow before, @Nullable ManifestRow ours, @Nullable ManifestRow theirs) {
        if (Objects.equals(ours, before)) {
            return theirs;
        }
        // One that went on a side and was bought anew on the other was paid for.
        return ours == null && !Objects.equals(theirs, before) ? theirs : ours;
    }

    /** The realm as text, empty for the default one; a side without rows goes along with the other. */
    private static Optional<String> realm(Manifest ours, Manifest theirs) {
        boolean one = Objects.equals(ours.realm(), theirs.realm());
        if (!one && !ours.rows().isEmpty() && !theirs.rows().isEmpty()) {
            return Optional.empty();
        }
        String realm = ours.rows().isEmpty() ? theirs.realm() : ours.realm();
        return Optional.of(realm == null ? "" : realm);
    }

    /** With a file of its own for each row, as when either side picked another take. */
    private static List<ManifestRow> named(List<ManifestRow> rows) {
        Set<String> taken = rows.stream().map(ManifestRow::file).collect(Collectors.toSet());
        Set<String> given = new HashSet<>();
        List<ManifestRow> named = new ArrayList<>();
        for (ManifestRow row : rows) {
            ManifestRow own = given.contains(row.file()) ? row.withFile(Manifest.free(row, taken)) : row;
            taken.add(own.file());
            given.add(own.file());
            named.add(own);
        }
        return named;
    }

    private static Map<Place, ManifestRow> byPlace(Manifest manifest) {
        Map<Place, ManifestRow> rows = new TreeMap<>();
        manifest.rows().forEach(row -> rows.put(row.place(), row));
        return rows;
    }
}
