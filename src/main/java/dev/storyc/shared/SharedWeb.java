package dev.storyc.shared;

import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/**
 * How the network is reached.
 *
 * @param client knows proxies and certificates; asked for when it is first needed
 * @param authorities whose certificates are believed, where that aren't Java's own
 * @param end closes what the client keeps open
 */
public record SharedWeb(Supplier<OkHttpClient> client, Supplier<Optional<X509TrustManager>> authorities, Runnable end) {
    /** Straight, and by Java's own certificates. */
    public static SharedWeb direct() {
        OkHttpClient client = new OkHttpClient();
        return new SharedWeb(() -> client, Optional::empty, () -> {
            client.connectionPool().evictAll();
            client.dispatcher().executorService().shutdown();
        });
    }
}
