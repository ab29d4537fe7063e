package dev.storyc.cli;

import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.job.Change;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.JobResolver;
import dev.storyc.job.JobState;
import dev.storyc.job.Ledger;
import dev.storyc.job.Owners;
import dev.storyc.ledger.OwnerLock;
import dev.storyc.ledger.PostgresRealm;
import dev.storyc.ledger.PostgresRealms;
import dev.storyc.ledger.SqliteLedgers;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.plan.Holdings;
import dev.storyc.store.FilmStore;
import dev.storyc.store.SharedLedger;
import dev.storyc.store.StoreFiles;
import dev.storyc.store.StoreGround;
import dev.storyc.store.StoreHoldings;
import java.nio.file.Files;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One realm's store with its ledger, held open by this process.
 *
 * @param ledger beside the store, or the fleet's
 * @param owner this process's name in that ledger
 * @param lock this process's lock on the store itself
 * @param fleet where the ledger is a fleet's
 * @param shared where a team shares it, or null; opened when it is first used
 */
record Vault(
        FilmStore store,
        Ledger ledger,
        Owners owner,
        OwnerLock lock,
        Optional<PostgresRealm> fleet,
        @Nullable TeamStore shared)
        implements AutoCloseable {
    private static final String BUILD_ENDED = "its build ended";

    /** Opens one that is there: for commands about what was bought. */
    static Vault open(StorePlace place) {
        return openIfThere(place)
                .orElseThrow(() -> new UserError(
                        Exit.USAGE,
                        "there is no store in " + place.files().root() + " yet, so nothing was bought into it"));
    }

    /** Opens it, and makes it where its folder is absent or empty. */
    static Vault openOrMake(StorePlace place) {
        return openOrMake(place, PostgresRealms.Use.COMMAND);
    }

    /** @param use how a fleet's ledger is used, if it is one */
    static Vault openOrMake(StorePlace place, PostgresRealms.Use use) {
        StoreFiles files = place.files();
        FilmStore store = FilmStore.open(files);
        if (FleetLedger.has(place)) {
            return inFleet(store, FleetLedger.open(place, use), place);
        }
        Ledger ledger = SqliteLedgers.open(files.ledger(), () -> StoreGround.isBare(files));
        try {
            OwnerLock owner = OwnerLock.take(files.owners());
            owner.sweep(ledger.intents().stream().map(Job::owner).collect(Collectors.toSet()));
            Optional<SharedLedger> team = TeamLedger.over(place, ledger, owner);
            return team.isEmpty()
                    ? new Vault(store, ledger, owner, owner, Optional.empty(), place.shared())
                    : new Vault(store, team.get(), team.get().owners(), owner, Optional.empty(), place.shared());
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    private static Vault inFleet(FilmStore store, PostgresRealm realm, StorePlace place) {
        OwnerLock lock = null;
        try {
            lock = OwnerLock.take(place.files().owners());
            lock.sweep(Set.of());
            return new Vault(store, realm.ledger(), realm.owners(), lock, Optional.of(realm), place.shared());
        } catch (RuntimeException e) {
            if (lock != null) {
                lock.close();
            }
            realm.close();
            throw e;
        }
    }

    /** The same for commands about jobs: a team's are there though nothing was bought on this machine yet. */
    static Optional<Vault> openForJobs(StorePlace place) {
        return TeamLedger.sees(place) ? Optional.of(openOrMake(place)) : openIfThere(place);
    }

    /** Opens it if it is there: for commands that only look. */
    static Optional<Vault> openIfThere(StorePlace place) {
        StoreFiles files = place.files();
        // A fleet's jobs are there though nothing was bought on this machine yet.
        boolean away = FleetLedger.has(place);
        boolean here = Files.exists(files.root()) && !(StoreGround.isNew(files) && StoreGround.isBare(files));
        return away || here ? Optional.of(openOrMake(place)) : Optional.empty();
    }

    /** What it holds. */
    Holdings holdings() {
        return new StoreHoldings(store, ledger, owner);
    }

    /** What it holds, these storyboards' clips looked up at once. */
    Holdings holdings(List<CompiledStoryboard> boards) {
        List<Key> keys = boards.stream()
                .flatMap(board -> board.clips().stream())
                .map(Clip::key)
                .toList();
        return new StoreHoldings(store, ledger, owner, keys);
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

    /** Where nothing costs anything nothing is in doubt: what a killed build left is just drawn again. */
    void releaseAll() {
        Clock clock = Clock.systemUTC();
        JobResolver resolver = new JobResolver(ledger, owner, clock);
        for (Job job : ledger.all()) {
            if (!job.state().over() && !owner.lives(job.owner())) {
                Job settled = job.state() == JobState.INTENT
                        ? ledger.advance(job, JobEvent.UNANSWERED, Change.because(BUILD_ENDED), clock.instant())
                                .orElse(job)
                        : job;
                resolver.release(settled, BUILD_ENDED);
            }
        }
    }

    /** Tells a team what it could not be told before; what can't be told now is among the {@link #troubles}. */
    int publish() {
        return ledger instanceof SharedLedger shared ? shared.tryPublish() : 0;
    }

    /** Asks the team's store nothing about purchases, and tells it nothing. */
    void stayOffline() {
        if (ledger instanceof SharedLedger shared) {
            shared.stayOffline();
        }
    }

    /** What somebody should know of what is shared and isn't, a line each. */
    List<String> troubles() {
        return ledger instanceof SharedLedger shared ? shared.troubles() : List.of();
    }

    /** By whose clock attempts are dated. */
    InstantSource time() {
        return fleet.map(PostgresRealm::clock).orElseGet(Clock::systemUTC);
    }

    /** Lets go of what is on this machine; the team's store stays open. */
    void closeHere() {
        try {
            fleet.ifPresent(PostgresRealm::close);
            lock.close();
        } finally {
            ledger.close();
        }
    }

    @Override
    public void close() {
        try {
            closeHere();
        } finally {
            if (shared != null) {
                shared.close();
            }
        }
    }
}
