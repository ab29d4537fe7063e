package dev.storyc.serve;

import com.sun.net.httpserver.HttpExchange;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Under which names a status port may be asked for. A page in somebody's browser can have a name of its own lead to this
 * machine, and would then read what is shown here as its own: such names all have a dot and aren't ours.
 */
final class StatusHosts {
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9a-fA-F:.]{2,45}]|[0-9A-Za-z._-]{1,253}?)\\.?(?::[0-9]{1,5})?");
    private static final Pattern NUMBERS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final boolean loopback;
    private final String asked;

    /** @param place what was asked for to listen on, not what it became */
    StatusHosts(InetSocketAddress place) {
        this.loopback = place.getAddress() != null && place.getAddress().isLoopbackAddress();
        this.asked = place.getHostString().toLowerCase(Locale.ROOT);
    }

    /** Whether a request names this machine, and names it once. */
    boolean isOurs(HttpExchange exchange) {
        List<String> host = exchange.getRequestHeaders().get("Host");
        return host != null && host.size() == 1 && isOurs(host.get(0));
    }

    /** On loopback only loopback's names; elsewhere addresses, names without a dot, and the name that was asked for. */
    boolean isOurs(String host) {
        Matcher parts = HOST.matcher(host);
        if (!parts.matches()) {
            return false;
        }
        String name = parts.group(1).toLowerCase(Locale.ROOT);
        if (loopback) {
            return LOOPBACK.contains(name) || name.equals(asked);
        }
        return name.startsWith("[") || NUMBERS.matcher(name).matches() || name.indexOf('.') < 0 || name.equals(asked);
    }
}
