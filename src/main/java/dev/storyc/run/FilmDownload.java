package dev.storyc.run;

import dev.storyc.store.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Brings a film's bytes to a file, hashed on the way and never held in memory. The film's host gets no credentials, and
 * can lead nowhere that {@link FilmAddresses} doesn't allow.
 */
public final class FilmDownload {
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> GONE = Set.of(403, 404, 410);
    private static final long MOST_BYTES = 4L << 30;
    /** For all of a film, since one that drips in for ever never waits long for its next byte. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final Supplier<OkHttpClient> client;
    private final FilmAddresses addresses;
    private final Redaction redaction;
    private final long mostBytes;
    private @Nullable OkHttpClient own;

    /**
     * @param api the API's address: only where it is on this machine, or in its network, may films be
     * @param key the secret that no film's address may hold, or null
     */
    public FilmDownload(URI api, @Nullable ApiKey key, WebAccess web) {
        this(
                new FilmAddresses(api, Dns.SYSTEM, web::isProxy),
                web::client,
                new Redaction(key, web.secrets()),
                MOST_BYTES);
    }

    FilmDownload(URI api, OkHttpClient client) {
        this(new FilmAddresses(api, Dns.SYSTEM, host -> false), () -> client, new Redaction(null), MOST_BYTES);
    }

    FilmDownload(FilmAddresses addresses, Supplier<OkHttpClient> client, Redaction redaction, long mostBytes) {
        this.addresses = addresses;
        this.client = client;
        this.redaction = redaction;
        this.mostBytes = mostBytes;
    }

    private synchronized OkHttpClient client() {
        OkHttpClient made = own;
        if (made == null) {
            made = client.get()
                    .newBuilder()
                    .followRedirects(false)
                    .followSslRedirects(false)
                    .dns(addresses)
                    .connectTimeout(Duration.ofSeconds(15))
                    .readTimeout(Duration.ofSeconds(60))
                    .callTimeout(LONGEST)
                    .build();
            own = made;
        }
        return made;
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
        String written = address;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            String fault = fault(url, written);
            if (url == null || fault != null) {
                String which = hop == 0 ? "its address" : "the address it is redirected to";
                return new Fetched.Failed(which + " may not be used: " + fault);
            }
            try (Response response = client().newCall(request(url)).execute()) {
                String location = response.header("Location");
                if (response.isRedirect() && location != null) {
                    written = location;
                    url = url.resolve(location);
                    continue;
                }
                return answered(response, url, target);
            } catch (FilmAddresses.InwardException e) {
                return new Fetched.Failed("its address may not be used: " + redaction.words(e.getMessage()));
            } catch (IOException e) {
                return new Fetched.Failed(redaction.words("the download from " + url.host() + " " + words(e)));
            }
        }
        return new Fetched.Failed("it is redirected more than " + MOST_REDIRECTS + " times");
    }

    private @Nullable String fault(@Nullable HttpUrl url, String written) {
        if (url == null) {
            return "it is none of the web: " + redaction.words(written);
        }
        if (redaction.holdsSecret(url.toString())) {
            return "it holds the API key, which goes to the API alone";
        }
        return addresses
                .fault(url)
                .map(words -> words + ": "
                        + redaction.words(url.newBuilder()
                                .username("")
                                .password("")
                                .query(null)
                                .build()
                                .toString()))
                .orElse(null);
    }

    // Asked for plainly, so that no packing can make a small answer endless.
    private static Request request(HttpUrl url) {
        return new Request.Builder()
                .url(url)
                .header("User-Agent", "storyc")
                .header("Accept-Encoding", "identity")
                .build();
    }

    private Fetched answered(Response response, HttpUrl url, Path target) throws IOException, DiskException {
        String host = redaction.words(url.host());
        if (GONE.contains(response.code())) {
            return new Fetched.Gone(host + " answered HTTP " + response.code());
        }
        if (response.code() != 200) {
            return new Fetched.Failed(host + " answered HTTP " + response.code());
        }
        return response.body().contentLength() > mostBytes ? tooLarge() : copy(response, target);
    }

    private static String words(IOException e) {
        if (e instanceof InterruptedIOException) {
            return "did not end in time";
        }
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return e instanceof UnknownHostException ? "found no such host" : "broke off: " + message;
    }

    /** This machine's disk failed, which no other try at the far end mends. */
    static final class DiskException extends Exception {
        DiskException(Path file, IOException cause) {
            super("the film can't be written to " + file + ": " + cause.getMessage(), cause);
        }
    }

    private Fetched copy(Response response, Path target) throws IOException, DiskException {
        MessageDigest digest = Digests.newSha256();
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        OutputStream out = open(target);
        try {
            InputStream in = response.body().byteStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
                if (bytes > mostBytes) {
                    return tooLarge();
                }
                digest.update(buffer, 0, read);
                write(out, buffer, read, target);
            }
        } finally {
            close(out, target);
        }
        return new Fetched.File(HexFormat.of().formatHex(digest.digest()), bytes);
    }

    private Fetched tooLarge() {
        return new Fetched.Failed(String.format(Locale.ROOT, "it is larger than %,d bytes", mostBytes));
    }

    private static OutputStream open(Path target) throws DiskException {
        try {
            boolean posix =
                    FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
            FileAttribute<?>[] ours = posix
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];
            return Channels.newOutputStream(Files.newByteChannel(
                    target, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ours));
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
}
