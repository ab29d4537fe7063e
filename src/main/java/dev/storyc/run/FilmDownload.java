package dev.storyc.run;

import dev.storyc.store.Digests;
import dev.storyc.store.Realm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Brings a film's bytes to a file, hashed on the way and never held in memory. The film's host gets no credentials.
 */
public final class FilmDownload {
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> GONE = Set.of(403, 404, 410);
    private static final long MOST_BYTES = 4L << 30;

    private final OkHttpClient client;
    private final boolean onThisMachine;
    private final Redaction redaction = new Redaction(null);

    /** @param api the API's address: only where it is on this machine may films be, and be sent in the clear */
    public FilmDownload(URI api, OkHttpClient client) {
        String host = api.getHost() == null ? "" : api.getHost();
        this.onThisMachine = Realm.loopback(host);
        this.client = client.newBuilder()
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(Duration.ofSeconds(15))
                .readTimeout(Duration.ofSeconds(60))
                .build();
    }

    /** What came of a download. */
    sealed interface Fetched {
        record File(String sha256, long bytes) implements Fetched {}

        record Gone(String words) implements Fetched {}

        record Failed(String words) implements Fetched {}
    }

    /** Fetches into a file that doesn't exist yet; after anything but {@link Fetched.File} it may be there in part. */
    Fetched fetch(String address, Path target) throws DiskException {
        HttpUrl url = HttpUrl.parse(address);
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            if (url == null || !allowed(url)) {
                return new Fetched.Failed("its address may not be used: " + redaction.words(address));
            }
            // Asked for plainly, so that no packing can make a small answer endless.
            Request request = new Request.Builder()
                    .url(url)
                    .header("User-Agent", "storyc")
                    .header("Accept-Encoding", "identity")
                    .build();
            try (Response response = client.newCall(request).execute()) {
                if (response.isRedirect()) {
                    url = url.resolve(String.valueOf(response.header("Location")));
                    continue;
                }
                if (GONE.contains(response.code())) {
                    return new Fetched.Gone(url.host() + " answered HTTP " + response.code());
                }
                if (response.code() != 200) {
                    return new Fetched.Failed(url.host() + " answered HTTP " + response.code());
                }
                return copy(response, target);
            } catch (IOException e) {
                return new Fetched.Failed("the download from " + url.host() + " broke off: "
                        + redaction.words(e.getMessage() == null ? e.toString() : e.getMessage()));
            }
        }
        return new Fetched.Failed("it is redirected more than " + MOST_REDIRECTS + " times");
    }

    /** This machine's disk failed, which no other try at the far end mends. */
    static final class DiskException extends Exception {
        DiskException(Path file, IOException cause) {
            super("the film can't be written to " + file + ": " + cause.getMessage(), cause);
        }
    }

    private static Fetched copy(Response response, Path target) throws IOException, DiskException {
        MessageDigest digest = Digests.newSha256();
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        OutputStream out = open(target);
        try {
            InputStream in = response.body().byteStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
                if (bytes > MOST_BYTES) {
                    return new Fetched.Failed("it is larger than " + (MOST_BYTES >> 30) + " GiB");
                }
                digest.update(buffer, 0, read);
                write(out, buffer, read, target);
            }
        } finally {
            close(out, target);
        }
        return new Fetched.File(HexFormat.of().formatHex(digest.digest()), bytes);
    }

    private static OutputStream open(Path target) throws DiskException {
        try {
            return Files.newOutputStream(target, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new DiskException(target, e);
        }
    }

    private static void write(OutputStream out, byte[] buffer, int count, Path target) throws DiskException {
        try {
            out.write(buffer, 0, count);
        } catch (IOException e) {
            throw new DiskException(target, e);
        }
    }

    private static void close(OutputStream out, Path target) throws DiskException {
        try {
            out.close();
        } catch (IOException e) {
            throw new DiskException(target, e);
        }
    }

    /** Beyond this machine only https; and nothing from outside may send us to a service on this machine. */
    private boolean allowed(HttpUrl url) {
        boolean local = Realm.loopback(url.host().contains(":") ? "[" + url.host() + "]" : url.host());
        return local ? onThisMachine : url.isHttps();
    }
}
