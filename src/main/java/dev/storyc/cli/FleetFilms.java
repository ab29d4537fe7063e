package dev.storyc.cli;

import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.job.FilmTaker;
import dev.storyc.job.Job;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.shared.SharedPlaceException;
import dev.storyc.store.FilmStore;
import dev.storyc.store.SharedFilms;
import dev.storyc.store.SharedFind;
import java.util.Optional;

/**
 * How films get from the workers of a fleet to those who asked for them: through the store they share. A film is home only
 * when it is there, for the worker that fetched it may be gone the next moment.
 */
final class FleetFilms {
    private final SharedFilms shared;
    private final FilmStore store;

    private FleetFilms(SharedFilms shared, FilmStore store) {
        this.shared = shared;
        this.store = store;
    }

    /**
     * Those of this fleet.
     *
     * @param writes whether this machine is to put films there
     * @throws UserError if there is no such store, or this machine may not use it as it must
     */
    static FleetFilms of(Vault vault, boolean writes) {
        TeamStore team = vault.shared();
        if (team == null) {
            throw new UserError(
                    Exit.USAGE,
                    "a fleet's films come through a store that all its machines share, and storyc.yaml names none: set"
                            + " `shared_store` beside `fleet`, to s3://BUCKET/PREFIX, an https:// address or a folder");
        }
        Optional<String> readOnly = writes ? team.readOnly() : Optional.empty();
        if (readOnly.isPresent()) {
            throw new UserError(
                    Exit.USAGE, "a worker puts films into " + team.name() + ", and may not: " + readOnly.get());
        }
        return new FleetFilms(team.films(), vault.store());
    }

    /** Whether a film can be had, here or there. */
    boolean held(Key key) {
        return store.find(key).isPresent() || shared.find(key) instanceof SharedFind.There;
    }

    /** Fetches a film to this machine, if it can be had now. */
    Optional<FilmRecord> fetch(Key key) {
        Optional<FilmRecord> here = store.find(key);
        if (here.isPresent()) {
            return here;
        }
        try {
            if (shared.find(key) instanceof SharedFind.There there) {
                shared.pull(there.record(), store);
            }
            return store.find(key);
        } catch (SharedPlaceException e) {
            // Whoever asked is told that the film didn't come; the next build asks again.
            return Optional.empty();
        }
    }

    /** The way home of a film, with the last piece. */
    FilmTaker into(FilmTaker home) {
        return job -> {
            FilmTaker.Taken taken = home.take(job);
            return taken instanceof FilmTaker.Taken.Stored ? put(job) : taken;
        };
    }

    private FilmTaker.Taken put(Job job) {
        FilmRecord film = store.find(job.key()).orElse(null);
        if (film == null) {
            return new FilmTaker.Taken.Again("its film was in the store a moment ago, and isn't any more");
        }
        try {
            shared.push(film, store);
            return new FilmTaker.Taken.Stored();
        } catch (SharedPlaceException e) {
            return new FilmTaker.Taken.Again(
                    "it is on the worker, and can't be put into the shared store: " + e.getMessage());
        }
    }
}
