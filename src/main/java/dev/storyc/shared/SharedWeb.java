package dev.storyc.shared;

import java.util.function.Supplier;
import okhttp3.OkHttpClient;

/**
 * How the network is reached.
 *
 * @param client knows proxies and certificates; asked for when it is first needed
 * @param end closes what the client keeps open
 */
public record SharedWeb(Supplier<OkHttpClient> client, Runnable end) {
    /** Straight, and by Java's own certificates. */
    public static SharedWeb direct() {
        OkHttpClient client = new OkHttpClient();
        return new SharedWeb(() -> client, () -> {
            client.connectionPool().evictAll();
            client.dispatcher().executorService().shutdown();
        });
    }
}
