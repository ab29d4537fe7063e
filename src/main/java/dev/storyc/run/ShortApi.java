package dev.storyc.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.job.CreateAnswer;
import dev.storyc.job.FarEnd;
import dev.storyc.job.FarJob;
import dev.storyc.job.FarStatus;
import dev.storyc.lower.Payload;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * The two calls of ShortAPI.
 *
 * <p>A create leaves this machine at most once: a connection of its own that nobody else may have closed, no retry, no
 * redirect, a body that can be sent only once. Safe for any number of threads.
 */
public final class ShortApi implements FarEnd {
    private static final MediaType JSON_TYPE = MediaType.get("application/json; charset=utf-8");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long MOST_BYTES = 1 << 20;

    private final HttpUrl base;
    private final @Nullable ApiKey key;
    private final @Nullable HttpUrl callback;
    private final Duration patience;
    private final Supplier<OkHttpClient> client;
    private final BooleanSupplier maySend;
    private @Nullable Calls calls;
    private final CreateVerdict createVerdict;
    private final QueryVerdict queryVerdict;
    private final Redaction redaction;

    /** Creates and queries, each by a client of its own manners. */
    private record Calls(OkHttpClient creates, OkHttpClient queries) {}

    /**
     * @param url the API's origin
     * @param key the account's secret, or null where none is wanted
     * @param patience how long an answer to a create is waited for; a create cut off here is in doubt, so be generous
     * @param callback where the far end is to send results, or null; each attempt's own token is added to its path
     * @param web what connections, proxies and certificates are taken from, at the first call
     */
    public ShortApi(URI url, @Nullable ApiKey key, Duration patience, @Nullable String callback, WebAccess web) {
        this(url, key, patience, callback, web, () -> true);
    }

    /**
     * The same, for one of several machines.
     *
     * @param maySend whether a create may still leave this machine; asked last of all, when everything but its first byte
     *     is done
     */
    public ShortApi(
            URI url,
            @Nullable ApiKey key,
            Duration patience,
            @Nullable String callback,
            WebAccess web,
            BooleanSupplier maySend) {
        this(url, key, patience, callback, web::client, new Redaction(key, web.secrets()), maySend);
    }

    ShortApi(URI url, @Nullable ApiKey key, Duration patience, @Nullable String callback, OkHttpClient client) {
        this(url, key, patience, callback, () -> client, new Redaction(key), () -> true);
    }

    private ShortApi(
            URI url,
            @Nullable ApiKey key,
            Duration patience,
            @Nullable String callback,
            Supplier<OkHttpClient> client,
            Redaction redaction,
            BooleanSupplier maySend) {
        HttpUrl parsed = HttpUrl.get(url);
        if (parsed == null) {
            throw new IllegalArgumentException("not an address of the web: " + url);
        }
        this.base = parsed;
        this.key = key;
        this.callback = callback == null ? null : HttpUrl.get(callback);
        this.patience = patience;
        this.client = client;
        this.maySend = maySend;
        this.redaction = redaction;
        this.createVerdict = new CreateVerdict(redaction);
        this.queryVerdict = new QueryVerdict(redaction);
    }

    /** Made at the first call: a build that has nothing to send makes none. */
    private synchronized Calls calls() {
        Calls made = calls;
        if (made == null) {
            made = calls(client.get(), patience, maySend);
            calls = made;
        }
        return made;
    }

    private static Calls calls(OkHttpClient client, Duration patience, BooleanSupplier maySend) {
        OkHttpClient plain = client.newBuilder()
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(Duration.ofSeconds(15))
                .build();
        OkHttpClient queries =
                plain.newBuilder().callTimeout(Duration.ofSeconds(45)).build();
        OkHttpClient creates = plain.newBuilder()
                .retryOnConnectionFailure(false)
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .readTimeout(patience)
                .writeTimeout(patience)
                // An answer that drips in for ever never waits long for its next byte.
                .callTimeout(patience.multipliedBy(2))
                // Connected by now, and nothing written yet.
                .addNetworkInterceptor(chain -> {
                    if (!maySend.getAsBoolean()) {
                        throw new IOException("this process may no longer send: another one looks after its jobs");
                    }
                    return chain.proceed(chain.request());
                })
                .eventListenerFactory(call -> {
                    SendMark mark = call.request().tag(SendMark.class);
                    return mark == null ? EventListener.NONE : mark;
                })
                .build();
        return new Calls(creates, queries);
    }

    @Override
    public CreateAnswer create(Payload payload, @Nullable String token) {
        SendMark mark = new SendMark();
        Request request = request("api/v1/job/create", null)
                .header("Connection", "close")
                .post(new OnceBody(body(payload, token)))
                .tag(SendMark.class, mark)
                .build();
        try (Response response = calls().creates().newCall(request).execute()) {
            return createVerdict.of(read(response));
        } catch (IOException e) {
            return mark.mayHaveLeft
                    ? new CreateAnswer.InDoubt("no whole answer came: " + words(e), "")
                    : new CreateAnswer.NotSent(words(e));
        }
    }

    @Override
    public FarJob query(String jobId) {
        Request request = request("api/v1/job/query", jobId).get().build();
        try (Response response = calls().queries().newCall(request).execute()) {
            return queryVerdict.of(read(response));
        } catch (IOException e) {
            return FarJob.of(new FarStatus.Unclear(words(e), true));
        }
    }

    private Request.Builder request(String path, @Nullable String jobId) {
        HttpUrl.Builder url = base.newBuilder().addPathSegments(path);
        if (jobId != null) {
            url.addQueryParameter("id", jobId);
        }
        Request.Builder request = new Request.Builder().url(url.build()).header("User-Agent", "storyc");
        if (key != null) {
            request.header("Authorization", "Bearer " + key.value());
        }
        return request;
    }

    private byte[] body(Payload payload, @Nullable String token) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("model", payload.model());
        values.put("args", payload.args());
        if (callback != null && token != null) {
            values.put(
                    "callback_url",
                    callback.newBuilder().addPathSegment(token).build().toString());
        }
        try {
            return JSON.writeValueAsBytes(values);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a payload holds plain values only", e);
        }
    }

    /** An answer's beginning; an endless one is cut, and then is no JSON. */
    private static Reply read(Response response) throws IOException {
        ResponseBody body = response.body();
        BufferedSource source = body.source();
        source.request(MOST_BYTES);
        long size = Math.min(MOST_BYTES, source.getBuffer().size());
        return Reply.of(response.code(), source.readString(size, StandardCharsets.UTF_8));
    }

    private String words(IOException e) {
        if (e instanceof UnknownHostException) {
            return "the host " + base.host() + " is not known";
        }
        if (e instanceof ConnectException) {
            return base.host() + " takes no connection: " + redaction.words(e.getMessage());
        }
        if (e instanceof SSLException) {
            return base.host() + " can't be trusted: " + redaction.words(e.getMessage());
        }
        if (e instanceof InterruptedIOException) {
            return base.host() + " did not answer in time";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : redaction.words(e.getMessage());
    }

    /** Marks the line between surely not sent and perhaps. */
    private static final class SendMark extends EventListener {
        private volatile boolean mayHaveLeft;

        @Override
        public void requestHeadersStart(Call call) {
            mayHaveLeft = true;
        }
    }

    /** A body that can't be sent a second time. */
    private static final class OnceBody extends RequestBody {
        private final byte[] bytes;

        OnceBody(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public MediaType contentType() {
            return JSON_TYPE;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(bytes);
        }
    }
}
