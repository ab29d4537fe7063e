package dev.storyc.run;

import dev.storyc.store.Realm;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import okhttp3.Dns;
import okhttp3.HttpUrl;

/**
 * Where films may be fetched from. An address that the far end names must not lead into this machine or its network,
 * but where the API itself is there; by what a name resolves to as well, for a name can point anywhere.
 *
 * <p>Behind a proxy it is the proxy that resolves names, and its rules that hold.
 */
final class FilmAddresses implements Dns {
    private final HttpUrl api;
    private final Dns dns;
    private final Predicate<String> proxy;

    /** How near an address is. */
    enum Reach {
        PUBLIC,
        PRIVATE,
        LINK,
        LOOPBACK
    }

    /** @param proxy hosts whose names may resolve to anything */
    FilmAddresses(URI api, Dns dns, Predicate<String> proxy) {
        HttpUrl parsed = HttpUrl.get(api);
        if (parsed == null) {
            throw new IllegalArgumentException("not an address of the web: " + api);
        }
        this.api = parsed;
        this.dns = dns;
        this.proxy = proxy;
    }

    /** What is wrong with an address as it is written; empty if nothing is. */
    Optional<String> fault(HttpUrl url) {
        if (!url.isHttps() && !(loopback(url) && loopback(api) && !api.isHttps())) {
            return Optional.of("it is plain http");
        }
        if (loopback(url)) {
            return loopback(api) ? Optional.empty() : Optional.of(inward(url.host(), Reach.LOOPBACK));
        }
        if (literal(url.host())) {
            try {
                return refused(url.host(), InetAddress.getByName(url.host()));
            } catch (UnknownHostException e) {
                return Optional.of("its host is no address");
            }
        }
        return Optional.empty();
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        List<InetAddress> found = dns.lookup(host);
        if (proxy.test(host)) {
            return found;
        }
        List<InetAddress> allowed = new ArrayList<>();
        String refused = "";
        for (InetAddress address : found) {
            Optional<String> fault = refused(host, address);
            if (fault.isEmpty()) {
                allowed.add(address);
            } else {
                refused = fault.get();
            }
        }
        if (allowed.isEmpty()) {
            throw new InwardException(refused.isEmpty() ? host + " has no address" : refused);
        }
        return allowed;
    }

    /** A name led where it must not; the message is for people. */
    static final class InwardException extends UnknownHostException {
        InwardException(String message) {
            super(message);
        }
    }

    private Optional<String> refused(String host, InetAddress address) {
        Reach reach = reach(address);
        boolean fine = switch (reach) {
            case PUBLIC -> true;
            case PRIVATE -> apiIsPrivate();
            case LOOPBACK -> loopback(api);
            case LINK -> false;
        };
        return fine ? Optional.empty() : Optional.of(inward(host, reach));
    }

    private static String inward(String host, Reach reach) {
        String where = reach == Reach.LOOPBACK ? "this machine" : "this network";
        return host + " leads into " + where + ", where the API isn't";
    }

    private boolean apiIsPrivate() {
        try {
            return dns.lookup(api.host()).stream().allMatch(address -> reach(address) == Reach.PRIVATE);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean loopback(HttpUrl url) {
        return Realm.loopback(url.host().contains(":") ? "[" + url.host() + "]" : url.host());
    }

    private static boolean literal(String host) {
        return host.contains(":") || host.matches("[0-9.]+");
    }

    /** By the tables of special addresses. 198.18.0.0/15 counts as public: some tunnels give every name one of these. */
    static Reach reach(InetAddress address) {
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return Reach.LOOPBACK;
        }
        if (address.isLinkLocalAddress() || address.isMulticastAddress()) {
            return Reach.LINK;
        }
        byte[] b = address.getAddress();
        if (address instanceof Inet4Address) {
            return reach4(b[0] & 0xff, b[1] & 0xff, address);
        }
        return address instanceof Inet6Address ? reach6(b) : Reach.LINK;
    }

    private static Reach reach4(int first, int second, InetAddress address) {
        if (first == 0) {
            return Reach.LOOPBACK;
        }
        boolean carrier = first == 100 && second >= 64 && second < 128;
        return address.isSiteLocalAddress() || carrier || first >= 240 ? Reach.PRIVATE : Reach.PUBLIC;
    }

    private static Reach reach6(byte[] b) {
        boolean unique = (b[0] & 0xfe) == 0xfc;
        boolean site = (b[0] & 0xff) == 0xfe && (b[1] & 0xc0) == 0xc0;
        if (unique || site) {
            return Reach.PRIVATE;
        }
        // What stands for an IPv4 address is as near as that is: 64:ff9b::/96, 2002::/16 and ::/96.
        if (starts(b, 0, 0x64, 0xff, 0x9b)) {
            return reachOf(b, 12);
        }
        if (starts(b, 0x20, 0x02)) {
            return reachOf(b, 2);
        }
        return starts(b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) ? reachOf(b, 12) : Reach.PUBLIC;
    }

    private static boolean starts(byte[] bytes, int... with) {
        for (int i = 0; i < with.length; i++) {
            if ((bytes[i] & 0xff) != with[i]) {
                return false;
            }
        }
        return true;
    }

    private static Reach reachOf(byte[] b, int at) {
        try {
            return reach(InetAddress.getByAddress(new byte[] {b[at], b[at + 1], b[at + 2], b[at + 3]}));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
