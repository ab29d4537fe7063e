package dev.storyc.store;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where films are bought. A hit, a job and a budget count only within their realm.
 *
 * @param name the API's host, with its port where that isn't the scheme's own; all loopback addresses are one realm, and
 *     so are animatics
 */
public record Realm(String name) {
    private static final String DEFAULT_HOST = "api.shortapi.ai";

    /** The realm of drawn stand-ins, which cost nothing. */
    public static final Realm ANIMATIC = new Realm("animatic");

    /** The realm of ShortAPI itself. */
    public static final Realm DEFAULT = new Realm(DEFAULT_HOST);

    private static final Realm LOOPBACK = new Realm("loopback");

    /** The realm of an API's address. */
    public static Realm of(URI api) {
        String host = api.getHost() == null ? "" : api.getHost().toLowerCase(Locale.ROOT);
        if (loopback(host)) {
            return LOOPBACK;
        }
        int usual = "http".equalsIgnoreCase(api.getScheme()) ? 80 : 443;
        boolean stated = api.getPort() >= 0 && api.getPort() != usual;
        // A host of such a name is none of ours; above all, it isn't free.
        boolean taken = host.equals(ANIMATIC.name) || host.equals(LOOPBACK.name);
        if (taken && !stated) {
            return new Realm(host + ":" + usual);
        }
        return new Realm(stated ? host + ":" + api.getPort() : host);
    }

    /** Whether a host is this very machine. */
    public static boolean loopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    /** Whether nothing costs anything here. */
    public boolean free() {
        return equals(ANIMATIC);
    }

    /** Whether money is at stake: not for what is drawn here, and not for an emulator on this machine. */
    public boolean costs() {
        return !free() && !equals(LOOPBACK);
    }

    /** The name a manifest states, or null for the default realm, which it doesn't name. */
    public @Nullable String inManifest() {
        return name.equals(DEFAULT_HOST) ? null : name;
    }

    /** The name of its folder in a store. */
    public String folder() {
        return name.replaceAll("[^a-z0-9.-]", "_");
    }
}
