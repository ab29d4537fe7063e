package dev.storyc.store;

import dev.storyc.job.Job;
import dev.storyc.job.Ledger;
import dev.storyc.job.Owners;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.plan.Holdings;
import java.nio.file.Files;
import java.util.Optional;

/** What a store and its ledger hold. */
public final class StoreHoldings implements Holdings {
    private final FilmStore store;
    private final Ledger ledger;
    private final Owners owners;

    public StoreHoldings(FilmStore store, Ledger ledger, Owners owners) {
        this.store = store;
        this.ledger = ledger;
        this.owners = owners;
    }

    @Override
    public Optional<FilmRecord> film(Key key) {
        return store.find(key);
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
    public Optional<Job> job(Key key) {
        return ledger.find(key);
    }

    @Override
    public boolean ownerLives(Job job) {
        return owners.lives(job.owner());
    }
}
