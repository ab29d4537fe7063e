package dev.storyc.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("fast")
class StatusPortTest {
    private volatile Optional<String> trouble = Optional.empty();
    private StatusPort port;

    @BeforeEach
    void open() throws IOException {
        port = StatusPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new StatusPort.Content() {
            @Override
            public Optional<String> trouble() {
                return trouble;
            }

            @Override
            public String metrics() {
                return "storyc_spent_usd 12.5\n";
            }
        });
    }

    @AfterEach
    void close() {
        port.close();
    }

    /** What comes back for a request as written here, to its end. */
    private String said(String request) throws IOException {
        try (Socket socket =
                new Socket(port.address().getAddress(), port.address().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
        }
    }

    private String asked(String method, String path, String host) throws IOException {
        return said(method + " " + path + " HTTP/1.1\nHost: " + host + "\nConnection: close\n\n");
    }

    private String here() {
        return "127.0.0.1:" + port.address().getPort();
    }

    @Test
    void healthIsFineUntilSomethingIsWrongAndThenSaysWhat() throws IOException {
        assertThat(asked("GET", "/health", here())).startsWith("HTTP/1.1 200 ").endsWith("\n\nok\n");
        trouble = Optional.of("its lease is gone, so it sends nothing");
        assertThat(asked("GET", "/health", here()))
                .startsWith("HTTP/1.1 503 ")
                .endsWith("\n\nits lease is gone, so it sends nothing\n");
        assertThat(asked("GET", "/metrics", here()))
                .as("metrics are told in trouble too")
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void metricsAreThePlainTextThatPrometheusReads() throws IOException {
        assertThat(asked("GET", "/metrics", "localhost:" + port.address().getPort()))
                .contains("Content-type: text/plain; version=0.0.4; charset=utf-8\n")
                .contains("Cache-control: no-store\n")
                .doesNotContainIgnoringCase("access-control")
                .endsWith("\n\nstoryc_spent_usd 12.5\n");
    }

    @Test
    void aHeadHasNoBodyAndNothingCanBeSent() throws IOException {
        assertThat(asked("HEAD", "/health", here()))
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("content-length: 3\n")
                .endsWith("\n\n");
        for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"}) {
            assertThat(asked(method, "/health", here()))
                    .startsWith("HTTP/1.1 405 ")
                    .contains("Allow: GET, HEAD\n");
        }
        assertThat(asked("GET", "/", here())).startsWith("HTTP/1.1 404 ");
        assertThat(asked("GET", "/health/../metrics", here())).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void whoeverComesByAnotherNameIsTurnedAway() throws IOException {
        assertThat(asked("GET", "/metrics", "evil.example"))
                .startsWith("HTTP/1.1 403 ")
                .doesNotContain("12.5");
        assertThat(said("GET /metrics HTTP/1.1\nHost: localhost\nHost: evil.example\nConnection: close\n\n"))
                .doesNotContain("12.5");
        assertThat(said("GET /metrics HTTP/1.0\n\n")).startsWith("HTTP/1.1 403 ");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:9464, true",
        "127.0.0.1, localhost, true",
        "127.0.0.1, LOCALHOST:80, true",
        "127.0.0.1, [::1]:9464, true",
        "127.0.0.1, 10.0.0.7:9464, false",
        "127.0.0.1, evil.example, false",
        "127.0.0.1, 127.0.0.1.evil.example, false",
        "127.0.0.1, localhost.evil.example, false",
        "127.0.0.1, '', false",
        "127.0.0.1, 127.0.0.1:9464@evil.example, false",
        "0.0.0.0, 10.1.2.3:9464, true",
        "0.0.0.0, [fd00::7]:9464, true",
        "0.0.0.0, worker-1:9464, true",
        "0.0.0.0, worker-1.evil.example:9464, false",
        "0.0.0.0, 10.1.2.3.evil.example, false",
    })
    void theNamesThatAreOurs(String listen, String host, boolean ours) {
        assertThat(new StatusHosts(new InetSocketAddress(listen, 9464)).isOurs(host))
                .isEqualTo(ours);
    }

    @Test
    void aPortThatIsTakenIsAnErrorAtOnce() {
        assertThatThrownBy(() -> StatusPort.open(port.address(), new StatusPort.Content() {
                    @Override
                    public Optional<String> trouble() {
                        return Optional.empty();
                    }

                    @Override
                    public String metrics() {
                        return "";
                    }
                }))
                .isInstanceOf(BindException.class);
    }
}
