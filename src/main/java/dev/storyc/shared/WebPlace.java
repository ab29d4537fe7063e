package dev.storyc.shared;

import dev.storyc.shared.SharedPlaceException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * A cache behind HTTP as Bazel uses them: {@code /cas/} and {@code /ac/} with names of 64 hex digits, GET, HEAD and PUT. Such
 * a cache knows no realms, so outside the usual one a record's name is hashed with the realm's.
 */
final class WebPlace implements SharedPlace {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final Duration SMALL = Duration.ofSeconds(20);
    private static final Duration FILM = Duration.ofMinutes(30);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int TRIES = 2;
    private static final int GONE = 404;
    private static final int EMPTY = 204;
    private static final MediaType BYTES = MediaType.get("application/octet-stream");

    private final SharedAddress.Web address;
    private final SharedRealm realm;
    private final SharedWeb web;
    private final OkHttpClient small;
    private final OkHttpClient film;

    WebPlace(SharedAddress.Web address, SharedRealm realm, SharedWeb web) {
        this.address = address;
        this.realm = realm;
        this.web = web;
        this.small = web.client()
                .get()
                .newBuilder()
                // Credentials are for this address: whoever sends us elsewhere is named, not followed.
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(CONNECT)
                .readTimeout(SILENCE)
                .writeTimeout(SILENCE)
                .callTimeout(SMALL)
                .build();
        this.film = small.newBuilder().callTimeout(FILM).build();
    }

    @Override
    public String name() {
        return address.name();
    }

    @Override
    public boolean conditional() {
        return false;
    }

    /** What is done with an answer's body. */
    private interface Taking<T> {
        T from(Response response) throws IOException;
    }

    @Override
    public Optional<byte[]> read(String name, int most) {
        return call(small, request(name).get().build(), response -> {
            if (missing(response)) {
                return Optional.empty();
            }
            ResponseBody body = response.body();
            if (body.contentLength() > most) {
                throw Bodies.tooLarge(shown(name));
            }
            try (InputStream in = body.byteStream()) {
                return Optional.of(Bodies.small(in, most, shown(name)));
            }
        });
    }

    @Override
    public OptionalLong size(String name) {
        return call(small, request(name).head().build(), response -> {
            if (missing(response)) {
                return OptionalLong.empty();
            }
            String length = response.header("Content-Length", "");
            if (length == null || !length.matches("[0-9]{1,15}")) {
                throw new SharedPlaceException(Kind.OTHER, shown(name) + " is there, but not how large it is");
            }
            return OptionalLong.of(Long.parseLong(length));
        });
    }

    @Override
    public boolean fetch(String name, Path into) {
        return call(film, request(name).get().build(), response -> {
            if (missing(response)) {
                return false;
            }
            try (InputStream in = response.body().byteStream()) {
                Bodies.file(in, into, shown(name));
            }
            return true;
        });
    }

    @Override
    public void put(String name, byte[] bytes) {
        if (size(name).isEmpty()) {
            put(small, name, RequestBody.create(bytes, BYTES));
        }
    }

    @Override
    public void put(String name, Path file) {
        long length = Bodies.length(file);
        OptionalLong found = size(name);
        if (found.isEmpty() || found.getAsLong() != length) {
            put(film, name, RequestBody.create(file.toFile(), BYTES));
        }
    }

    private void put(OkHttpClient client, String name, RequestBody body) {
        call(client, request(name).put(body).build(), response -> true);
    }

    @Override
    public boolean putNew(String name, byte[] bytes) {
        throw new UnsupportedOperationException(name() + " has no conditional writes");
    }

    @Override
    public List<String> list(String folder) {
        throw new UnsupportedOperationException(name() + " has no lists");
    }

    private Request.Builder request(String name) {
        Request.Builder request = new Request.Builder()
                .url(shown(name))
                // Bytes as they lie there, whose length is told.
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "storyc");
        address.authorization().ifPresent(secret -> request.header("Authorization", secret.value()));
        return request;
    }

    private String shown(String name) {
        Names.checked(name);
        if (!name.matches("(ac|cas)/[0-9a-f]{64}")) {
            throw new IllegalArgumentException(name + " has no place behind HTTP");
        }
        boolean record = name.startsWith("ac/");
        return address.url() + "/" + (record && !realm.usual() ? "ac/" + ofRealm(name.substring(3)) : name);
    }

    private String ofRealm(String key) {
        try {
            byte[] named = (realm.name() + "\n" + key).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(named));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private <T> T call(OkHttpClient client, Request request, Taking<T> taking) {
        for (int n = 1; ; n++) {
            try (Response response = client.newCall(request).execute()) {
                if ((missing(response) && !request.method().equals("PUT")) || response.isSuccessful()) {
                    return taking.from(response);
                }
                SharedPlaceException refusal = WebRefusal.of(request, response);
                if (refusal.kind() != Kind.UNREACHABLE || n == TRIES) {
                    throw refusal;
                }
            } catch (IOException e) {
                if (n == TRIES || e instanceof InterruptedIOException) {
                    throw WebRefusal.of(name(), e);
                }
            }
            pause();
        }
    }

    private static boolean missing(Response response) {
        return response.code() == GONE || response.code() == EMPTY;
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SharedPlaceException(Kind.UNREACHABLE, name() + " was not asked again", e);
        }
    }

    @Override
    public void close() {
        web.end().run();
    }
}
