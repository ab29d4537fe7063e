package dev.storyc.shared;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.ByteString;

/** Stands before an S3 and hands every call on, as it was signed, unless a test has something happen to it. */
public final class S3Gate implements AutoCloseable {
    private final S3Proxy real;
    private final MockWebServer server = new MockWebServer();
    private final OkHttpClient client = new OkHttpClient.Builder()
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .readTimeout(Duration.ofMinutes(1))
            .build();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile Keeper keeper = (call, on) -> on.hand();
    private volatile Duration ahead = Duration.ZERO;

    /** What happens to a call. */
    public interface Keeper {
        MockResponse answer(Call call, Onward onward) throws IOException, InterruptedException;
    }

    /** Hands the call on; what S3 answers. */
    public interface Onward {
        MockResponse hand() throws IOException;
    }

    /** A call, by its method and the path after the realm's folder. */
    public record Call(String method, String path) {
        /** Whether it writes a thing whose name ends so. */
        public boolean puts(String end) {
            return method.equals("PUT") && path.endsWith(end);
        }
    }

    private S3Gate(S3Proxy real) {
        this.real = real;
    }

    public static S3Gate before(S3Proxy real) throws IOException {
        S3Gate gate = new S3Gate(real);
        gate.server.setBodyLimit(Long.MAX_VALUE);
        gate.server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                return gate.answer(request);
            }
        });
        gate.server.start(InetAddress.getLoopbackAddress(), 0);
        return gate;
    }

    /** From now on this happens to calls. */
    public void keep(Keeper next) {
        keeper = next;
    }

    /** From now on calls go through again. */
    public void open() {
        keeper = (call, on) -> on.hand();
    }

    /** From now on the store's own clock is so far ahead of when things were put there. */
    public void later(Duration by) {
        ahead = by;
    }

    /** All calls so far, a line each. */
    public List<String> calls() {
        return calls;
    }

    /** How many calls wrote a thing whose name ends so. */
    public long puts(String end) {
        return calls.stream()
                .filter(call -> call.startsWith("PUT ") && call.endsWith(end))
                .count();
    }

    /** What STORYC_SHARED_STORE says to have this bucket. */
    public String address(String bucketAndPrefix) {
        return "s3://" + bucketAndPrefix + "?endpoint=http://127.0.0.1:" + server.getPort();
    }

    /** An answer as S3 refuses. */
    public static MockResponse refused(int status, String code) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("Content-Type", "application/xml")
                .body("<Error><Code>" + code + "</Code><Message>no</Message></Error>")
                .build();
    }

    /** No answer, and the connection is cut. */
    public static MockResponse cut() {
        return new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build();
    }

    /** No answer, and the connection stays. */
    public static MockResponse silence() {
        return new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build();
    }

    private MockResponse answer(RecordedRequest request) throws InterruptedException {
        String path = request.getUrl().encodedPath();
        Call call = new Call(request.getMethod(), path);
        calls.add(call.method() + " " + path);
        try {
            return keeper.answer(call, () -> onward(request));
        } catch (IOException e) {
            // S3 itself is down.
            return cut();
        }
    }

    private MockResponse onward(RecordedRequest request) throws IOException {
        HttpUrl url = Objects.requireNonNull(HttpUrl.parse(real.endpoint() + request.getTarget()));
        ByteString sent = request.getBody();
        boolean puts = request.getMethod().equals("PUT");
        Request.Builder on = new Request.Builder()
                .url(url)
                .headers(request.getHeaders())
                .method(
                        request.getMethod(),
                        puts ? RequestBody.create(sent == null ? ByteString.EMPTY : sent, null) : null);
        try (Response answer = client.newCall(on.build()).execute()) {
            MockResponse.Builder back =
                    new MockResponse.Builder().code(answer.code()).headers(answer.headers());
            back.removeHeader("Transfer-Encoding");
            if (!request.getMethod().equals("HEAD")) {
                back.body(new Buffer().write(answer.body().bytes()));
            }
            if (!ahead.isZero()) {
                back.setHeader(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                ZonedDateTime.now(ZoneOffset.UTC).plus(ahead)));
            }
            return back.build();
        }
    }

    /** Kills a process as kill -9 does, and waits until it is gone. */
    public static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("it doesn't die");
        }
    }

    @Override
    public void close() {
        server.close();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
