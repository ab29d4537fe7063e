package dev.storyc.store;

import dev.storyc.job.Job;
import dev.storyc.job.Ledger;
import dev.storyc.job.Owners;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.plan.Holdings;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** What a store and its ledger hold. */
public final class StoreHoldings implements Holdings {
    /** From here on reading the ledger takes longer than a thread that reads it beside the records. */
    private static final int MANY = 200;

    private final FilmStore store;
    private final Ledger ledger;
    private final Owners owners;
    private final Set<Key> asked;
    private final Map<Key, Job> jobs;
    private final Map<Key, FilmRecord> films;
    private @Nullable Collection<FilmRecord> recorded;

    public StoreHoldings(FilmStore store, Ledger ledger, Owners owners) {
        this(store, ledger, owners, List.of());
    }

    /** @param asked keys that will be asked for, which are looked up together, as they are now */
    public StoreHoldings(FilmStore store, Ledger ledger, Owners owners, Collection<Key> asked) {
        this.store = store;
        this.ledger = ledger;
        this.owners = owners;
        this.asked = Set.copyOf(asked);
        this.films = new ConcurrentHashMap<>();
        FutureTask<Map<Key, Job>> attempts = new FutureTask<>(() -> ledger.find(this.asked));
        if (this.asked.size() < MANY) {
            attempts.run();
        } else {
            Thread beside = new Thread(attempts, "storyc-attempts");
            beside.setDaemon(true);
            beside.start();
        }
        List<Key> lacking;
        try {
            // Small files, one after another: most of the time is waiting for the disk and reading JSON.
            this.asked.parallelStream().forEach(key -> store.find(key).ifPresent(film -> films.put(key, film)));
            lacking = this.asked.stream().filter(key -> !films.containsKey(key)).toList();
        } finally {
            this.jobs = new HashMap<>(ended(attempts));
        }
        // What is held nobody has to ask others about; the rest may have ended since its attempt was read.
        ledger.look(lacking);
        lacking.forEach(jobs::remove);
        jobs.putAll(ledger.find(lacking));
    }

    private static Map<Key, Job> ended(FutureTask<Map<Key, Job>> attempts) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return attempts.get();
                } catch (InterruptedException e) {
                    // It is at the database, which ends or fails soon.
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException known) {
                        throw known;
                    }
                    throw new IllegalStateException("reading the ledger broke off: " + e.getCause(), e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public Optional<FilmRecord> film(Key key) {
        return asked.contains(key) ? Optional.ofNullable(films.get(key)) : store.find(key);
    }

    @Override
    public boolean damaged(Key key) {
        return store.damage(key).isPresent();
    }

    @Override
    public boolean bad(Key key) {
        return store.damage(key).filter(damage -> Files.exists(damage.file())).isPresent();
    }

    @Override
    public boolean holds(FilmRecord named) {
        return store.holds(named);
    }

    @Override
    public boolean aside(Key key) {
        return store.findAside(key).isPresent();
    }

    @Override
    public Optional<Key> boughtBy(String jobId) {
        Optional<Key> known = ledger.byJob(jobId).map(Job::key);
        if (known.isPresent()) {
            return known;
        }
        // What no attempt here bought may be a colleague's that was had again.
        return recorded().stream()
                .filter(film -> film.jobId().equals(jobId))
                .map(FilmRecord::key)
                .findFirst();
    }

    @Override
    public boolean another(FilmRecord named) {
        List<Key> keys = recorded().stream()
                .filter(film -> film.sha256().equals(named.sha256()))
                .map(FilmRecord::key)
                .toList();
        return !keys.isEmpty() && !keys.contains(named.key());
    }

    /** All records there are: read once, and only where a manifest names what the store doesn't have as it says. */
    private synchronized Collection<FilmRecord> recorded() {
        Collection<FilmRecord> all = recorded;
        if (all == null) {
            all = StoreInventory.records(store.files()).values();
            recorded = all;
        }
        return all;
    }

    @Override
    public Optional<Job> job(Key key) {
        return asked.contains(key) ? Optional.ofNullable(jobs.get(key)) : ledger.find(key);
    }

    @Override
    public Map<String, BigDecimal> observed() {
        return ledger.observed();
    }

    @Override
    public boolean ownerLives(Job job) {
        return owners.lives(job.owner());
    }
}
