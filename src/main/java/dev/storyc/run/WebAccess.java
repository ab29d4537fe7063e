package dev.storyc.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * How the network is reached: through which proxy, and whose certificates are believed, as the environment says.
 *
 * <p>{@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, in lower case too, and {@code STORYC_CA_FILE}. The
 * client is made when it is first asked for, since making one costs more than a build that has nothing to send.
 */
public final class WebAccess implements AutoCloseable {
    static final String CA_FILE = "STORYC_CA_FILE";

    private final Map<String, String> environment;
    private final Path folder;
    private @Nullable ProxyRules rules;
    private @Nullable X509TrustManager trust;
    private @Nullable OkHttpClient client;

    /** What the environment says can't be followed; the message is for people, and holds no password. */
    public static final class WebAccessException extends RuntimeException {
        WebAccessException(String message) {
            super(message);
        }
    }

    /** @param folder where a relative name of a file of certificates begins */
    public WebAccess(Map<String, String> environment, Path folder) {
        this.environment = Map.copyOf(environment);
        this.folder = folder;
    }

    /** Straight, and by Java's own certificates. */
    public static WebAccess direct() {
        return new WebAccess(Map.of(), Path.of(""));
    }

    /**
     * Reads what the environment says, so that a mistake is told before anything is sent.
     *
     * @throws WebAccessException if it can't be followed
     */
    public synchronized void ready() {
        if (rules == null) {
            ProxyRules read = ProxyRules.of(environment);
            String file = environment.getOrDefault(CA_FILE, "");
            if (!file.isBlank()) {
                trust = Authorities.with(folder.resolve(file));
            }
            rules = read;
        }
    }

    /** The client, of which others are made that share its connections. */
    public synchronized OkHttpClient client() {
        ready();
        OkHttpClient made = client;
        if (made == null) {
            OkHttpClient.Builder builder = new OkHttpClient.Builder();
            ProxyRules proxies = rules;
            if (proxies != null && !proxies.isEmpty()) {
                builder.proxySelector(proxies).proxyAuthenticator(proxies);
            }
            X509TrustManager authorities = trust;
            if (authorities != null) {
                builder.sslSocketFactory(Authorities.sockets(authorities), authorities);
            }
            made = builder.build();
            client = made;
        }
        return made;
    }

    /** Whether a host is one that calls go through; what its name resolves to is nobody's business but the user's. */
    synchronized boolean isProxy(String host) {
        ready();
        return rules != null && rules.hosts().contains(host);
    }

    /** What must not be shown: passwords of proxies, as they are written and as they are sent. */
    synchronized List<String> secrets() {
        ready();
        return rules == null ? List.of() : new ArrayList<>(rules.secrets());
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.connectionPool().evictAll();
            client.dispatcher().executorService().shutdown();
        }
    }
}
