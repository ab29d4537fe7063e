package dev.storyc.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Tells monitors how a process fares: {@code /health}, 200 or 503 with a reason, and {@code /metrics} in Prometheus' text.
 *
 * <p>Nobody has to say who they are, so what is shown holds no secret. Two threads serve whatever comes: callers that
 * never finish delay other monitors and no work.
 */
public final class StatusPort implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int BACKLOG = 16;
    private static final int THREADS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpServer server;
    private final StatusHosts hosts;
    private final Content content;
    private final PageReaders readers = new PageReaders(THREADS, PATIENCE);
    private final ExecutorService threads =
            Executors.newFixedThreadPool(THREADS, work -> GuestServer.daemon(work, "storyc-status"));

    private StatusPort(HttpServer server, StatusHosts hosts, Content content) {
        this.server = server;
        this.hosts = hosts;
        this.content = content;
    }

    /** What is told; asked from two threads. */
    public interface Content {
        /** What is wrong, in a few words; empty while all is well. */
        Optional<String> trouble();

        /** All metrics as Prometheus reads them. */
        String metrics();
    }

    /**
     * Listens and answers.
     *
     * @param place port 0 for any that is free
     * @throws IOException if the port is taken, or the host none of this machine's
     */
    public static StatusPort open(InetSocketAddress place, Content content) throws IOException {
        GuestServer.limit();
        StatusPort port = new StatusPort(HttpServer.create(place, BACKLOG), new StatusHosts(place), content);
        port.server.createContext("/", port::serve);
        port.server.setExecutor(port.threads);
        GuestServer.start(port.server, "storyc-status-server");
        return port;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        readers.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Cross-Origin-Resource-Policy", "same-origin");
            if (!hosts.isOurs(exchange)) {
                send(exchange, 403, TEXT, "ask for this machine by its address\n");
            } else if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 405, TEXT, "this can only be read\n");
            } else {
                answer(exchange);
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        switch (String.valueOf(exchange.getRequestURI().getPath())) {
            case "/health" -> {
                Optional<String> trouble = content.trouble();
                send(exchange, trouble.isEmpty() ? 200 : 503, TEXT, trouble.orElse("ok") + "\n");
            }
            case "/metrics" -> send(exchange, 200, PROMETHEUS, content.metrics());
            default -> send(exchange, 404, TEXT, "there are /health and /metrics\n");
        }
    }

    private void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(bytes.length));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, bytes.length);
            try {
                readers.tell(exchange.getResponseBody(), out -> out.write(bytes));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
