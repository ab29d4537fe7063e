package dev.storyc.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.job.CreateAnswer;
import dev.storyc.job.CreateAnswer.Accepted;
import dev.storyc.job.CreateAnswer.Busy;
import dev.storyc.job.CreateAnswer.InDoubt;
import dev.storyc.job.CreateAnswer.NotSent;
import dev.storyc.job.CreateAnswer.Refused;
import dev.storyc.job.CreateAnswer.Scope;
import dev.storyc.job.FarJob;
import dev.storyc.job.FarStatus;
import dev.storyc.job.TestClips;
import dev.storyc.lower.Payload;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShortApiTest {
    private static final String KEY = "ak-0123456789abcdef";
    private static final OkHttpClient CLIENT = new OkHttpClient();
    private static final Payload PAYLOAD = TestClips.clip("v", "x", 1, "部屋").payload();

    @Test
    void aCreateIsOneRequestOnAConnectionOfItsOwn() throws IOException {
        try (RawServer server = RawServer.json(200, "{\"code\":0,\"data\":{\"job_id\":\"j-1\",\"amount\":\"0.43\"}}")) {
            assertThat(create(server)).isEqualTo(new Accepted("j-1", "0.43", new BigDecimal("0.43"), null));
            assertThat(server.requests()).hasSize(1);
            assertThat(server.requests().get(0))
                    .startsWith("POST /api/v1/job/create HTTP/1.1\r\n")
                    .contains("Authorization: Bearer " + KEY + "\r\n")
                    .contains("Connection: close\r\n")
                    .contains("\"model\":\"kwaivgi/kling-3.0/text-to-video\"")
                    .contains("\"duration\":\"3\"");
        }
    }

    @Test
    void aCallbackIsNamedOnlyWhereThereIsOne() throws IOException {
        try (RawServer server = RawServer.json(200, "{}")) {
            create(server);
            String callback = "https://studio.example/hook?of=1";
            new ShortApi(server.url(), null, Duration.ofSeconds(5), callback, CLIENT).create(PAYLOAD, "t0ken");
            assertThat(server.requests().get(0)).doesNotContain("callback_url");
            assertThat(server.requests().get(1))
                    .contains("\"callback_url\":\"" + callback.replace("?", "/t0ken?") + "\"")
                    .doesNotContain("Authorization");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"data\":{\"job_id\":\"j\"}}",
                "200 | {\"code\":1303,\"data\":{\"job_id\":\"j\"}}",
                "200 | {\"job_id\":\"j\"}",
                "201 | {\"code\":0,\"data\":{\"job_id\":\"j\",\"amount\":null}}",
                "429 | {\"code\":1000,\"data\":{\"job_id\":\"j\"}}",
                "500 | {\"data\":{\"job_id\":\"j\"}}"
            })
    void anyAnswerWithAJobIdIsSubmitted(int status, String body) throws IOException {
        Accepted accepted = (Accepted) created(status, body);
        assertThat(accepted.jobId()).isEqualTo("j");
        assertThat(accepted.charged()).isNull();
        assertThat(accepted.words()).contains("named no amount, so the estimate stands");
        assertThat(accepted.words())
                .startsWith(status < 300 && !body.contains("1303") ? "it named" : "it gave a job id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"-1\"", "\"free\"", "\"1e99\"", "\"\"", "[]", "\"0.43 USD\"", "\"99999999999\""})
    void anAmountThatCannotBeReadIsKeptAndNotCounted(String amount) throws IOException {
        CreateAnswer answer = created(200, "{\"code\":0,\"data\":{\"job_id\":\"j\",\"amount\":" + amount + "}}");
        assertThat(((Accepted) answer).charged()).isNull();
        assertThat(((Accepted) answer).words()).endsWith("so the estimate stands");
    }

    @Test
    void theWordsOfAnErrorThatHasAJobIdAreKept() throws IOException {
        CreateAnswer answer = created(
                500, "{\"code\":1301,\"info\":\"too violent\",\"data\":{\"job_id\":\"0\",\"amount\":\"0.43\"}}");
        assertThat(answer)
                .isEqualTo(new Accepted(
                        "0",
                        "0.43",
                        new BigDecimal("0.43"),
                        "it gave a job id, and answered HTTP 500, code 1301: too violent"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429 | slow down",
                "200 | {\"code\":429}",
                "429 | {\"code\":1302,\"info\":\"too fast\"}",
                "200 | {\"code\":1302,\"info\":\"too fast\"}",
                "200 | {\"code\":\"1303\",\"message\":\"too many\"}"
            })
    void busyIsTriedAgain(int status, String body) throws IOException {
        assertThat(created(status, body)).isInstanceOf(Busy.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | no",
                "402 | no",
                "403 | no",
                "404 | <html>not here</html>",
                "429 | {\"code\":1102,\"info\":\"no money\"}",
                "429 | {\"code\":1000,\"info\":\"who are you\"}",
                "200 | {\"code\":1001,\"info\":\"who are you\"}",
                "200 | {\"code\":1103,\"info\":\"no access\"}",
                "200 | {\"code\":401,\"message\":\"no key\"}",
                "200 | {\"code\":1304,\"info\":\"address not allowed\"}"
            })
    void whoAsksIsTurnedAway(int status, String body) throws IOException {
        CreateAnswer answer = created(status, body);
        assertThat(answer).isInstanceOf(Refused.class);
        assertThat(((Refused) answer).scope()).isEqualTo(Scope.ACCOUNT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | bad",
                "422 | {\"message\":\"prompt too long\"}",
                "200 | {\"code\":1201,\"info\":\"unknown argument\"}",
                "200 | {\"code\":1301,\"info\":\"content policy\"}",
                "400 | {\"code\":1301,\"info\":\"content policy\"}",
                "200 | {\"code\":-7,\"info\":\"whatever\"}"
            })
    void theRequestIsRefused(int status, String body) throws IOException {
        CreateAnswer answer = created(status, body);
        assertThat(answer).isInstanceOf(Refused.class);
        assertThat(((Refused) answer).scope()).isEqualTo(Scope.REQUEST);
    }

    @Test
    void anAnswerWithoutAnEndIsCutAndLeavesTheCreateInDoubt() throws IOException {
        byte[] bomb = new byte[1 << 16];
        try (RawServer server = RawServer.with((it, socket) -> {
            it.readRequest(socket);
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.UTF_8));
            try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
                for (int n = 0; n < 20_000; n++) {
                    packed.write(bomb);
                }
            }
        })) {
            CreateAnswer answer = create(server);
            assertThat(answer).isInstanceOf(InDoubt.class);
            assertThat(((InDoubt) answer).raw().length()).isLessThan(30_000);
        }
    }

    @Test
    void anAnswerThatDripsInForEverIsGivenUpAndInDoubt() throws IOException {
        try (RawServer server = RawServer.with((it, socket) -> {
            it.readRequest(socket);
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            while (true) {
                out.write(' ');
                out.flush();
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        })) {
            assertThat(api(server.url(), Duration.ofMillis(300)).create(PAYLOAD, null))
                    .isInstanceOf(InDoubt.class);
        }
    }

    @Test
    void aMegabyteOfControlCharactersIsShownShortAndVisible() throws IOException {
        CreateAnswer answer =
                created(400, "{\"code\":1201,\"info\":\"" + "\\u001b]0;x\\u0007\\u202e".repeat(40_000) + "\"}");
        assertThat(((Refused) answer).words())
                .startsWith("HTTP 400, code 1201: \\u001b]0;x\\u0007\\u202e")
                .hasSizeLessThan(400)
                .matches(words -> words.chars().noneMatch(Character::isISOControl));
    }

    @Test
    void aRefusalKeepsTheVendorsWords() throws IOException {
        CreateAnswer answer = created(200, "{\"code\":1301,\"info\":\"too \\u001b[31mviolent\"}");
        assertThat(answer).isEqualTo(new Refused("code 1301: too \\u001b[31mviolent", Scope.REQUEST));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | <html>",
                "200 | {\"code\":0,\"data\":{}}",
                "200 | {\"code\":0",
                "200 | {}",
                "200 | []",
                "200 | {\"code\":0,\"data\":{\"job_id\":\"\"}}",
                "200 | {\"code\":0,\"data\":{\"job_id\":\"a b\"}}",
                "200 | {\"code\":5000,\"info\":\"internal\"}",
                "400 | {\"code\":5002,\"info\":\"internal\"}",
                "204 | ''",
                "200 | {\"code\":500,\"info\":\"internal\"}",
                "200 | {\"code\":504}",
                "400 | {\"code\":409}",
                "301 | {\"code\":0}",
                "302 | moved",
                "307 | moved",
                "308 | moved",
                "408 | {\"code\":1302}",
                "409 | conflict",
                "425 | early",
                "499 | closed",
                "500 | {\"code\":1201,\"info\":\"input\"}",
                "502 | bad gateway",
                "503 | {\"code\":1302}",
                "504 | timeout",
                "599 | what"
            })
    void whateverMayHaveBeenTakenIsInDoubt(int status, String body) throws IOException {
        assertThat(created(status, body)).isInstanceOf(InDoubt.class);
    }

    @Test
    void aServerThatWantsARetryGetsNone() throws IOException {
        String later = "HTTP/1.1 503 Later\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n";
        try (RawServer server = RawServer.answering(later)) {
            assertThat(create(server)).isInstanceOf(InDoubt.class);
            assertThat(server.requests()).hasSize(1);
        }
        try (RawServer server = RawServer.answering(later.replace("503 Later", "408 Timeout"))) {
            assertThat(create(server)).isInstanceOf(InDoubt.class);
            assertThat(server.requests()).hasSize(1);
        }
        String away = "HTTP/1.1 307 Away\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n";
        try (RawServer server = RawServer.answering(away)) {
            assertThat(create(server)).isInstanceOf(InDoubt.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aConnectionThatEndsAfterTheRequestIsInDoubt() throws IOException {
        try (RawServer server = RawServer.with((s, socket) -> {
            s.readRequest(socket);
            socket.close();
        })) {
            assertThat(create(server)).isInstanceOf(InDoubt.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aResetAfterTheRequestIsInDoubt() throws IOException {
        try (RawServer server = RawServer.with((s, socket) -> {
            s.readRequest(socket);
            socket.setSoLinger(true, 0);
            socket.close();
        })) {
            assertThat(create(server)).isInstanceOf(InDoubt.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aConnectionClosedBeforeAnythingWasReadIsInDoubtToo() throws IOException {
        try (RawServer server = RawServer.with((s, socket) -> socket.close())) {
            assertThat(create(server)).isInstanceOf(InDoubt.class);
        }
    }

    @Test
    void anAnswerCutShortIsInDoubt() throws IOException {
        String whole = RawServer.response(200, "{\"code\":0,\"data\":{\"job_id\":\"j-1\",\"amount\":\"0.43\"}}");
        for (int length : new int[] {5, 20, whole.length() - 30, whole.length() - 1}) {
            try (RawServer server = RawServer.answering(whole.substring(0, length))) {
                assertThat(create(server)).as("after %d bytes", length).isInstanceOf(InDoubt.class);
                assertThat(server.requests()).hasSize(1);
            }
        }
    }

    @Test
    void silenceIsInDoubt() throws IOException {
        try (RawServer server = RawServer.with((s, socket) -> {
            s.readRequest(socket);
            socket.getInputStream().readAllBytes();
        })) {
            assertThat(api(server.url(), Duration.ofMillis(300)).create(PAYLOAD, null))
                    .isInstanceOf(InDoubt.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void anEndlessAnswerIsCutAndInDoubt() throws IOException {
        try (RawServer server = RawServer.with((s, socket) -> {
            s.readRequest(socket);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"x\":\"".getBytes(StandardCharsets.UTF_8));
            byte[] more = "x".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
            while (true) {
                socket.getOutputStream().write(more);
            }
        })) {
            CreateAnswer answer = create(server);
            assertThat(answer).isInstanceOf(InDoubt.class);
            assertThat(((InDoubt) answer).raw()).hasSizeLessThan(5000);
        }
    }

    @Test
    void whatNeverLeftIsNotSent() throws IOException {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        assertThat(api(nobody, Duration.ofSeconds(5)).create(PAYLOAD, null)).isInstanceOf(NotSent.class);
        URI nowhere = URI.create("https://no-such-host.invalid");
        assertThat(api(nowhere, Duration.ofSeconds(5)).create(PAYLOAD, null)).isInstanceOf(NotSent.class);
    }

    @Test
    void aServerWithoutTlsWhereTlsIsWantedIsNotSent() throws IOException {
        try (RawServer server = RawServer.answering("HTTP/1.1 400 no TLS here\r\n\r\n")) {
            URI tls = URI.create("https://127.0.0.1:" + server.url().getPort());
            assertThat(api(tls, Duration.ofSeconds(5)).create(PAYLOAD, null)).isInstanceOf(NotSent.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void anEchoOfTheKeyIsNeverKept() throws IOException {
        String echo = "{\"code\":1201,\"info\":\"bad request by " + KEY + " and ak-other_key\"}";
        assertThat(created(200, echo).toString())
                .doesNotContain(KEY)
                .doesNotContain("other_key")
                .contains("ak-…");
        String html = "<html>Authorization: Bearer " + KEY;
        assertThat(created(200, html).toString()).doesNotContain(KEY).contains("ak-…");
        assertThat(created(500, html).toString()).doesNotContain(KEY);
        assertThat(new ApiKey(KEY).toString()).doesNotContain("0123");
    }

    @Test
    void aQueryTellsWhatTheFarEndKnows() throws IOException {
        String body = "{\"code\":0,\"data\":{\"id\":\"j\",\"model\":\"m\",\"args\":{\"a\":1},\"status\":2,"
                + "\"created_at\":1772359200,\"result\":{\"videos\":[{\"url\":\"https://cdn.example/f.mp4\"}]}}}";
        try (RawServer server = RawServer.json(200, body)) {
            FarJob job = api(server.url(), Duration.ofSeconds(5)).query("j 1&x=y");
            assertThat(job)
                    .isEqualTo(new FarJob(
                            "j",
                            "m",
                            Map.of("a", 1),
                            Instant.parse("2026-03-01T10:00:00Z"),
                            new FarStatus.Ready("https://cdn.example/f.mp4")));
            assertThat(server.requests().get(0)).startsWith("GET /api/v1/job/query?id=j%201%26x%3Dy HTTP/1.1\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"status\":0} | Unfinished",
                "{\"status\":1} | Unfinished",
                "{\"status\":\"processing\"} | Unfinished",
                "{\"status\":7} | Unclear",
                "{} | Unclear",
                "{\"status\":3,\"error\":\"policy\",\"finished_at\":1} | Failed",
                "{\"status\":\"error\",\"result\":{\"videos\":[{\"url\":\"https://x/y\"}]}} | Failed",
                "{\"status\":2} | NoAddress",
                "{\"status\":2,\"result\":{\"videos\":[{\"url\":\"https://my_bucket.example/a\"}]}} | Ready",
                "{\"status\":2,\"result\":{\"videos\":[{\"url\":\"https://x/my film.mp4?a=[1]\"}]}} | Ready",
                "{\"status\":2,\"result\":{\"videos\":[{\"url\":\"file:///etc/passwd\"}]}} | NoAddress",
                "{\"status\":2,\"result\":{\"videos\":[{\"url\":\"javascript:alert(1)\"}]}} | NoAddress",
                "{\"status\":\"Succeeded\",\"result\":{\"videos\":[{\"url\":\"https://x/y\"}]}} | Ready"
            })
    void eachStatusIsRead(String data, String expected) throws IOException {
        try (RawServer server = RawServer.json(200, "{\"code\":0,\"data\":" + data + "}")) {
            FarStatus status =
                    api(server.url(), Duration.ofSeconds(5)).query("j").status();
            assertThat(status.getClass().getSimpleName()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | no | Denied",
                "200 | {\"code\":1001,\"info\":\"who\"} | Denied",
                "500 | oops | Unclear",
                "429 | slow | Unclear",
                "200 | <html> | Unclear",
                "200 | {\"code\":1203,\"info\":\"no such job\"} | Unclear"
            })
    void troubleWithAQueryDecidesNothing(int status, String body, String expected) throws IOException {
        try (RawServer server = RawServer.json(status, body)) {
            FarStatus answer =
                    api(server.url(), Duration.ofSeconds(5)).query("j").status();
            assertThat(answer.getClass().getSimpleName()).isEqualTo(expected);
        }
    }

    private static CreateAnswer created(int status, String body) throws IOException {
        try (RawServer server = RawServer.json(status, body)) {
            CreateAnswer answer = create(server);
            assertThat(server.requests()).hasSize(1);
            return answer;
        }
    }

    private static CreateAnswer create(RawServer server) {
        return api(server.url(), Duration.ofSeconds(5)).create(PAYLOAD, null);
    }

    private static ShortApi api(URI url, Duration patience) {
        return new ShortApi(url, new ApiKey(KEY), patience, null, CLIENT);
    }
}
