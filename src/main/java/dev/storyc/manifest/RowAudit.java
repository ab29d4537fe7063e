package dev.storyc.manifest;

import dev.storyc.lower.Key;
import dev.storyc.lower.Payload;
import dev.storyc.lower.RequestKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What rows of manifests give away by themselves: that one was edited, so that it names the film of another request. A
 * row that passes may still be wrong; the ledger and the far end know more.
 */
public final class RowAudit {
    private final Set<String> jobs = new HashSet<>();
    private final Set<String> films = new HashSet<>();

    /** @param rows all that are known, since two of them may claim one job */
    public RowAudit(Collection<ManifestRow> rows) {
        Map<String, Key> byJob = new HashMap<>();
        Map<String, Payload> byFilm = new HashMap<>();
        for (ManifestRow row : rows) {
            FilmRecord film = row.film();
            claim(byJob, film.jobId(), film.key(), jobs);
            claim(byFilm, film.sha256(), film.payload(), films);
        }
    }

    private static <T> void claim(Map<String, T> claims, String what, T by, Set<String> contested) {
        T other = claims.putIfAbsent(what, by);
        if (other != null && !other.equals(by)) {
            contested.add(what);
        }
    }

    /** Why a row can't be true, if so: its key is made of its model, arguments and take. */
    public Optional<String> wrong(ManifestRow row) {
        try {
            Key made = RequestKey.of(row.film().payload(), row.place().take());
            return made.equals(row.film().key())
                    ? Optional.empty()
                    : Optional.of("its key " + row.film().key().brief()
                            + " isn't that of its model, arguments and take, which is " + made.brief());
        } catch (IllegalArgumentException e) {
            return Optional.of("its arguments can't have been sent: " + e.getMessage());
        }
    }

    /** Whether rows of several keys name this film's job: one job is one request, so at most one of them is true. */
    public boolean jobContested(FilmRecord film) {
        return jobs.contains(film.jobId());
    }

    /** Whether rows of several requests name these bytes; a far end that draws its films may give equal ones. */
    public boolean filmContested(FilmRecord film) {
        return films.contains(film.sha256());
    }
}
