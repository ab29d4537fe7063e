package dev.storyc.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.storyc.serve.LiveChanges.News;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Galleries that fill while their build runs: on this machine alone, at an address with a secret in it, readable only.
 *
 * <p>Nothing a reader does holds the build up: changes are put down and read by whoever is there, and a reader that takes
 * nothing is cut off. It ends with the build.
 */
public final class WatchPage implements AutoCloseable {
    /** The name under which a storyboard's page is found, in the folder of its name. */
    public static final String PAGE = "gallery.html";

    /** What the policy of such a page must allow beside what a gallery's does. */
    public static final String POLICY = "; connect-src 'self'";

    private static final String EVENTS = "events";
    private static final int THREADS = 24;
    private static final int MOST_LISTENERS = 10;
    private static final int MOST_READERS = 12;
    private static final long HEARTBEAT = 10_000;
    private static final long FAREWELL = 1_000;
    private static final Map<String, String> TYPES = Map.of(
            "mp4",
            "video/mp4",
            "jpg",
            "image/jpeg",
            "vtt",
            "text/vtt; charset=utf-8",
            "srt",
            "text/plain; charset=utf-8");

    private final HttpServer server;
    private final PagePlace place;
    private final Content content;
    private final Map<String, LiveChanges> changes = new LinkedHashMap<>();
    private final PageReaders listeners;
    private final PageReaders readers;
    private final Semaphore told = new Semaphore(0);
    private final ExecutorService threads =
            Executors.newFixedThreadPool(THREADS, work -> GuestServer.daemon(work, "storyc-page"));

    /** What is shown. */
    public interface Content {
        /** Writes the page over all storyboards, whose links lead to {@code STORYBOARD/gallery.html}. */
        void index(Writer out) throws IOException;

        /** Writes the page of one, with {@link WatchPage#script} and {@link WatchPage#POLICY} in it. */
        void page(String storyboard, Writer out) throws IOException;

        /**
         * A film or picture that the page names, to be opened.
         *
         * @param name relative to the page, with {@code /}; nothing in it is to be believed
         * @return null where there is none
         */
        @Nullable
        Path file(String storyboard, String name) throws IOException;
    }

    private WatchPage(
            HttpServer server, PagePlace place, Collection<String> storyboards, Content content, Duration patience) {
        this.server = server;
        this.place = place;
        this.content = content;
        this.listeners = new PageReaders(MOST_LISTENERS, patience);
        this.readers = new PageReaders(MOST_READERS, patience);
        storyboards.forEach(name -> changes.put(name, new LiveChanges()));
    }

