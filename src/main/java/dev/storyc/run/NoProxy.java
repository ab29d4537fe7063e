package dev.storyc.run;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code NO_PROXY} lists: names with all that end in them, addresses, networks such as {@code 10.0.0.0/8}, each with
 * a port or without, or {@code *} for everything.
 */
final class NoProxy {
    private final List<String> entries = new ArrayList<>();

    NoProxy(String text) {
        for (String entry : text.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
            if (!entry.isBlank()) {
                entries.add(entry);
            }
        }
    }

    /** @param host in lower case; an IPv6 address may be in brackets */
    boolean covers(String host, int port) {
        String bare = bare(host);
        return entries.stream().anyMatch(entry -> covers(entry, bare, port));
    }

    private static boolean covers(String entry, String host, int port) {
        if (entry.equals("*")) {
            return true;
        }
        if (entry.contains("/")) {
            return inNetwork(entry, host);
        }
        String name = entry;
        // One colon parts a port off; more are an IPv6 address, whose port stands behind a bracket.
        int colon = entry.startsWith("[") ? entry.indexOf("]:") + 1 : entry.indexOf(':');
        if (colon > 0 && entry.indexOf(':', colon + 1) < 0) {
            if (!entry.substring(colon + 1).equals(String.valueOf(port))) {
                return false;
            }
            name = entry.substring(0, colon);
        }
        name = bare(name);
        String ending = name.startsWith("*.") ? name.substring(1) : name;
        return ending.startsWith(".")
                ? host.endsWith(ending) || host.equals(ending.substring(1))
                : host.equals(ending) || (!ending.isEmpty() && host.endsWith("." + ending));
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static boolean inNetwork(String entry, String host) {
        String[] parts = entry.split("/", 2);
        byte[] network = address(parts[0]);
        byte[] asked = address(host);
        if (network == null || asked == null || network.length != asked.length || !parts[1].matches("[0-9]{1,3}")) {
            return false;
        }
        int bits = Math.min(Integer.parseInt(parts[1]), network.length * 8);
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((network[bit / 8] & mask) != (asked[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of what is written as an address; null for a name, which isn't looked up. */
    private static byte @Nullable [] address(String text) {
        if (!text.matches("[0-9.]+") && !text.contains(":")) {
            return null;
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
