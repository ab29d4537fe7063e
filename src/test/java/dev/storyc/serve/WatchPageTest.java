package dev.storyc.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page that is served while a build runs, asked byte by byte as browsers and others ask. */
@Timeout(60)
class WatchPageTest {
    private static final int LARGE = 64 << 20;

    @TempDir
    Path folder;

    private WatchPage page;
    private URI address;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("film.mp4"), "0123456789");
        Files.write(folder.resolve("large.mp4"), new byte[LARGE]);
        Files.writeString(folder.resolve("empty.mp4"), "");
        page = WatchPage.open(0, new SecureRandom(), List.of("tide", "夜"), new Folder(), Duration.ofMillis(400));
        address = page.address();
    }

    @AfterEach
    void close() {
        page.close();
    }

    @Test
    void only_who_knows_the_token_reads_and_only_by_an_address_of_this_machine() throws IOException {
        String good = address.getPath() + "tide/gallery.html";
        assertThat(address.getHost()).isEqualTo("127.0.0.1");
        assertThat(address.getPath()).matches("/[0-9a-f]{32}/");
        assertThat(get(good).status()).isEqualTo(200);
        assertThat(get(good).body()).isEqualTo("the page of tide");
        assertThat(get(address.getPath()).body()).isEqualTo("all pages");
        assertThat(get(address.getPath() + "%E5%A4%9C/gallery.html").body()).isEqualTo("the page of 夜");
        assertThat(get(address.getPath().replaceFirst("/$", "")).headers())
                .containsEntry("location", address.getPath());
        String wrong = "/" + "0".repeat(32) + "/tide/gallery.html";
        for (String path : List.of("/", "/tide/gallery.html", wrong, good.substring(0, 20), "//", "/favicon.ico/x")) {
            assertThat(get(path).status()).as(path).isIn(400, 404);
            assertThat(get(path).body()).doesNotContain("page of");
        }
        for (String host : List.of("evil.example", "127.0.0.1", "127.0.0.1.evil.example:" + address.getPort(), "")) {
            assertThat(ask("GET", good, "Host: " + host).status()).as(host).isIn(400, 403);
        }
        assertThat(ask("GET", good, "Host: localhost:" + address.getPort()).status())
                .isEqualTo(200);
        assertThat(ask("GET", good, host(), "Host: evil.example").status()).isIn(400, 403);
        assertThat(ask("GET", good, host(), "Origin: http://evil.example").status())
                .isEqualTo(403);
        assertThat(ask("GET", good, host(), "Origin: null").status()).isEqualTo(403);
    }

    @Test
    void nothing_but_reading_is_done_and_nothing_is_kept_or_told_on() throws IOException {
        String good = address.getPath() + "tide/gallery.html";
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE")) {
            assertThat(ask(method, good, host()).status()).as(method).isEqualTo(405);
        }
        Answer head = ask("HEAD", address.getPath() + "tide/v/film.mp4", host());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.headers()).containsEntry("content-length", "10").containsEntry("content-type", "video/mp4");
        assertThat(head.body()).isEmpty();
        assertThat(get(good).headers())
                .containsEntry("cache-control", "no-store")
                .containsEntry("referrer-policy", "no-referrer")
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("cross-origin-resource-policy", "same-origin")
                .containsEntry("content-type", "text/html; charset=utf-8")
                .doesNotContainKey("access-control-allow-origin");
        assertThat(get(good).headers().get("content-security-policy")).contains("frame-ancestors 'none'");
    }

    @Test
    void parts_of_films_are_sent_as_players_ask_for_them() throws IOException {
        String film = address.getPath() + "tide/v/film.mp4";
        assertThat(get(film).body()).isEqualTo("0123456789");
        assertThat(get(film).headers()).containsEntry("accept-ranges", "bytes");
        assertPart(film, "bytes=0-3", 206, "0123", "bytes 0-3/10");
        assertPart(film, "bytes=7-", 206, "789", "bytes 7-9/10");
        assertPart(film, "bytes=-2", 206, "89", "bytes 8-9/10");
        assertPart(film, "bytes=-99", 206, "0123456789", "bytes 0-9/10");
        assertPart(film, "bytes=4-99", 206, "456789", "bytes 4-9/10");
        assertPart(film, "bytes=10-", 416, "", "bytes */10");
        assertPart(film, "bytes=-0", 416, "", "bytes */10");
        for (String other : List.of("bytes=5-2", "bytes=0-1,3-4", "lines=0-1", "bytes=-", "bytes=a-b")) {
            assertPart(film, other, 200, "0123456789", null);
        }
        assertThat(ask("GET", film, host(), "Range: bytes=0-3", "If-Range: \"x\"")
                        .status())
                .isEqualTo(200);
        assertThat(get(address.getPath() + "tide/v/empty.mp4").status()).isEqualTo(200);
        assertThat(get(address.getPath() + "tide/v/none.mp4").status()).isEqualTo(404);
    }

    @Test
    void odd_paths_reach_no_file() throws IOException {
        String top = address.getPath() + "tide/";
        for (String path : List.of(
                "../film.mp4",
                "v/../film.mp4",
                "%2e%2e/film.mp4",
                "v/%2e%2e/%2e%2e/film.mp4",
                "v%2ffilm.mp4",
                "v/..%2ffilm.mp4",
                "v\\film.mp4",
                "v/%5cfilm.mp4",
                "v//film.mp4",
                "v/film.mp4%00.mp4",
                "v/film.mp4%0a",
                "v/%",
                "v/film.txt",
                "v/gallery.html",
                "v")) {
            assertThat(get(top + path).status()).as(path).isIn(400, 404);
        }
        assertThat(get(address.getPath() + "other/gallery.html").status()).isEqualTo(404);
    }

    @Test
    void events_come_as_they_happen_and_whoever_comes_late_hears_the_newest_of_each_take() throws Exception {
        page.take("tide", "lisbon", "quay", 1, "{\"n\":1}");
        page.take("tide", "lisbon", "card", 1, "{\"n\":2}");
        page.take("tide", "lisbon", "quay", 1, "{\"n\":3}");
        page.take("nobody", "lisbon", "quay", 1, "{}");
        try (Listener one = new Listener("tide")) {
            assertThat(one.next()).isEqualTo("{\"n\":2}");
            assertThat(one.next()).isEqualTo("{\"n\":3}");
            try (Listener other = new Listener("tide")) {
                assertThat(other.next()).isEqualTo("{\"n\":2}");
                page.tally("tide", "{\"words\":\"half\"}");
                assertThat(one.next()).isEqualTo("{\"words\":\"half\"}");
                page.end("{\"words\":\"over\"}");
                assertThat(one.next()).isEqualTo("{\"words\":\"over\"}");
                assertThat(other.next()).isEqualTo("{\"n\":3}");
            }
        }
    }

    @Test
    void what_else_listens_in_the_process_bounds_no_telling() throws Exception {
        try (CallbackListener callbacks =
                CallbackListener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            callbacks.start((token, job) -> true);
            // The JDK has one such limit for all servers of a process, and events are told for as long as a build runs.
            assertThat(System.getProperty("sun.net.httpserver.maxRspTime")).isNull();
            assertThat(System.getProperty("sun.net.httpserver.maxReqTime")).isEqualTo("10");
        }
    }

    @Test
    void readers_that_take_nothing_hold_nobody_up_and_are_cut_off() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                Socket socket = new Socket(address.getHost(), address.getPort());
                socket.setReceiveBufferSize(4096);
                socket.getOutputStream().write(request("GET", address.getPath() + "tide/v/large.mp4", host()));
                slow.add(socket);
            }
            long began = System.nanoTime();
            for (int i = 0; i < 10_000; i++) {
                page.take("tide", "lisbon", "quay", i, "{\"n\":" + i + "}");
            }
            // What a build does takes no longer for whoever reads.
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            // Each is cut off after a while, and then there is a place for others.
            Answer answer = get(address.getPath() + "tide/v/film.mp4");
            while (answer.status() == 503) {
                answer = get(address.getPath() + "tide/v/film.mp4");
            }
            assertThat(answer.body()).isEqualTo("0123456789");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void listeners_are_bounded_and_leave_room_for_readers() throws Exception {
        List<Listener> many = new ArrayList<>();
        try {
            page.tally("tide", "{}");
            for (int i = 0; i < 10; i++) {
                Listener listener = new Listener("tide");
                assertThat(listener.next()).isEqualTo("{}");
                many.add(listener);
            }
            assertThat(get(address.getPath() + "tide/events").status()).isEqualTo(503);
            assertThat(get(address.getPath() + "tide/v/film.mp4").status()).isEqualTo(200);
        } finally {
            for (Listener listener : many) {
                listener.close();
            }
        }
    }

    @Test
    void closing_ends_it_for_everybody() throws Exception {
        page.tally("tide", "{}");
        try (Listener listener = new Listener("tide")) {
            assertThat(listener.next()).isEqualTo("{}");
            page.close();
            assertThat(listener.next()).isNull();
        }
        assertThat(catchThrowable(() -> get(address.getPath()))).isInstanceOf(IOException.class);
    }

    private void assertPart(String path, String range, int status, String body, @Nullable String part)
            throws IOException {
        Answer answer = ask("GET", path, host(), "Range: " + range);
        assertThat(answer.status()).as(range).isEqualTo(status);
        assertThat(answer.body()).as(range).isEqualTo(body);
        assertThat(answer.headers().get("content-range")).as(range).isEqualTo(part);
    }

    private record Answer(int status, Map<String, String> headers, String body) {}

    private String host() {
        return "Host: 127.0.0.1:" + address.getPort();
    }

    private Answer get(String path) throws IOException {
        return ask("GET", path, host());
    }

    private static byte[] request(String method, String path, String... headers) {
        return (method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private Answer ask(String method, String path, String... headers) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request(method, path, headers));
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = text.indexOf("\r\n\r\n");
            assertThat(end).as(text).isPositive();
            Map<String, String> fields = new LinkedHashMap<>();
            List<String> lines = text.substring(0, end).lines().toList();
            for (String line : lines.subList(1, lines.size())) {
                int colon = line.indexOf(':');
                fields.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            String body = text.substring(end + 4);
            boolean chunked = "chunked".equalsIgnoreCase(fields.get("transfer-encoding"));
            return new Answer(Integer.parseInt(lines.get(0).split(" ", -1)[1]), fields, chunked ? whole(body) : body);
        }
    }

    /** The parts of an answer of unknown length; each begins with its length in bytes. */
    private static String whole(String chunked) {
        byte[] bytes = chunked.getBytes(StandardCharsets.UTF_8);
        StringBuilder whole = new StringBuilder();
        int at = 0;
        while (true) {
            int end = at;
            while (bytes[end] != '\r') {
                end++;
            }
            int length = Integer.parseInt(new String(bytes, at, end - at, StandardCharsets.UTF_8), 16);
            if (length == 0) {
                return whole.toString();
            }
            whole.append(new String(bytes, end + 2, length, StandardCharsets.UTF_8));
            at = end + 2 + length + 2;
        }
    }

    /** One that reads events, as a browser does. */
    private final class Listener implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;

        private Listener(String storyboard) throws IOException {
            socket = new Socket(address.getHost(), address.getPort());
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request("GET", address.getPath() + storyboard + "/events", host()));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /** What the next event says; null if there are no more. */
        private @Nullable String next() throws IOException {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    return line.substring(6);
                }
            }
            return null;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private final class Folder implements WatchPage.Content {
        @Override
        public void index(Writer out) throws IOException {
            out.write("all pages");
        }

        @Override
        public void page(String storyboard, Writer out) throws IOException {
            out.write("the page of " + storyboard);
        }

        @Override
        public @Nullable Path file(String storyboard, String name) {
            return name.startsWith("v/") && name.lastIndexOf('/') == 1 ? folder.resolve(name.substring(2)) : null;
        }
    }
}
