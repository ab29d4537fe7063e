package dev.storyc.cli;

import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.job.Job;
import dev.storyc.job.Ledger;
import dev.storyc.ledger.PostgresRealm;
import dev.storyc.ledger.PostgresRealms;
import dev.storyc.ledger.SqliteLedgers;
import dev.storyc.store.Realm;
import dev.storyc.store.StoreGround;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A realm in the fleet's PostgreSQL, in place of the ledger beside this machine's store. */
final class FleetLedger {
    private static final int LONGEST_SLUG = 40;
    private static final int DIGITS = 8;

    private FleetLedger() {}

    /** Whether this store's jobs are a fleet's. */
    static boolean has(StorePlace place) {
        return place.team().fleet().isPresent();
    }

    /**
     * Opens the fleet's realm of this store.
     *
     * @throws UserError if its address may not be followed, or this machine's own ledger has jobs that aren't over
     */
    static PostgresRealm open(StorePlace place, PostgresRealms.Use use) {
        Team team = place.team();
        finishFirst(place);
        return PostgresRealms.open(
                FleetAddress.read(team.fleet().orElseThrow(), team.environment(), team.folder()),
                schema(place.realm()),
                use);
    }

    /** The fleet doesn't know what is under way here, and would buy it once more. */
    private static void finishFirst(StorePlace place) {
        try (Ledger own = SqliteLedgers.open(place.files().ledger(), () -> StoreGround.isBare(place.files()))) {
            List<Job> left =
                    own.all().stream().filter(job -> !job.state().over()).toList();
            if (!left.isEmpty()) {
                throw new UserError(
                        Exit.STORE,
                        "this machine's own ledger " + place.files().ledger() + " has " + left.size()
                                + " paid or possibly paid attempts that aren't over, such as "
                                + left.get(0).asked().address() + " ("
                                + left.get(0).state().word()
                                + "), and the fleet would buy them again.\nTake `fleet` out (or unset "
                                + FleetAddress.VARIABLE
                                + "), end them with `storyc build` or `storyc jobs resolve`, and"
                                + " set it again");
            }
        }
    }

    /** Its schema: {@code storyc} for ShortAPI's own realm, else with the realm's name, and a digest where that isn't plain. */
    static String schema(Realm realm) {
        if (realm.equals(Realm.DEFAULT)) {
            return "storyc";
        }
        String slug = realm.name().replaceAll("[^a-z0-9]+", "_");
        if (slug.equals(realm.name()) && slug.length() <= LONGEST_SLUG) {
            return "storyc_" + slug;
        }
        return "storyc_" + slug.substring(0, Math.min(LONGEST_SLUG, slug.length())) + "_"
                + digest(realm.name()).substring(0, DIGITS);
    }

    /** Which jobs count together in flight: a name of an API key, different in each ledger, that tells nothing of it. */
    static String pool(String apiKey, String ledger) {
        return digest("storyc pool\n" + ledger + "\n" + apiKey).substring(0, 2 * DIGITS);
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
