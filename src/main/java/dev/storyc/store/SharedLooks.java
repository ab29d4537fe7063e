package dev.storyc.store;

import dev.storyc.job.Job;
import dev.storyc.job.Ledger;
import dev.storyc.lower.Key;
import dev.storyc.shared.SharedPlaceException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what other machines have under way. What can't be seen now is no reason to break off: a purchase looks again by
 * itself, and is not made then.
 */
final class SharedLooks {
    private static final long EVERY_NANOS = 400_000_000L;
    /** From so many keys on, all that is there is listed at once. */
    private static final int MANY = 400;

    private final Ledger local;
    private final SharedAttempts attempts;
    private final Arrivals arrivals;
    private final LongSupplier nanos;
    private final Map<Key, Long> looked = new ConcurrentHashMap<>();
    private volatile @Nullable String trouble;
    private volatile @Nullable String damage;
    private volatile boolean stopped;

    SharedLooks(Ledger local, SharedAttempts attempts, Arrivals arrivals, LongSupplier nanos) {
        this.local = local;
        this.attempts = attempts;
        this.arrivals = arrivals;
        this.nanos = nanos;
    }

    void at(Collection<Key> keys) {
        if (keys.isEmpty()) {
            return;
        }
        quietly(() -> {
            if (keys.size() > MANY) {
                Map<Key, List<SharedAttempt>> all = attempts.all();
                keys.forEach(key -> arrivals.take(key, all.getOrDefault(key, List.of())));
            } else {
                attempts.each(keys, key -> arrivals.take(key, attempts.of(key)));
            }
        });
    }

    /** At every key that somebody has under way or in doubt. */
    void around() {
        quietly(() -> attempts.all().forEach((key, all) -> {
            boolean open = local.find(key).filter(job -> !job.state().over()).isPresent();
            if (open || (notOver(all.get(0)) && !recorded(all.get(0)))) {
                arrivals.take(key, all);
            }
        }));
    }

    private boolean recorded(SharedAttempt attempt) {
        return attempts.fact(attempt, SharedAttempt.JOB)
                .filter(told -> attempts.recorded(attempt.key(), told.jobId()))
                .isPresent();
    }

    private static boolean notOver(SharedAttempt attempt) {
        return !attempt.has(SharedAttempt.END)
                && (attempt.has(SharedAttempt.JOB) || !attempt.has(SharedAttempt.GIVEN_UP));
    }

    /** The newest attempt at a key; where another machine's create is waited for, as it told since. */
    Optional<Job> find(Key key) {
        Optional<Job> here = local.find(key);
        boolean waits = here.filter(job -> SharedOwners.elsewhere(job.owner()) && job.jobId() == null)
                .isPresent();
        if (!waits || !due(key)) {
            return here;
        }
        quietly(() -> arrivals.take(key, attempts.of(key)));
        return local.find(key);
    }

    private boolean due(Key key) {
        long now = nanos.getAsLong();
        Long before = looked.get(key);
        if (before != null && now - before < EVERY_NANOS) {
            return false;
        }
        looked.put(key, now);
        return true;
    }

    /** Looks no more. */
    void stop() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }

    private void quietly(Runnable look) {
        if (stopped) {
            return;
        }
        try {
            look.run();
            trouble = null;
        } catch (SharedPlaceException e) {
            trouble = e.getMessage();
            if (e.kind() == SharedPlaceException.Kind.DAMAGED) {
                // That others can be looked at doesn't mend it: a person has to.
                damage = e.getMessage();
            }
        }
    }

    /** Why nothing could be seen the last time; null where it could. */
    @Nullable
    String trouble() {
        return damage == null ? trouble : damage;
    }
}
