package dev.storyc.store;

import dev.storyc.manifest.FilmRecord;
import dev.storyc.shared.SharedPlaceException;
import dev.storyc.shared.SharedPlaceException.Kind;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Fetches many films from a shared store, several at once. What came stays; broken off, it may begin again at any time. */
public final class SharedFetching {
    private static final int AT_ONCE = 8;
    private static final int TRIES = 3;
    private static final long PAUSE_MILLIS = 500;

    private final SharedFilms shared;
    private final FilmStore store;
    private final SharedMarks marks;

    public SharedFetching(SharedFilms shared, FilmStore store, SharedMarks marks) {
        this.shared = shared;
        this.store = store;
        this.marks = marks;
    }

    /** Hears of each film that came; from several threads, and must be quick. */
    @FunctionalInterface
    public interface Arrivals {
        void came(int films, long bytes);
    }

    /**
     * What came.
     *
     * @param films how many
     * @param bytes how large they are together
     */
    public record Fetched(int films, long bytes) {}

    /** Fetches these films; what can't be had is told to the look that saw them. */
    public Fetched fetch(Collection<FilmRecord> films, SharedLook look, Arrivals arrivals) throws InterruptedException {
        AtomicInteger came = new AtomicInteger();
        AtomicLong bytes = new AtomicLong();
        try {
            SeveralAtOnce.each(AT_ONCE, List.copyOf(films), film -> {
                if (fetched(film, look)) {
                    arrivals.came(came.incrementAndGet(), bytes.addAndGet(film.bytes()));
                }
            });
        } catch (SharedPlaceException e) {
            look.broke(e);
        }
        return new Fetched(came.get(), bytes.get());
    }

    private boolean fetched(FilmRecord film, SharedLook look) {
        SharedFilms.Pulled pulled = tried(film);
        if (pulled instanceof SharedFilms.Pulled.Here) {
            if (look.recorded(film)) {
                marks.add(film);
            }
            return true;
        }
        if (pulled instanceof SharedFilms.Pulled.Wrong wrong) {
            look.wrong(film, wrong.words());
        } else {
            look.gone(film);
        }
        return false;
    }

    private SharedFilms.Pulled tried(FilmRecord film) {
        for (int tries = 1; ; tries++) {
            try {
                return shared.pull(film, store);
            } catch (SharedPlaceException e) {
                if (tries == TRIES || e.kind() != Kind.UNREACHABLE) {
                    throw e;
                }
                pause(tries);
            }
        }
    }

    private static void pause(int tries) {
        try {
            Thread.sleep(PAUSE_MILLIS << tries);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SharedPlaceException(Kind.UNREACHABLE, "fetching was interrupted", e);
        }
    }
}
