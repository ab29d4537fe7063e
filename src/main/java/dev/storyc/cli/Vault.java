package dev.storyc.cli;

import dev.storyc.job.Job;
import dev.storyc.job.Ledger;
import dev.storyc.ledger.OwnerLock;
import dev.storyc.ledger.SqliteLedgers;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.plan.Holdings;
import dev.storyc.store.FilmStore;
import dev.storyc.store.StoreFiles;
import dev.storyc.store.StoreHoldings;
import java.nio.file.Files;
import java.util.Optional;

/** One realm's store with its ledger, held open by this process. */
record Vault(FilmStore store, Ledger ledger, OwnerLock owner) implements AutoCloseable {
    /** Opens it, and makes it where there is none. */
    static Vault open(StoreFiles files) {
        FilmStore store = FilmStore.open(files);
        Ledger ledger = SqliteLedgers.open(files.ledger());
        try {
            return new Vault(store, ledger, OwnerLock.take(files.owners()));
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    /** Opens it if it is there: for commands that only look. */
    static Optional<Vault> openIfThere(StoreFiles files) {
        return Files.exists(files.root()) ? Optional.of(open(files)) : Optional.empty();
    }

    /** What it holds. */
    Holdings holdings() {
        return new StoreHoldings(store, ledger, owner);
    }

    /** What a store that isn't there holds. */
    static Holdings nothing() {
        return new Holdings() {
            @Override
            public Optional<FilmRecord> film(Key key) {
                return Optional.empty();
            }

            @Override
            public Optional<Job> job(Key key) {
                return Optional.empty();
            }

            @Override
            public boolean ownerLives(Job job) {
                return false;
            }
        };
    }

    @Override
    public void close() {
        try {
            owner.close();
        } finally {
            ledger.close();
        }
    }
}
