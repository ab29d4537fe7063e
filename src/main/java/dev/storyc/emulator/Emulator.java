package dev.storyc.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.media.AnimaticRenderer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A ShortAPI on loopback, whose films are animatics.
 *
 * <p>Beside the two calls it serves its films, on a path of its own that takes no credentials, and {@code GET /__stats}.
 * Its threads are daemons and few, however many jobs are in flight, but for one a download that is slow on purpose; {@link #close} ends them and deletes its films.
 */
public final class Emulator implements AutoCloseable {
    private static final int CALL_THREADS = 4;
    private static final int BACKLOG = 1024;
    private static final int DRAWING_PATIENCE_SECONDS = 30;

    private final EmulatorSettings settings;
    private final JobBook book;
    private final FilmShelf shelf;
    private final CallHandler api;
    private final FilmHandler films;

    private final ExecutorService calls = Executors.newFixedThreadPool(CALL_THREADS, daemons("emulator-call"));
    // Drawing takes its time, and calls must not wait for it.
    private final ExecutorService drawing = Executors.newFixedThreadPool(
            Math.max(2, Runtime.getRuntime().availableProcessors()), daemons("emulator-film"));
    private final ExecutorService slow = Executors.newCachedThreadPool(daemons("emulator-slow-film"));
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(daemons("emulator-callback"));

    private volatile @Nullable HttpServer server;

    /** An emulator under which nothing goes wrong. */
    public Emulator(
            ModelCatalog catalog,
            EmulatorSettings settings,
            AnimaticRenderer renderer,
            Path folder,
            Clock clock,
            RandomGenerator random) {
        this(catalog, settings, renderer, folder, clock, random, Faults.none());
    }

    /**
     * Nothing is served before {@link #start}.
     *
     * @param folder an existing folder for its films, of its own
     * @param random makes job ids, which must be new to every ledger: no fixed seed but in tests
     */
    public Emulator(
            ModelCatalog catalog,
            EmulatorSettings settings,
            AnimaticRenderer renderer,
            Path folder,
            Clock clock,
            RandomGenerator random,
            Faults faults) {
        this.settings = settings;
        this.book = new JobBook(settings, faults, clock, random);
        this.shelf = new FilmShelf(renderer, folder);
        this.api = new CallHandler(catalog, settings, faults, clock, book, new Callbacks(timer), this::url);
        this.films = new FilmHandler(book, shelf, faults, clock, settings.width(), slow);
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Serves from now on.
     *
     * @throws IOException if the port is taken
     */
    public synchronized void start() throws IOException {
        if (server != null) {
            throw new IllegalStateException("it has been started before");
        }
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            // Else every answer waits 40 ms until the other side acknowledges its headers.
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
        HttpServer made =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()), BACKLOG);
        made.createContext(CallHandler.CREATE, api::create);
        made.createContext(CallHandler.QUERY, api::query);
        made.createContext(CallHandler.STATS, api::stats);
        made.createContext(FilmHandler.PATH, exchange -> drawing.execute(() -> serve(exchange)));
        made.createContext("/", exchange -> Answers.refusal(exchange, 404, 404, "no such call"));
        made.setExecutor(calls);
        server = made;
        // The server's own thread is a daemon where the one that starts it is.
        CompletableFuture.runAsync(made::start, calls).join();
    }

    private void serve(HttpExchange exchange) {
        try {
            films.handle(exchange);
        } catch (IOException e) {
            // Whoever asked has gone, or the film's file has: either way the connection tells, by its end.
            exchange.close();
        }
    }

    /** Where its API is, such as {@code http://127.0.0.1:8080}, without a slash at the end. */
    public URI url() {
        HttpServer serving = server;
        if (serving == null) {
            throw new IllegalStateException("it has not been started");
        }
        return URI.create("http://127.0.0.1:" + serving.getAddress().getPort());
    }

    /** What it was asked so far. */
    public EmulatorStats stats() {
        return book.stats();
    }

    /**
     * Stops: open calls are cut, outstanding callbacks dropped, its films deleted. A film being drawn is waited for.
     *
     * @throws IOException if a film can't be deleted
     */
    @Override
    public synchronized void close() throws IOException {
        HttpServer serving = server;
        if (serving != null) {
            serving.stop(0);
        }
        List<ExecutorService> all = List.of(calls, drawing, slow, timer);
        all.forEach(ExecutorService::shutdownNow);
        try {
            for (ExecutorService threads : all) {
                if (!threads.awaitTermination(DRAWING_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException("the emulator's threads still run after " + DRAWING_PATIENCE_SECONDS + " s");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        shelf.close();
    }
}
