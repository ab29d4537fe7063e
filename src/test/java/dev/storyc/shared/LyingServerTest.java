package dev.storyc.shared;

import static dev.storyc.shared.Places.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storyc.run.RawServer;
import dev.storyc.shared.SharedPlaceException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no cache and no S3 should answer, and some do. */
class LyingServerTest {
    private static final String PASSWORD = "pass-0123456789";
    private static final String SECRET = "secret-0123456789";
    private static final Map<String, String> ENVIRONMENT = Map.of(
            SharedAddressReader.USER,
            "studio",
            SharedAddressReader.PASSWORD,
            PASSWORD,
            "AWS_ACCESS_KEY_ID",
            "tester",
            "AWS_SECRET_ACCESS_KEY",
            SECRET);

    @TempDir
    Path folder;

    private static SharedPlace web(RawServer server) {
        return Places.open(server.url() + "/cache", ENVIRONMENT, Places.USUAL);
    }

    private static SharedPlace s3(RawServer server) {
        return Places.open("s3://films/team?endpoint=" + server.url(), ENVIRONMENT, Places.USUAL);
    }

    private static void refused(Runnable call, Kind kind, String words) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(SharedPlaceException.class, e -> {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
            assertThat(e.getMessage()).contains(words).contains("127.0.0.1").doesNotContain(PASSWORD, SECRET);
        });
    }

    /** One after the other, as both kinds of place. */
    private static void bothRefuse(String answer, Kind kind, String words) throws IOException {
        for (int kindOfPlace = 0; kindOfPlace < 2; kindOfPlace++) {
            try (RawServer server = RawServer.answering(answer);
                    SharedPlace place = kindOfPlace == 0 ? web(server) : s3(server)) {
                refused(() -> place.read(NAME, 100), kind, words);
            }
        }
    }

    @Test
    void fewer_bytes_than_were_announced_are_no_thing_and_leave_no_file() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nonly this";
        bothRefuse(answer, Kind.UNREACHABLE, "broke off");
        try (RawServer server = RawServer.answering(answer);
                SharedPlace place = web(server);
                SharedPlace bucket = s3(server)) {
            refused(() -> place.fetch(NAME, folder.resolve("film")), Kind.UNREACHABLE, "broke off");
            refused(() -> bucket.fetch(NAME, folder.resolve("film")), Kind.UNREACHABLE, "broke off");
            assertThat(folder.resolve("film")).doesNotExist();
        }
    }

    @Test
    void an_end_before_the_answer_is_told() throws IOException {
        bothRefuse("", Kind.UNREACHABLE, "127.0.0.1");
    }

    @Test
    void what_is_no_http_is_told() throws IOException {
        bothRefuse("SSH-2.0-OpenSSH_9.2\r\n", Kind.UNREACHABLE, "broke off");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void a_broken_server_may_be_better_later(int status) throws IOException {
        bothRefuse(RawServer.response(status, "password=" + PASSWORD + " " + SECRET), Kind.UNREACHABLE, "" + status);
    }

    @Test
    void no_room_and_no_right_are_told_apart() throws IOException {
        bothRefuse(RawServer.response(507, PASSWORD + SECRET), Kind.FULL, "507");
        bothRefuse(RawServer.response(403, PASSWORD + SECRET), Kind.FORBIDDEN, "403");
    }

    @Test
    void nobody_is_followed_elsewhere_with_credentials() throws IOException {
        try (RawServer elsewhere = RawServer.answering(RawServer.response(200, "stolen"))) {
            String answer = "HTTP/1.1 307 Go\r\nLocation: " + elsewhere.url() + "/x\r\nContent-Length: 0\r\n\r\n";
            bothRefuse(answer, Kind.OTHER, "127.0.0.1");
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void an_endless_record_is_not_read_to_its_end() throws IOException {
        RawServer.Behaviour endless = (server, socket) -> {
            server.readRequest(socket);
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            byte[] chunk = ("2000\r\n" + "x".repeat(0x2000) + "\r\n").getBytes(StandardCharsets.UTF_8);
            for (int n = 0; n < 100_000; n++) {
                out.write(chunk);
            }
        };
        try (RawServer server = RawServer.with(endless);
                SharedPlace place = web(server);
                SharedPlace bucket = s3(server)) {
            refused(() -> place.read(NAME, 100), Kind.DAMAGED, "larger than anything");
            refused(() -> bucket.read(NAME, 100), Kind.DAMAGED, "larger than anything");
        }
    }

    @Test
    void a_record_that_drips_is_given_up_in_time() throws IOException {
        RawServer.Behaviour dripping = (server, socket) -> {
            server.readRequest(socket);
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            for (int n = 0; n < 90; n++) {
                out.write('x');
                out.flush();
                pause(Duration.ofSeconds(1));
            }
        };
        try (RawServer server = RawServer.with(dripping);
                SharedPlace place = web(server);
                SharedPlace bucket = s3(server)) {
            long start = System.nanoTime();
            List<SharedPlace> both = List.of(place, bucket);
            both.parallelStream().forEach(one -> refused(() -> one.read(NAME, 100), Kind.UNREACHABLE, "in time"));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(40));
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_won_name_whose_answer_was_lost_is_read_back() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        byte[] mine = Places.bytes("mine\n");
        RawServer.Behaviour losing = (server, socket) -> {
            server.readRequest(socket);
            String request = server.requests().get(server.requests().size() - 1);
            calls.incrementAndGet();
            if (request.startsWith("PUT") && calls.get() > 1) {
                socket.getOutputStream().write(RawServer.response(412, "").getBytes(StandardCharsets.UTF_8));
            } else if (request.startsWith("GET")) {
                socket.getOutputStream().write(RawServer.response(200, "mine\n").getBytes(StandardCharsets.UTF_8));
            }
        };
        try (RawServer server = RawServer.with(losing);
                SharedPlace place = s3(server)) {
            assertThat(place.putNew(NAME, mine)).isTrue();
            assertThat(place.putNew(NAME, Places.bytes("another's\n"))).isFalse();
            assertThat(server.requests().get(0)).containsIgnoringCase("\r\nif-none-match: *\r\n");
        }
    }

    @Test
    void somebody_writing_at_the_same_time_is_waited_for() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        RawServer.Behaviour busy = (server, socket) -> {
            server.readRequest(socket);
            int status = calls.incrementAndGet() < 3 ? 409 : 200;
            socket.getOutputStream().write(RawServer.response(status, "").getBytes(StandardCharsets.UTF_8));
        };
        try (RawServer server = RawServer.with(busy);
                SharedPlace place = s3(server)) {
            assertThat(place.putNew(NAME, Places.bytes("mine\n"))).isTrue();
            assertThat(calls).hasValue(3);
        }
    }

    @Test
    void a_store_that_lets_all_win_is_refused_by_the_probe() throws IOException {
        RawServer.Behaviour all = (server, socket) -> {
            server.readRequest(socket);
            String answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 6\r\n\r\nracer\n";
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        };
        try (RawServer server = RawServer.with(all);
                SharedPlace place = s3(server)) {
            assertThat(new SharedProbe(place).refuses())
                    .hasValueSatisfying(words -> assertThat(words)
                            .contains("s3://films/team", "of 8 that wrote", "8 were told that they were first"));
        }
    }

    @Test
    void nobody_there_is_told_soon() throws IOException {
        int port = S3Proxy.freePort();
        long start = System.nanoTime();
        for (String address :
                List.of("http://127.0.0.1:" + port + "/cache", "s3://films?endpoint=http://127.0.0.1:" + port)) {
            try (SharedPlace place = Places.open(address, ENVIRONMENT, Places.USUAL)) {
                refused(() -> place.read(NAME, 100), Kind.UNREACHABLE, "nobody answers there");
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
}
