package dev.storyc.serve;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may read the page: whoever knows the token in its address and reached it by an address of this machine, so that no
 * name of somebody's own that leads here, and no other page in the same browser, gets anything.
 */
final class PagePlace {
    private static final int TOKEN_BYTES = 16;

    private final byte[] token;
    private final String shown;
    private final Set<String> hosts;

    PagePlace(SecureRandom random, int port) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        this.shown = HexFormat.of().formatHex(bytes);
        this.token = shown.getBytes(StandardCharsets.UTF_8);
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
    }

    /** What is secret in the address. */
    String token() {
        return shown;
    }

    /** Whether the request came to an address of this machine, and from no page of somebody else. */
    boolean isOurs(HttpExchange exchange) {
        List<String> host = exchange.getRequestHeaders().get("Host");
        if (host == null || host.size() != 1 || !hosts.contains(host.get(0))) {
            return false;
        }
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        return origin == null || origin.equals("http://" + host.get(0));
    }

    /** The names behind the token, decoded; nothing if the token is another, or the path is none that we give out. */
    Optional<List<String>> names(HttpExchange exchange) {
        String path = String.valueOf(exchange.getRequestURI().getRawPath());
        String[] parts = path.split("/", -1);
        // In a time that doesn't tell how much of it was right.
        boolean known = parts.length > 1
                && parts[0].isEmpty()
                && MessageDigest.isEqual(parts[1].getBytes(StandardCharsets.UTF_8), token);
        if (!known) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        for (int i = 2; i < parts.length; i++) {
            String name = decoded(parts[i]);
            boolean last = i == parts.length - 1;
            boolean odd = name.equals(".")
                    || name.equals("..")
                    || (name.isEmpty() && !last)
                    || name.indexOf('/') >= 0
                    || name.indexOf('\\') >= 0
                    || name.chars().anyMatch(Character::isISOControl);
            if (odd) {
                return Optional.empty();
            }
            names.add(name);
        }
        return Optional.of(names);
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "..";
        }
    }
}
