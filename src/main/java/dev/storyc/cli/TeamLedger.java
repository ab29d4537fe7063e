package dev.storyc.cli;

import dev.storyc.job.Ledger;
import dev.storyc.job.Owners;
import dev.storyc.shared.LaterPlace;
import dev.storyc.shared.SharedAddress;
import dev.storyc.shared.SharedPlaceException;
import dev.storyc.shared.SharedProbe;
import dev.storyc.store.SharedLedger;
import dev.storyc.store.SharedTerms;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Whether a team shares its purchases through its shared store, and on which terms. */
final class TeamLedger {
    private TeamLedger() {}

    /** The ledger that shares them; empty where this machine's own is all there is, or a fleet has the ledger. */
    static Optional<SharedLedger> over(StorePlace place, Ledger local, Owners here) {
        TeamStore team = place.shared();
        if (team == null) {
            return Optional.empty();
        }
        return seen(place).map(address -> {
            LaterPlace shared = new LaterPlace(address.name(), true, team::place);
            SharedTerms terms = new SharedTerms(
                    shared,
                    team.seal(),
                    told(place),
                    machine(),
                    SharedTerms.PATIENCE,
                    () -> new SharedProbe(shared.real()).refuses().ifPresent(words -> {
                        throw new SharedPlaceException(SharedPlaceException.Kind.OTHER, words);
                    }));
            return SharedLedger.over(local, here, place.files(), terms);
        });
    }

    /** Where what others buy is seen; behind HTTP there is no list of it. */
    private static Optional<SharedAddress> seen(StorePlace place) {
        return place.team().fleet().isPresent() || place.realm().free()
                ? Optional.empty()
                : place.team().sharedStore().filter(address -> !(address instanceof SharedAddress.Web));
    }

    /** Whether what others buy is seen here. */
    static boolean sees(StorePlace place) {
        return seen(place).isPresent();
    }

    /** Whether others see what is bought here, before it is. */
    static boolean told(StorePlace place) {
        TeamStore shared = place.shared();
        return shared != null && seen(place).isPresent() && shared.readOnly().isEmpty();
    }

    /** What somebody should know before this machine buys what others don't see; empty where there is no shared store, or they do. */
    static Optional<String> unseen(StorePlace place) {
        if (place.realm().free() || place.team().fleet().isPresent() || told(place)) {
            return Optional.empty();
        }
        TeamStore shared = place.shared();
        if (shared == null) {
            return Optional.empty();
        }
        String why = place.team().sharedStore().orElseThrow() instanceof SharedAddress.Web
                ? "over HTTP no machine can be the only one to win a name"
                : shared.readOnly().orElseThrow();
        return Optional.of(shared.name() + " is only read here, since " + why
                + ": what this build buys stays in this machine's store, and others may buy it too");
    }

    /** As its network calls it: for people who ask whose job that is. */
    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "without a name";
        }
    }
}
