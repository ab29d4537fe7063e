package dev.storyc.plan;

import dev.storyc.job.Job;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * Holdings that answer as others do, but for what a subclass knows better. Every question is passed on here, those with an
 * answer of their own too: one that was forgotten would make a film look new that was paid for.
 */
public class PassingHoldings implements Holdings {
    private final Holdings held;

    protected PassingHoldings(Holdings held) {
        this.held = held;
    }

    @Override
    public Optional<FilmRecord> film(Key key) {
        return held.film(key);
    }

    @Override
    public boolean damaged(Key key) {
        return held.damaged(key);
    }

    @Override
    public Optional<FilmRecord> lost(Key key) {
        return held.lost(key);
    }

    @Override
    public boolean bad(Key key) {
        return held.bad(key);
    }

    @Override
    public boolean holds(FilmRecord named) {
        return held.holds(named);
    }

    @Override
    public boolean spare(FilmRecord named) {
        return held.spare(named);
    }

    @Override
    public boolean another(FilmRecord named) {
        return held.another(named);
    }

    @Override
    public boolean aside(Key key) {
        return held.aside(key);
    }

    @Override
    public Optional<Key> boughtBy(String jobId) {
        return held.boughtBy(jobId);
    }

    @Override
    public Optional<Job> job(Key key) {
        return held.job(key);
    }

    @Override
    public Map<String, BigDecimal> observed() {
        return held.observed();
    }

    @Override
    public boolean ownerLives(Job job) {
        return held.ownerLives(job);
    }
}