    /**
     * Opens the page on loopback.
     *
     * @param port 0 for any that is free
     * @param patience how long a reader may take nothing of what is sent to it
     * @throws IOException if the port is taken
     */
    public static WatchPage open(
            int port, SecureRandom random, Collection<String> storyboards, Content content, Duration patience)
            throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
        PagePlace place = new PagePlace(random, server.getAddress().getPort());
        WatchPage page = new WatchPage(server, place, storyboards, content, patience);
        server.createContext("/", exchange -> page.serve(exchange));
        server.setExecutor(page.threads);
        GuestServer.start(server, "storyc-page-server");
        return page;
    }

    /** Runs in a gallery and brings it up to date; no text that it gets becomes markup. */
    public static String script() {
        try (InputStream in = WatchPage.class.getResourceAsStream("watch.js")) {
            return new String(Objects.requireNonNull(in, "watch.js").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a person opens it. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + place.token() + "/");
    }

    /**
     * Changes what is shown of one take. Quick, and from any thread.
     *
     * @param json an object for the page's script, on one line
     */
    public void take(String storyboard, String variant, String clip, int take, String json) {
        LiveChanges live = changes.get(storyboard);
        if (live != null) {
            live.put(variant + "/" + clip + "#" + take, LiveChanges.event("take", json));
        }
    }

    /** Changes what a storyboard's page says of the build as a whole. */
    public void tally(String storyboard, String json) {
        LiveChanges live = changes.get(storyboard);
        if (live != null) {
            live.put("tally", LiveChanges.event("tally", json));
        }
    }

    /** Says how the build ended, and waits a moment until whoever listens has heard it. */
    public void end(String json) throws InterruptedException {
        int listening = listeners.inside();
        changes.values().forEach(live -> live.end(LiveChanges.event("end", json)));
        if (listening > 0) {
            // Whoever hasn't by then is not waited for.
            told.tryAcquire(listening, FAREWELL, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        listeners.close();
        readers.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Cross-Origin-Resource-Policy", "same-origin");
            exchange.getResponseHeaders()
                    .set("Content-Security-Policy", "frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
            if (!place.isOurs(exchange)) {
                bare(exchange, 403);
                return;
            }
            if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                bare(exchange, 405);
                return;
            }
            if (exchange.getRequestURI().getPath().equals("/favicon.ico")) {
                // Browsers ask by themselves, and would tell of an error.
                bare(exchange, 204);
                return;
            }
            Optional<List<String>> names = place.names(exchange);
            if (names.isEmpty()) {
                bare(exchange, 404);
            } else {
                answer(exchange, names.get());
            }
        } catch (InterruptedException e) {
            // The server ends; whoever reads sees the connection go.
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, List<String> names) throws IOException, InterruptedException {
        String top = "/" + place.token() + "/";
        if (names.isEmpty()) {
            moved(exchange, top);
            return;
        }
        if (names.equals(List.of(""))) {
            if (changes.size() == 1) {
                String only = changes.keySet().iterator().next();
                moved(exchange, top + URLEncoder.encode(only, StandardCharsets.UTF_8) + "/" + PAGE);
            } else {
                text(exchange, content::index);
            }
            return;
        }
        String storyboard = names.get(0);
        LiveChanges live = changes.get(storyboard);
        if (live == null || names.size() < 2) {
            bare(exchange, 404);
        } else if (names.equals(List.of(storyboard, PAGE))) {
            text(exchange, out -> content.page(storyboard, out));
        } else if (names.equals(List.of(storyboard, EVENTS))) {
            events(exchange, live);
        } else {
            file(exchange, storyboard, String.join("/", names.subList(1, names.size())));
        }
    }

    @FunctionalInterface
    private interface Text {
        void write(Writer out) throws IOException;
    }

    private void text(HttpExchange exchange, Text text) throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        send(exchange, readers, 200, 0, out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
            text.write(writer);
            writer.flush();
        });
    }

    private void events(HttpExchange exchange, LiveChanges live) throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        send(exchange, listeners, 200, 0, out -> {
            out.write("retry: 1000\n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            News news = live.after(-1, 1);
            while (true) {
                String events = String.join("", news.events());
                // What says nothing finds out whether somebody is there still.
                out.write((events.isEmpty() ? ":\n\n" : events).getBytes(StandardCharsets.UTF_8));
                out.flush();
                if (news.over()) {
                    told.release();
                    return;
                }
                news = live.after(news.newest(), HEARTBEAT);
            }
        });
    }

    private void file(HttpExchange exchange, String storyboard, String name) throws IOException, InterruptedException {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        Path file = type == null ? null : content.file(storyboard, name);
        if (type == null || file == null) {
            bare(exchange, 404);
            return;
        }
        try (FileChannel bytes = FileChannel.open(file)) {
            long size = bytes.size();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
            boolean conditional = exchange.getRequestHeaders().containsKey("If-Range");
            Optional<ByteRange> range = conditional
                    ? Optional.empty()
                    : ByteRange.of(exchange.getRequestHeaders().getFirst("Range"), size);
            range.ifPresent(part -> exchange.getResponseHeaders().set("Content-Range", part.header(size)));
            if (range.filter(part -> part.length() == 0).isPresent()) {
                bare(exchange, 416);
                return;
            }
            ByteRange part = range.orElse(new ByteRange(0, size));
            bytes.position(part.from());
            send(
                    exchange,
                    readers,
                    range.isPresent() ? 206 : 200,
                    part.length(),
                    out -> copy(bytes, part.length(), out));
        } catch (NoSuchFileException e) {
            bare(exchange, 404);
        }
    }

    private static void copy(FileChannel bytes, long length, OutputStream out) throws IOException {
        InputStream in = Channels.newInputStream(bytes);
        byte[] some = new byte[1 << 16];
        for (long left = length; left > 0; ) {
            int read = in.read(some, 0, (int) Math.min(some.length, left));
            if (read < 0) {
                throw new IOException("the file became shorter while it was sent");
            }
            out.write(some, 0, read);
            left -= read;
        }
    }

    /** @param length 0 where it isn't known */
    private static void send(
            HttpExchange exchange, PageReaders among, int status, long length, PageReaders.Telling telling)
            throws IOException, InterruptedException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            if (length > 0) {
                exchange.getResponseHeaders().set("Content-Length", String.valueOf(length));
            }
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        if (!among.enter()) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            bare(exchange, 503);
            return;
        }
        try {
            exchange.sendResponseHeaders(status, length);
            among.tell(exchange.getResponseBody(), telling);
        } finally {
            among.leave();
        }
    }

    private static void moved(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        bare(exchange, 302);
    }

    private static void bare(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }
}
