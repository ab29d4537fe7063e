package dev.storyc.cli;

import dev.storyc.shared.SharedAddress;
import dev.storyc.shared.SharedPlace;
import dev.storyc.store.Realm;
import dev.storyc.store.SharedFilms;
import dev.storyc.store.SharedMarks;
import dev.storyc.store.SharedSeal;
import dev.storyc.store.StoreFiles;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store that a team shares, for one realm. It is opened when it is first needed, for most builds hold all they want.
 * For any number of threads.
 */
final class TeamStore implements AutoCloseable {
    private final SharedAddress address;
    private final Team team;
    private final Realm realm;
    private @Nullable SharedPlace place;
    private @Nullable SharedFilms films;

    private TeamStore(SharedAddress address, Team team, Realm realm) {
        this.address = address;
        this.team = team;
        this.realm = realm;
    }

    /** What the workspace's settings name, if they do. */
    static Optional<TeamStore> of(Team team, Realm realm) {
        return team.sharedStore().map(address -> new TeamStore(address, team, realm));
    }

    /** What people call it, opened or not. */
    String name() {
        return address.name();
    }

    /** Whether it is reached over a network, which a build may be told to leave alone. */
    boolean network() {
        return !(address instanceof SharedAddress.Folder);
    }

    /** Why this machine may not put anything there; empty if it may. */
    Optional<String> readOnly() {
        if (!team.sharedStoreMode().equals("write")) {
            return Optional.of("`shared_store_mode` is read");
        }
        // Without a name that only one can win, several machines would pay for one film each.
        if (address instanceof SharedAddress.Web && team.fleet().isEmpty()) {
            return Optional.of("a cache behind HTTPS is only read, unless `fleet` in storyc.yaml keeps the ledger");
        }
        boolean believed = !team.trustedKeys().asked()
                || team.signingKey()
                        .filter(key -> team.trustedKeys().believe(key))
                        .isPresent();
        return believed
                ? Optional.empty()
                : Optional.of("`trusted_keys` asks for signatures, and this machine has none of those keys to sign"
                        + " with (STORYC_SIGNING_KEY_FILE)");
    }

    /** The place itself, of this realm alone. */
    synchronized SharedPlace place() {
        SharedPlace opened = place;
        if (opened == null) {
            opened = team.open(address, realm);
            place = opened;
        }
        return opened;
    }

    /** By what its records and notices are believed, and this machine's are. */
    SharedSeal seal() {
        return new SharedSeal(realm.name(), team.trustedKeys(), team.signingKey());
    }

    /** Its films. */
    synchronized SharedFilms films() {
        SharedFilms opened = films;
        if (opened == null) {
            SharedSeal seal = seal();
            opened = new SharedFilms(place(), seal);
            films = opened;
        }
        return opened;
    }

    /** Which films it is known to have without asking. */
    SharedMarks marks(StoreFiles store) {
        return new SharedMarks(store, name());
    }

    @Override
    public synchronized void close() {
        if (place != null) {
            place.close();
            place = null;
            films = null;
        }
    }
}
