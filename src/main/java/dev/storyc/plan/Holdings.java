package dev.storyc.plan;

import dev.storyc.job.Job;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** What is held already: films that were paid for, and attempts that may have been. */
public interface Holdings {
    /** The record of a key whose film is there too. */
    Optional<FilmRecord> film(Key key);

    /** Whether a record of the key is there whose film is not, or isn't whole: it was paid for. */
    default boolean damaged(Key key) {
        return false;
    }

    /** The record of a key whose film is known to be gone, where no manifest need name it. */
    default Optional<FilmRecord> lost(Key key) {
        return Optional.empty();
    }

    /** Whether a film of the key is there that doesn't hold what was bought: a person sets it aside first. */
    default boolean bad(Key key) {
        return false;
    }

    /** Whether the very bytes of a film that a manifest names are held, under whatever record. */
    default boolean holds(FilmRecord named) {
        return film(named.key())
                .filter(film -> film.sha256().equals(named.sha256()))
                .isPresent();
    }

    /** Whether the bytes of a film that a manifest names lie where a build may take them back from, free. */
    default boolean spare(FilmRecord named) {
        return false;
    }

    /** Whether the bytes of a film that a manifest names are held, and are those of other keys only. */
    default boolean another(FilmRecord named) {
        return false;
    }

    /** Whether the film of a key that was set aside is there. */
    default boolean aside(Key key) {
        return true;
    }

    /** Which key a job was created for, as far as the ledger or the store's records tell. */
    default Optional<Key> boughtBy(String jobId) {
        return Optional.empty();
    }

    /** The newest attempt at a key. */
    Optional<Job> job(Key key);

    /** By model, how many times its list price the far end was last seen to charge, where that is more than that. */
    default Map<String, BigDecimal> observed() {
        return Map.of();
    }

    /** Whether the process that made this attempt still runs. */
    boolean ownerLives(Job job);
}
