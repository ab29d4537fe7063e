package dev.storyc.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.run.FilmDownload.Fetched;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Films come from hosts that nobody vouches for. */
class FilmDownloadTest {
    private static final OkHttpClient CLIENT = new OkHttpClient();
    private static final ApiKey KEY = new ApiKey("ak-0123456789abcdef");
    private static final URI PUBLIC = URI.create("https://api.shortapi.ai");

    @TempDir
    Path folder;

    private static final Map<String, String> NAMES = Map.of(
            "api.shortapi.ai", "203.0.113.5",
            "films.example", "203.0.113.9",
            "rebound.example", "127.0.0.1",
            "inside.example", "10.1.2.3",
            "metadata.example", "169.254.169.254",
            "six.example", "fd00::7",
            "gateway.corp", "10.9.9.9");

    /** Names as the test has them, and no others. */
    private static List<InetAddress> resolve(String host) throws UnknownHostException {
        String address = NAMES.get(host);
        if (address == null) {
            throw new UnknownHostException(host);
        }
        return List.of(address(address));
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getAllByName(text)[0];
    }

    private static FilmAddresses addresses(URI api) {
        return new FilmAddresses(api, FilmDownloadTest::resolve, host -> false);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.shortapi.ai, https://films.example/a.mp4,       ''",
        "https://api.shortapi.ai, http://films.example/a.mp4,        plain http",
        "https://api.shortapi.ai, https://127.0.0.1/a.mp4,           into this machine",
        "https://api.shortapi.ai, https://localhost:8443/a.mp4,      into this machine",
        "https://api.shortapi.ai, https://[::1]/a.mp4,               into this machine",
        "https://api.shortapi.ai, https://0.0.0.0/a.mp4,             into this machine",
        "https://api.shortapi.ai, https://[::ffff:127.0.0.1]/a.mp4,  into this machine",
        "https://api.shortapi.ai, https://[64:ff9b::7f00:1]/a.mp4,   into this machine",
        "https://api.shortapi.ai, https://192.168.1.1/a.mp4,         into this network",
        "https://api.shortapi.ai, https://172.16.0.1/a.mp4,          into this network",
        "https://api.shortapi.ai, https://100.64.0.1/a.mp4,          into this network",
        "https://api.shortapi.ai, https://[fd00::1]/a.mp4,           into this network",
        "https://api.shortapi.ai, https://[fe80::1]/a.mp4,           into this network",
        "https://api.shortapi.ai, https://169.254.169.254/latest,    into this network",
        "https://api.shortapi.ai, https://rebound.example/a.mp4,     into this machine",
        "https://api.shortapi.ai, https://inside.example/a.mp4,      into this network",
        "https://api.shortapi.ai, https://metadata.example/a.mp4,    into this network",
        "https://api.shortapi.ai, https://six.example/a.mp4,         into this network",
        "http://127.0.0.1:8080,   http://127.0.0.1:9/films/a.mp4,    ''",
        "http://127.0.0.1:8080,   https://films.example/a.mp4,       ''",
        "http://127.0.0.1:8080,   http://films.example/a.mp4,        plain http",
        "http://127.0.0.1:8080,   https://10.1.2.3/a.mp4,            into this network",
        "https://127.0.0.1:8080,  http://127.0.0.1:9/films/a.mp4,    plain http",
        "https://gateway.corp,    https://inside.example/a.mp4,      ''",
        "https://gateway.corp,    https://metadata.example/a.mp4,    into this network",
        "https://gateway.corp,    https://rebound.example/a.mp4,     into this machine",
    })
    void filmsMayLieWhereTheApiDoes(URI api, String film, String fault) throws UnknownHostException {
        FilmAddresses addresses = addresses(api);
        HttpUrl url = HttpUrl.get(film);
        String found = addresses.fault(url).orElse("");
        if (found.isEmpty() && NAMES.containsKey(url.host())) {
            try {
                assertThat(addresses.lookup(url.host())).isNotEmpty();
            } catch (FilmAddresses.InwardException e) {
                found = String.valueOf(e.getMessage());
            }
        }
        if (fault.isEmpty()) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).contains(fault);
        }
    }

    @Test
    void aNameIsLookedUpWhereTheCallIsMadeAndNotBefore() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Dns rebinding = host -> {
            // A name that was harmless when it was looked at, and then isn't.
            asked.incrementAndGet();
            return List.of(InetAddress.getLoopbackAddress());
        };
        FilmDownload download = new FilmDownload(
                new FilmAddresses(PUBLIC, rebinding, host -> false), () -> CLIENT, new Redaction(KEY), 1000);
        Fetched fetched = download.fetch("https://films.example/a.mp4", target());
        assertThat(failed(fetched))
                .isEqualTo("its address may not be used: films.example leads into this machine, where the API isn't");
        assertThat(asked).hasPositiveValue();
    }

    @Test
    void ofSeveralAddressesOnlyTheHarmlessAreUsed() throws UnknownHostException {
        Dns both = host -> List.of(address("10.0.0.1"), address("203.0.113.1"));
        assertThat(new FilmAddresses(PUBLIC, both, host -> false).lookup("films.example"))
                .containsExactly(address("203.0.113.1"));
    }

    @Test
    void aProxyMayBeAnywhere() throws UnknownHostException {
        FilmAddresses addresses = new FilmAddresses(PUBLIC, FilmDownloadTest::resolve, "inside.example"::equals);
        assertThat(addresses.lookup("inside.example")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "javascript:alert(1)",
                "ftp://films.example/a",
                "//films.example/a",
                "data:video/mp4;base64,AAAA"
            })
    void whatIsNoneOfTheWebIsSaid(String address) throws Exception {
        Fetched fetched = download(PUBLIC).fetch(address, target());
        assertThat(failed(fetched)).contains("it is none of the web: " + address);
        assertThat(target()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "javascript:alert(1)",
                "http://169.254.169.254/latest/meta-data/",
                "https://10.0.0.1/"
            })
    void aRedirectLeadsNowhereElse(String location) throws Exception {
        try (RawServer server = RawServer.answering(redirect(location))) {
            Fetched fetched = download(server.url()).fetch(server.url() + "/a.mp4", target());
            assertThat(failed(fetched)).startsWith("the address it is redirected to may not be used: ");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void fiveRedirectsAreFollowedAndNoMore() throws Exception {
        AtomicInteger hops = new AtomicInteger();
        try (RawServer server = RawServer.with((it, socket) -> {
            it.readRequest(socket);
            String answer = hops.incrementAndGet() <= 5 ? redirect("/next?" + hops) : RawServer.response(200, "a film");
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        })) {
            assertThat(download(server.url()).fetch(server.url() + "/a.mp4", target()))
                    .isInstanceOf(Fetched.File.class);
            assertThat(Files.readString(target())).isEqualTo("a film");
        }
        try (RawServer server = RawServer.answering(redirect("/again"))) {
            Path other = folder.resolve("other.part");
            assertThat(failed(download(server.url()).fetch(server.url() + "/a.mp4", other)))
                    .isEqualTo("it is redirected more than 5 times");
            assertThat(server.requests()).hasSize(6);
        }
    }

    @Test
    void aHostGetsNoCredentialsAndNoPackingIsAskedFor() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.response(200, "a film"))) {
            String withUser = server.url().toString().replace("http://", "http://me:secret@");
            assertThat(download(server.url()).fetch(withUser + "/a.mp4?sign=1", target()))
                    .isInstanceOf(Fetched.File.class);
            assertThat(server.requests().get(0))
                    .startsWith("GET /a.mp4?sign=1 HTTP/1.1\r\n")
                    .contains("Accept-Encoding: identity\r\n")
                    .doesNotContain("Authorization", "Cookie", "Referer", "secret", "ak-");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void anAddressThatHoldsTheKeyIsNotAskedFor() throws Exception {
        try (RawServer server = RawServer.answering(redirect("/a?token=%61k-0123456789abcdef"))) {
            String key = server.url() + "/films?key=ak-0123456789abcdef";
            assertThat(failed(download(server.url()).fetch(key, target()))).contains("it holds the API key");
            assertThat(server.requests()).isEmpty();
            assertThat(failed(download(server.url()).fetch(server.url() + "/a.mp4", target())))
                    .contains("it holds the API key")
                    .doesNotContain("0123456789abcdef");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void whatIsTooLargeIsGivenUpWhetherItSaysSoOrNot() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 900000000000\r\n\r\nx")) {
            assertThat(failed(download(server.url()).fetch(server.url() + "/a.mp4", target())))
                    .isEqualTo("it is larger than 100,000 bytes");
            assertThat(target()).doesNotExist();
        }
        try (RawServer server = RawServer.with((it, socket) -> {
            it.readRequest(socket);
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            byte[] chunk = new byte[8192];
            while (true) {
                out.write(chunk);
            }
        })) {
            assertThat(failed(download(server.url()).fetch(server.url() + "/a.mp4", target())))
                    .isEqualTo("it is larger than 100,000 bytes");
            assertThat(Files.size(target())).isLessThanOrEqualTo(100_000);
        }
    }

    @Test
    void aPackedAnswerStaysPacked() throws Exception {
        String gzip = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n\u001f\u000b\u0008ab";
        try (RawServer server = RawServer.answering(gzip)) {
            assertThat(download(server.url()).fetch(server.url() + "/a.mp4", target()))
                    .isInstanceOf(Fetched.File.class);
            assertThat(Files.size(target())).isEqualTo(5);
        }
    }

    private static String redirect(String location) {
        return "HTTP/1.1 302 There\r\nLocation: " + location + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    }

    private static FilmDownload download(URI api) {
        return new FilmDownload(
                new FilmAddresses(api, FilmDownloadTest::resolve, host -> false),
                () -> CLIENT,
                new Redaction(KEY),
                100_000);
    }

    private Path target() {
        return folder.resolve("film.part");
    }

    private static String failed(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Failed.class);
        return ((Fetched.Failed) fetched).words();
    }
}
