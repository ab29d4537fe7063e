package dev.storyc.shared;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Lets the AWS SDK send its calls by OkHttp: the same proxies and certificates as everything else here, no call repeated
 * unseen, and a far end that stops taking bytes is noticed, which the JDK's own client waits for without end.
 */
final class OkSdkClient implements SdkHttpClient {
    private final OkHttpClient client;

    OkSdkClient(OkHttpClient client) {
        this.client = client;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest asked) {
        Call call = client.newCall(request(asked));
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return answer(call, call.execute());
            }

            @Override
            public void abort() {
                call.cancel();
            }
        };
    }

    private static Request request(HttpExecuteRequest asked) {
        SdkHttpRequest signed = asked.httpRequest();
        Request.Builder request = new Request.Builder().url(signed.getUri().toString());
        signed.forEachHeader((name, values) -> values.forEach(value -> request.addHeader(name, value)));
        // Else OkHttp would ask for packed bytes, and unpack them.
        request.header("Accept-Encoding", "identity");
        return request.method(signed.method().name(), body(asked)).build();
    }

    private static @Nullable RequestBody body(HttpExecuteRequest asked) {
        SdkHttpRequest signed = asked.httpRequest();
        Optional<ContentStreamProvider> content = asked.contentStreamProvider();
        long length = signed.firstMatchingHeader("Content-Length")
                .map(Long::parseLong)
                .orElse(content.isPresent() ? -1L : 0L);
        if (content.isEmpty()) {
            return switch (signed.method()) {
                case PUT, POST, PATCH -> RequestBody.create(new byte[0]);
                default -> null;
            };
        }
        MediaType type =
                signed.firstMatchingHeader("Content-Type").map(MediaType::parse).orElse(null);
        return new RequestBody() {
            @Override
            public @Nullable MediaType contentType() {
                return type;
            }

            @Override
            public long contentLength() {
                return length;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                try (InputStream in = content.get().newStream();
                        Source bytes = Okio.source(in)) {
                    sink.writeAll(bytes);
                }
            }
        };
    }

    private static HttpExecuteResponse answer(Call call, Response response) {
        SdkHttpFullResponse.Builder answer =
                SdkHttpFullResponse.builder().statusCode(response.code()).statusText(response.message());
        response.headers().forEach(header -> answer.appendHeader(header.getFirst(), header.getSecond()));
        return HttpExecuteResponse.builder()
                .response(answer.build())
                .responseBody(AbortableInputStream.create(response.body().byteStream(), call::cancel))
                .build();
    }

    @Override
    public String clientName() {
        return "OkHttp";
    }

    @Override
    public void close() {
        // Whoever made the client closes it.
    }
}
