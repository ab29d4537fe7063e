package dev.storyc.shared;

import dev.storyc.shared.SharedPlaceException.Kind;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of S3, or of what speaks as S3 does. Of several that write a new name one wins, by {@code If-None-Match: *}. */
final class S3Place implements SharedPlace, Erasing {
    private static final int GONE = 404;
    private static final int TAKEN = 412;
    private static final int MEANWHILE = 409;
    private static final int SERVER = 500;
    private static final int TRIES = 6;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final SharedAddress.Bucket address;
    private final String folder;
    private final SharedWeb web;
    private @Nullable S3Client made;

    S3Place(SharedAddress.Bucket address, SharedRealm realm, SharedWeb web) {
        this.address = address;
        this.folder = (address.prefix().isEmpty() ? "" : address.prefix() + "/") + realm.folder() + "/";
        this.web = web;
    }

    @Override
    public String name() {
        return address.name();
    }

    @Override
    public boolean conditional() {
        return true;
    }

    /** Made when it is first needed: that may ask the machine it runs on for a region. */
    private synchronized S3Client s3() {
        S3Client client = made;
        if (client == null) {
            client = S3Clients.make(address, web);
            made = client;
        }
        return client;
    }

    @Override
    public Optional<byte[]> read(String name, int most) {
        GetObjectRequest request = get(name, S3Clients.SMALL);
        return asked(
                "read",
                name,
                () -> found(() -> s3().getObject(request, (answer, in) -> {
                    Long length = answer.contentLength();
                    if (length != null && length > most) {
                        throw Bodies.tooLarge(shown(name));
                    }
                    return Bodies.small(in, most, shown(name));
                })));
    }

    private GetObjectRequest get(String name, Duration most) {
        return GetObjectRequest.builder()
                .bucket(address.bucket())
                .key(key(name))
                .overrideConfiguration(one -> one.apiCallTimeout(most))
                .build();
    }

    @Override
    public OptionalLong size(String name) {
        return head(name)
                .map(HeadObjectResponse::contentLength)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private Optional<HeadObjectResponse> head(String name) {
        HeadObjectRequest request = HeadObjectRequest.builder()
                .bucket(address.bucket())
                .key(key(name))
                .overrideConfiguration(one -> one.apiCallTimeout(S3Clients.SMALL))
                .build();
        return asked("read", name, () -> found(() -> s3().headObject(request)));
    }

    @Override
    public Optional<Duration> age(String name) {
        return head(name)
                .flatMap(answer -> answer.sdkHttpResponse()
                        .firstMatchingHeader("Date")
                        .flatMap(S3Place::time)
                        .filter(now -> answer.lastModified() != null)
                        .map(now -> Duration.between(answer.lastModified(), now))
                        .map(age -> age.isNegative() ? Duration.ZERO : age));
    }

    private static Optional<Instant> time(String header) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean fetch(String name, Path into) {
        GetObjectRequest request = get(name, S3Clients.FILM);
        return asked(
                        "read",
                        name,
                        () -> found(() -> s3().getObject(request, (answer, in) -> {
                            try (InputStream bytes = in) {
                                Bodies.file(bytes, into, shown(name));
                            }
                            return true;
                        })))
                .orElse(false);
    }

    @Override
    public void put(String name, byte[] bytes) {
        putNew(name, bytes);
    }

    @Override
    public void put(String name, Path file) {
        long length = Bodies.length(file);
        OptionalLong found = size(name);
        if (found.isEmpty() || found.getAsLong() != length) {
            PutObjectRequest request = put(name, S3Clients.FILM).build();
            asked("written", name, () -> s3().putObject(request, RequestBody.fromFile(file)));
        }
    }

    private PutObjectRequest.Builder put(String name, Duration most) {
        return PutObjectRequest.builder()
                .bucket(address.bucket())
                .key(key(name))
                .overrideConfiguration(one -> one.apiCallTimeout(most));
    }

    @Override
    public boolean putNew(String name, byte[] bytes) {
        PutObjectRequest request = put(name, S3Clients.SMALL).ifNoneMatch("*").build();
        for (int n = 1; ; n++) {
            try {
                s3().putObject(request, RequestBody.fromBytes(bytes));
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() == TAKEN) {
                    // Perhaps by ourselves: a call whose answer got lost is sent again by the SDK.
                    return isThere(name, bytes);
                }
                if (e.statusCode() >= SERVER && isThere(name, bytes)) {
                    return true;
                }
                if (e.statusCode() != MEANWHILE || n == TRIES) {
                    throw S3Refusal.of(shown(name), "written", e);
                }
            } catch (SdkException e) {
                if (S3Refusal.sent(e) && isThere(name, bytes)) {
                    return true;
                }
                throw S3Refusal.of(shown(name), "written", e);
            }
            pause(n);
        }
    }

    private boolean isThere(String name, byte[] bytes) {
        return read(name, Math.max(bytes.length, 1 << 20))
                .map(found -> Arrays.equals(found, bytes))
                .orElse(false);
    }

    private void pause(int n) {
        try {
            long most = PAUSE.toMillis() << n;
            Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SharedPlaceException(Kind.UNREACHABLE, name() + " was not asked again", e);
        }
    }

    @Override
    public List<String> list(String folder) {
        String prefix = key(folder) + "/";
        return asked(
                "listed",
                folder,
                () -> s3()
                        .listObjectsV2Paginator(all -> all.bucket(address.bucket())
                                .prefix(prefix)
                                .overrideConfiguration(one -> one.apiCallTimeout(S3Clients.SMALL)))
                        .contents()
                        .stream()
                        .map(S3Object::key)
                        .map(key -> key.substring(this.folder.length()))
                        .sorted()
                        .toList());
    }

    @Override
    public void erase(String name) {
        asked(
                "taken away",
                name,
                () -> s3().deleteObject(one -> one.bucket(address.bucket())
                        .key(key(name))
                        .overrideConfiguration(call -> call.apiCallTimeout(S3Clients.SMALL))));
    }

    /** Empty where there is nothing under a name; a bucket that isn't there is another thing. */
    private static <T> Optional<T> found(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (S3Exception e) {
            if (e.statusCode() == GONE && !S3Refusal.code(e).equals("NoSuchBucket")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T> T asked(String done, String name, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw S3Refusal.of(shown(name), done, e);
        }
    }

    private String key(String name) {
        return folder + Names.checked(name);
    }

    private String shown(String name) {
        return "s3://" + address.bucket() + "/" + key(name)
                + address.endpoint().map(uri -> " at " + uri).orElse("");
    }

    @Override
    public synchronized void close() {
        if (made != null) {
            made.close();
        }
        web.end().run();
    }
}
