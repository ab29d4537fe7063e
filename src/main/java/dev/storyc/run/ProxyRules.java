package dev.storyc.run;

import dev.storyc.run.WebAccess.WebAccessException;
import dev.storyc.store.Realm;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * Which calls go through which proxy. What is on this machine is always reached straight, whatever the environment says:
 * an emulator is nobody else's, and a key for it must not travel.
 */
final class ProxyRules extends ProxySelector implements Authenticator {
    private static final String HEADER = "Proxy-Authorization";
    private static final List<String> SCHEMES = List.of("https", "http");

    /** One proxy: where, of what kind, and the credentials it wants or null. */
    private record Through(
            Proxy proxy, String host, @Nullable String credentials) {}

    private final Map<String, Through> byScheme = new HashMap<>();
    private final NoProxy except;
    private final Set<String> secrets = new LinkedHashSet<>();
    private final @Nullable ProxySelector usual = ProxySelector.getDefault();

    private ProxyRules(NoProxy except) {
        this.except = except;
    }

    /** @throws WebAccessException for an address that is none, or a kind of proxy that isn't spoken */
    static ProxyRules of(Map<String, String> environment) {
        ProxyRules rules =
                new ProxyRules(new NoProxy(variable(environment, "NO_PROXY").value()));
        for (String scheme : SCHEMES) {
            Variable written = variable(environment, scheme.toUpperCase(Locale.ROOT) + "_PROXY");
            if (!written.value().isBlank()) {
                rules.byScheme.put(scheme, rules.read(written));
            }
        }
        return rules;
    }

    private record Variable(String name, String value) {}

    /** Lower case is the older custom, and wins where both are set, as it does for curl. */
    private static Variable variable(Map<String, String> environment, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String value = environment.getOrDefault(lower, "");
        return value.isBlank() ? new Variable(name, environment.getOrDefault(name, "")) : new Variable(lower, value);
    }

    private Through read(Variable written) {
        String text = written.value().strip();
        String scheme =
                text.contains("://") ? text.substring(0, text.indexOf("://")).toLowerCase(Locale.ROOT) : "http";
        String rest = text.substring(text.indexOf("://") < 0 ? 0 : text.indexOf("://") + 3);
        boolean socks = scheme.equals("socks5") || scheme.equals("socks5h") || scheme.equals("socks");
        if (!socks && !scheme.equals("http")) {
            throw new WebAccessException(written.name() + " names a proxy of the kind `" + Redaction.printable(scheme)
                    + "`; storyc speaks http:// and socks5:// to a proxy");
        }
        HttpUrl url = HttpUrl.parse("http://" + rest);
        if (url == null) {
            throw new WebAccessException(written.name() + " holds no address such as http://proxy.example:3128");
        }
        if (!url.password().isEmpty() || !url.username().isEmpty()) {
            if (socks) {
                throw new WebAccessException(
                        written.name() + " holds a name and a password, which storyc can't give to a SOCKS proxy");
            }
            remember(url);
        }
        int port = socks && !rest.matches(".*:[0-9]+/?") ? 1080 : url.port();
        InetSocketAddress address = InetSocketAddress.createUnresolved(url.host(), port);
        String credentials = url.username().isEmpty()
                ? null
                : Credentials.basic(url.username(), url.password(), StandardCharsets.UTF_8);
        return new Through(new Proxy(socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, address), url.host(), credentials);
    }

    private void remember(HttpUrl url) {
        String basic = Credentials.basic(url.username(), url.password(), StandardCharsets.UTF_8);
        for (String secret : List.of(url.password(), url.encodedPassword(), basic.substring("Basic ".length()))) {
            // A password of a letter or two would blot out half of every sentence.
            if (secret.length() >= 4) {
                secrets.add(secret);
            }
        }
    }

    boolean isEmpty() {
        return byScheme.isEmpty();
    }

    Set<String> hosts() {
        Set<String> hosts = new LinkedHashSet<>();
        byScheme.values().forEach(through -> hosts.add(through.host()));
        return hosts;
    }

    Set<String> secrets() {
        return secrets;
    }

    @Override
    public List<Proxy> select(@Nullable URI address) {
        if (address == null || address.getHost() == null) {
            return List.of(Proxy.NO_PROXY);
        }
        String host = address.getHost().toLowerCase(Locale.ROOT);
        Through through = byScheme.get(String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT));
        if (Realm.loopback(host)) {
            return List.of(Proxy.NO_PROXY);
        }
        if (through == null) {
            List<Proxy> proxies = usual == null ? List.of() : usual.select(address);
            return proxies.isEmpty() ? List.of(Proxy.NO_PROXY) : new ArrayList<>(proxies);
        }
        return List.of(except.covers(host, port(address)) ? Proxy.NO_PROXY : through.proxy());
    }

    private static int port(URI address) {
        int usual = "http".equalsIgnoreCase(address.getScheme()) ? 80 : 443;
        return address.getPort() < 0 ? usual : address.getPort();
    }

    @Override
    public void connectFailed(@Nullable URI address, @Nullable SocketAddress proxy, @Nullable IOException failure) {
        // The call itself fails with it, and there it is told.
    }

    @Override
    public @Nullable Request authenticate(@Nullable Route route, Response response) {
        if (route == null || response.request().header(HEADER) != null) {
            // Asked again with what it was given: those credentials are wrong.
            return null;
        }
        for (Through through : byScheme.values()) {
            if (through.proxy().equals(route.proxy()) && through.credentials() != null) {
                return response.request()
                        .newBuilder()
                        .header(HEADER, through.credentials())
                        .build();
            }
        }
        return null;
    }
}
