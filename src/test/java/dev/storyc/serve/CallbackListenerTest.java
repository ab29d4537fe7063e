package dev.storyc.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.job.LedgerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallbackListenerTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private CallbackListener listener;

    @BeforeEach
    void listen() throws IOException {
        listener = CallbackListener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listener.start((token, jobId) -> {
            if (token.startsWith("dead")) {
                throw new LedgerException("the disk is gone");
            }
            heard.add(token + " " + jobId);
            return token.equals(TOKEN);
        });
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "{\"code\":0,\"data\":{\"id\":\"j-1\",\"status\":2}} | j-1",
                "{\"data\":{\"job_id\":17}} | 17",
                "{\"job_id\":\"j\"} | j",
                "{\"id\":\"j\"} | j",
                "{\"id\":{\"x\":1}} | null",
                "{\"id\":\"a b\"} | null",
                "{\"id\":\"..\\u001b[31m\"} | null",
                "<html>done</html> | null",
                "[[[[ | null",
                "'' | null",
            })
    void aJobIdIsFoundWhereverItStandsAndNothingElseIsTaken(String body, String jobId) throws Exception {
        assertThat(post("/any/where/" + TOKEN, body.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(204);
        assertThat(heard).containsExactly(TOKEN + " " + jobId);
    }

    @Test
    void whatIsTooLongIsOnlyAKnock() throws Exception {
        byte[] body = ("{\"id\":\"j\",\"x\":\"" + "y".repeat(2 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
        try {
            assertThat(post("/" + TOKEN, body)).isEqualTo(204);
        } catch (IOException e) {
            // The door is shut in the face of who still talks.
            assertThat(e).isNotNull();
        }
        assertThat(heard).containsExactly(TOKEN + " null");
        byte[] deep = "[".repeat(200_000).getBytes(StandardCharsets.UTF_8);
        assertThat(post("/" + TOKEN, deep)).isEqualTo(204);
    }

    @Test
    void whoHasNoTokenHearsNothing() throws Exception {
        assertThat(post("/", new byte[0])).isEqualTo(404);
        assertThat(post("/../../etc/passwd", new byte[0])).isEqualTo(404);
        assertThat(post("/" + TOKEN + "0", new byte[0])).isEqualTo(404);
        assertThat(heard).isEmpty();
        assertThat(post("/" + TOKEN.replace('0', 'f'), new byte[0])).isEqualTo(404);
        assertThat(post("/dead" + TOKEN.substring(4), new byte[0])).isEqualTo(503);
        HttpRequest get = HttpRequest.newBuilder(at("/" + TOKEN)).GET().build();
        assertThat(client.send(get, BodyHandlers.discarding()).statusCode()).isEqualTo(405);
    }

    @Test
    void aStormOfForgedCallsIsAnsweredAndTheRightOneIsHeardAmongThem() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                String token = String.format("%032x", i);
                answers.add(callers.submit(() -> post("/" + token, new byte[100])));
            }
            assertThat(post("/" + TOKEN, "{\"id\":\"j\"}".getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(204);
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(404);
            }
            assertThat(heard).contains(TOKEN + " j").hasSize(1001);
        } finally {
            callers.shutdownNow();
        }
    }

    private int post(String path, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(at(path))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + listener.address().getPort() + path);
    }
}
