package dev.storyc.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hears callbacks: a POST to any path that ends with an attempt's token.
 *
 * <p>What comes is untrusted. A body is read up to a bound and searched for a job id, which is handed on to be asked
 * after; a token nobody gave out is 404 and costs a look into the ledger. Two threads serve whatever comes, so a storm,
 * or callers that never finish, delay callbacks and nothing else: queries go on by their timers.
 */
public final class CallbackListener implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile(".*/([0-9a-f]{32})/?");
    private static final int MOST_BYTES = 1 << 20;
    private static final int BACKLOG = 128;
    private static final int THREADS = 2;

    private final HttpServer server;
    private final ExecutorService threads =
            Executors.newFixedThreadPool(THREADS, work -> GuestServer.daemon(work, "storyc-callback"));

    private CallbackListener(HttpServer server) {
        this.server = server;
    }

    /** Whom callbacks are told to. */
    @FunctionalInterface
    public interface Called {
        /**
         * @param token what the address named
         * @param jobId what the body named, or null
         * @return whether that token was given out; else whoever called hears 404
         */
        boolean called(String token, @Nullable String jobId);
    }

    /**
     * Takes the address; whoever calls waits until {@link #start}.
     *
     * @throws IOException if it is taken, or none of this machine's
     */
    public static CallbackListener bind(InetSocketAddress address) throws IOException {
        GuestServer.limit();
        return new CallbackListener(HttpServer.create(address, BACKLOG));
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Hears from now on. */
    public void start(Called called) {
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(answer(exchange, called), -1);
            }
        });
        server.setExecutor(threads);
        GuestServer.start(server, "storyc-callbacks");
    }

    private static int answer(HttpExchange exchange, Called called) throws IOException {
        Matcher token = TOKEN.matcher(String.valueOf(exchange.getRequestURI().getPath()));
        if (!token.matches()) {
            return 404;
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return 405;
        }
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        String jobId = body.length > MOST_BYTES ? null : CallbackBody.jobId(body);
        try {
            return called.called(token.group(1), jobId) ? 204 : 404;
        } catch (RuntimeException e) {
            // What it is for is told by a query too; the build finds out by itself what is wrong with its ledger.
            return 503;
        }
    }

    /** Hears no more. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
