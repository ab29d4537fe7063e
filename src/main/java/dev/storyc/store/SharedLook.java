package dev.storyc.store;

import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.plan.Holdings;
import dev.storyc.plan.PassingHoldings;
import dev.storyc.shared.SharedPlaceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a shared store has of films that a store lacks, as it was when it was asked. No film is fetched for it. What is
 * found out later, when films are fetched, is told to it, so that a plan made then is right.
 */
public final class SharedLook {
    private static final int QUESTIONS_AT_ONCE = 16;
    /** From so many on the place is asked for all its names, which takes one question a thousand. */
    private static final int LISTED_FROM = 500;

    private final Map<Key, FilmRecord> there = new ConcurrentHashMap<>();
    private final Map<Key, FilmRecord> lost = new ConcurrentHashMap<>();
    private final Map<Key, String> refused = new ConcurrentHashMap<>();
    private final Map<String, Boolean> films = new ConcurrentHashMap<>();
    private final Map<String, Key> jobs = new ConcurrentHashMap<>();
    private @Nullable SharedPlaceException trouble;

    private SharedLook() {}

    /** What is seen where nobody was asked. */
    public static SharedLook none() {
        return new SharedLook();
    }

    /** What is seen where nobody answers. */
    public static SharedLook none(SharedPlaceException why) {
        SharedLook look = new SharedLook();
        look.trouble = why;
        return look;
    }

    /**
     * Asks a shared store; where it is in the way, what it said before counts, and {@link #trouble} tells.
     *
     * @param keys of films that the store lacks
     * @param named films that manifests name and the store lacks
     */
    public static SharedLook of(SharedFilms shared, Collection<Key> keys, Collection<FilmRecord> named)
            throws InterruptedException {
        SharedLook look = new SharedLook();
        try {
            boolean listed = shared.place().conditional() && keys.size() >= LISTED_FROM;
            if (listed) {
                look.list(shared, keys, named);
            } else {
                SeveralAtOnce.each(QUESTIONS_AT_ONCE, List.copyOf(named), film -> look.name(shared, film));
                SeveralAtOnce.each(QUESTIONS_AT_ONCE, List.copyOf(keys), key -> look.find(shared, key));
            }
        } catch (SharedPlaceException e) {
            look.trouble = e;
        }
        return look;
    }

    /** Of very many, what manifests name is looked for by its name alone; its size is seen when it comes. */
    private void list(SharedFilms shared, Collection<Key> keys, Collection<FilmRecord> named)
            throws InterruptedException {
        Set<String> all = Set.copyOf(shared.place().list("cas"));
        Set<Key> known = ConcurrentHashMap.newKeySet();
        for (FilmRecord film : named) {
            if (all.contains(SharedFilms.film(film.sha256()))) {
                films.put(film.sha256(), true);
                known.add(film.key());
            }
        }
        Set<String> records = Set.copyOf(shared.place().list("ac"));
        List<Key> asked = keys.stream()
                .filter(key -> !known.contains(key) && records.contains(SharedFilms.record(key)))
                .toList();
        SeveralAtOnce.each(QUESTIONS_AT_ONCE, asked, key -> find(shared, key));
    }

    private void name(SharedFilms shared, FilmRecord film) {
        if (shared.holds(film)) {
            films.put(film.sha256(), true);
        }
    }

    private void find(SharedFilms shared, Key key) {
        SharedFind found = shared.find(key);
        if (found instanceof SharedFind.There film) {
            there.put(key, film.record());
            films.put(film.record().sha256(), true);
            jobs.put(film.record().jobId(), key);
        } else if (found instanceof SharedFind.Lost film) {
            lost.put(key, film.record());
            jobs.put(film.record().jobId(), key);
        } else if (found instanceof SharedFind.Refused words) {
            refused.put(key, words.words());
        }
    }

    /** Why not everything could be asked, if so: then what isn't known to be there may be there all the same. */
    public Optional<SharedPlaceException> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** By key, what lies there under its name and is not taken. */
    public Map<Key, String> refused() {
        return new TreeMap<>(refused);
    }

    /** Whether this very film was seen under its key's record. */
    boolean recorded(FilmRecord film) {
        FilmRecord seen = there.get(film.key());
        return seen != null && seen.sha256().equals(film.sha256());
    }

    /** The place got in the way of something that was there. */
    public void broke(SharedPlaceException why) {
        trouble = why;
    }

    /** A film that was to be had isn't what was bought. */
    public void wrong(FilmRecord film, String words) {
        gone(film);
        refused.put(film.key(), words);
    }

    /** A film that was to be had isn't there any more. */
    public void gone(FilmRecord film) {
        films.remove(film.sha256());
        if (there.remove(film.key(), film)) {
            lost.put(film.key(), film);
        }
    }

    /** What a store holds, with what the shared one has; a film here that is damaged is not passed over for one there. */
    public Holdings over(Holdings held) {
        return new PassingHoldings(held) {
            @Override
            public Optional<FilmRecord> film(Key key) {
                Optional<FilmRecord> here = held.film(key);
                return here.isPresent() || !there.containsKey(key) || held.bad(key)
                        ? here
                        : Optional.ofNullable(there.get(key));
            }

            @Override
            public boolean damaged(Key key) {
                return lost.containsKey(key) || refused.containsKey(key) || held.damaged(key);
            }

            @Override
            public Optional<FilmRecord> lost(Key key) {
                return Optional.ofNullable(lost.get(key)).or(() -> held.lost(key));
            }

            @Override
            public boolean holds(FilmRecord named) {
                return held.holds(named) || (films.containsKey(named.sha256()) && !held.bad(named.key()));
            }

            @Override
            public Optional<Key> boughtBy(String jobId) {
                return held.boughtBy(jobId).or(() -> Optional.ofNullable(jobs.get(jobId)));
            }
        };
    }

    /** The keys of which nothing is held, and the films that manifests name for them or besides, and that aren't either. */
    public record Lacking(List<Key> keys, List<FilmRecord> named) {
        /** @param committed what manifests name for these keys */
        public static Lacking of(Collection<Key> keys, Collection<FilmRecord> committed, Holdings held) {
            Set<Key> wanted = Set.copyOf(keys);
            List<Key> lacking = wanted.stream()
                    .filter(key -> held.film(key).isEmpty() && !held.bad(key))
                    .toList();
            Map<String, FilmRecord> named = committed.stream()
                    .filter(film -> wanted.contains(film.key()) && !here(film, held))
                    .collect(Collectors.toMap(FilmRecord::sha256, film -> film, (a, b) -> a));
            return new Lacking(lacking, new ArrayList<>(named.values()));
        }

        private static boolean here(FilmRecord film, Holdings held) {
            return held.film(film.key())
                            .map(FilmRecord::sha256)
                            .filter(film.sha256()::equals)
                            .isPresent()
                    || held.holds(film);
        }

        /** Whether nothing is lacking, so that nobody need be asked. */
        public boolean nothing() {
            return keys.isEmpty() && named.isEmpty();
        }
    }
}
