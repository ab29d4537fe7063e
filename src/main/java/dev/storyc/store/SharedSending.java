package dev.storyc.store;

import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.shared.SharedPlaceException;
import dev.storyc.shared.SharedPlaceException.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts films of a store into a shared one while other work goes on, on threads of its own. What can't be put there stays in
 * the store, and why is told; nothing of it throws. For any number of threads.
 */
public final class SharedSending implements AutoCloseable {
    private static final int TRIES = 3;
    private static final long PAUSE_MILLIS = 500;

    private final Supplier<SharedFilms> shared;
    private final SharedMarks marks;
    private final FilmStore store;
    private final ExecutorService threads;
    private final Set<FilmRecord> offered = new HashSet<>();
    private final Map<Key, Failure> failed = new LinkedHashMap<>();
    private final Set<Key> others = new LinkedHashSet<>();
    private int open;
    private int sent;
    private long bytes;
    private @Nullable String stopped;

    /**
     * @param shared the shared store, opened when something is put there
     * @param several how many films at once
     */
    public SharedSending(Supplier<SharedFilms> shared, SharedMarks marks, FilmStore store, int several) {
        this.shared = shared;
        this.marks = marks;
        this.store = store;
        this.threads = Executors.newFixedThreadPool(several, SeveralAtOnce.named("storyc-share"));
    }

    /**
     * Why a film could not be put there.
     *
     * @param words for people
     * @param damaged whether the film here, or what lies there in its place, isn't what was bought
     */
    public record Failure(String words, boolean damaged) {}

    /** What was done so far. */
    public record Sent(int open, int sent, long bytes) {}

    /** Puts a film there some time, unless it is known to be there. Returns at once. */
    public void offer(FilmRecord film) {
        if (!marks.has(film)) {
            check(film);
        }
    }

    /** Puts a film there some time, whatever is known of it. Returns at once. */
    public void check(FilmRecord film) {
        synchronized (this) {
            if (!offered.add(film)) {
                return;
            }
            open++;
        }
        threads.execute(() -> send(film));
    }

    private void send(FilmRecord film) {
        @Nullable Failure failure = new Failure("it broke off", false);
        try {
            failure = tried(film);
        } catch (InterruptedException e) {
            failure = Objects.requireNonNullElse(stopped(), new Failure("it was interrupted", false));
        } catch (StoreException e) {
            failure = new Failure(String.valueOf(e.getMessage()), true);
        } catch (RuntimeException e) {
            // Whatever it is, the film is safe here, and the next build tries again.
            failure = new Failure(Objects.requireNonNullElse(e.getMessage(), e.toString()), false);
        } finally {
            ended(film, failure);
        }
    }

    /** @return why it isn't there, or null if it is */
    private @Nullable Failure tried(FilmRecord film) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            Failure no = stopped();
            if (no != null) {
                return no;
            }
            try {
                arrived(film, shared.get().push(film, store));
                return null;
            } catch (SharedPlaceException e) {
                Failure failure = new Failure(String.valueOf(e.getMessage()), e.kind() == Kind.DAMAGED);
                if (failure.damaged()) {
                    return failure;
                }
                if (e.kind() == Kind.FORBIDDEN || e.kind() == Kind.FULL || tries == TRIES) {
                    // It would be the same for all others, each after its own patience.
                    stop(failure.words());
                    return failure;
                }
                Thread.sleep(PAUSE_MILLIS << tries);
            }
        }
    }

    private void arrived(FilmRecord film, SharedFilms.Pushed pushed) {
        marks.add(film);
        synchronized (this) {
            if (pushed == SharedFilms.Pushed.ANOTHER) {
                others.add(film.key());
            }
            if (pushed == SharedFilms.Pushed.NEW) {
                sent++;
                bytes += film.bytes();
            }
        }
    }

    private synchronized void ended(FilmRecord film, @Nullable Failure failure) {
        open--;
        if (failure != null) {
            failed.put(film.key(), failure);
        }
        notifyAll();
    }

    private synchronized @Nullable Failure stopped() {
        return stopped == null ? null : new Failure(stopped, false);
    }

    /** Puts nothing more there; what is on its way may still arrive. */
    public synchronized void stop(String why) {
        if (stopped == null) {
            stopped = why;
        }
    }

    /** Waits for what was offered, so long; what was done by then. */
    public synchronized Sent await(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (open > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return new Sent(open, sent, bytes);
    }

    /** Whether the film is there, by all that is known. */
    public boolean has(FilmRecord film) {
        return marks.has(film);
    }

    /** By key, why films could not be put there. */
    public synchronized Map<Key, Failure> failed() {
        return new LinkedHashMap<>(failed);
    }

    /** The keys under which somebody else's film lies there. */
    public synchronized List<Key> others() {
        return new ArrayList<>(others);
    }

    /** Ends it; a film on its way is left behind, and the next build or push goes on. */
    @Override
    public void close() {
        stop("it was broken off");
        threads.shutdownNow();
    }
}
