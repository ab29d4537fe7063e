package dev.storyc.emulator;

import com.sun.net.httpserver.HttpExchange;
import dev.storyc.media.Animatic;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** {@code GET /films/JOB.mp4}: the films, on what stands for another host. */
final class FilmHandler {
    static final String PATH = "/films/";
    static final String SUFFIX = ".mp4";
    private static final int CHUNK = 1 << 16;
    private static final int SLOW_STEPS = 20;

    private final JobBook book;
    private final FilmShelf shelf;
    private final Faults faults;
    private final Clock clock;
    private final @Nullable Integer width;
    private final Executor apart;

    /** @param apart where slow downloads wait, so that no other waits for them */
    FilmHandler(JobBook book, FilmShelf shelf, Faults faults, Clock clock, @Nullable Integer width, Executor apart) {
        this.book = book;
        this.shelf = shelf;
        this.faults = faults;
        this.clock = clock;
        this.width = width;
        this.apart = apart;
    }

    void handle(HttpExchange exchange) throws IOException {
        int n = (int) book.downloads.incrementAndGet();
        if (exchange.getRequestHeaders().containsKey("Authorization")) {
            book.authorizationOnFilmHost.incrementAndGet();
            Answers.send(exchange, 400, Map.of(), "credentials must not be sent to a film's host\n");
            return;
        }
        if (!exchange.getRequestMethod().equals("GET") && !head(exchange)) {
            Answers.send(exchange, 405, Map.of("Allow", "GET, HEAD"), "");
            return;
        }
        Optional<Job> job = job(exchange.getRequestURI().getPath());
        if (job.isEmpty()) {
            missing(exchange, 404);
            return;
        }
        FilmFault fault = fault(exchange, n, job.get());
        if (fault instanceof FilmFault.Missing missing) {
            missing(exchange, missing.status());
        } else if (fault instanceof FilmFault.NotAFilm other) {
            Answers.send(exchange, 200, Map.of("Content-Type", other.contentType()), other.body());
        } else if (fault instanceof FilmFault.Redirect redirect) {
            Answers.send(exchange, 302, Map.of("Location", redirect.to()), "");
        } else if (fault instanceof FilmFault.Slow) {
            apart.execute(() -> serveApart(exchange, job.get(), fault));
        } else {
            serve(exchange, job.get(), fault);
        }
    }

    /** What was led astray stays there; what was led to the film gets it. */
    private @Nullable FilmFault fault(HttpExchange exchange, int n, Job job) {
        String query = "?" + exchange.getRequestURI().getRawQuery();
        if (query.equals(FilmFault.LOOP)) {
            return new FilmFault.Redirect(FilmFault.LOOP);
        }
        FilmFault fault = faults.film(n, job.id()).orElse(null);
        return query.equals(FilmFault.MOVED) && fault instanceof FilmFault.Redirect ? null : fault;
    }

    private static void missing(HttpExchange exchange, int status) throws IOException {
        Answers.send(exchange, status, Map.of("Content-Type", "text/plain"), "no such film\n");
    }

    private void serveApart(HttpExchange exchange, Job job, FilmFault fault) {
        try {
            serve(exchange, job, fault);
        } catch (IOException e) {
            // Whoever asked has gone: the connection tells, by its end.
            exchange.close();
        }
    }

    private Optional<Job> job(String path) {
        String name = path.substring(PATH.length());
        return name.endsWith(SUFFIX)
                ? book.find(name.substring(0, name.length() - SUFFIX.length()))
                        .filter(job -> job.succeeded(clock.instant()))
                : Optional.empty();
    }

    private void serve(HttpExchange exchange, Job job, @Nullable FilmFault fault) throws IOException {
        CreateRequest request = job.request();
        Animatic animatic = RequestAnimatic.of(request.model(), request.payload(), request.seconds(), width);
        if (fault instanceof FilmFault.NotAsAsked other) {
            animatic = other.change().apply(animatic);
        }
        Path film;
        try {
            film = shelf.film(animatic);
        } catch (IOException e) {
            Answers.send(exchange, 500, Map.of("Content-Type", "text/plain"), "it can't be drawn: " + e.getMessage());
            return;
        }
        try (FileChannel channel = FileChannel.open(film)) {
            long size = channel.size();
            if (fault instanceof FilmFault.CutShort cut) {
                size = (long) (size * cut.part());
            }
            long stopAt = fault instanceof FilmFault.Dropped drop ? (long) (size * drop.part()) : size;
            // A film cut short, or another one, is not the same thing to whoever asks for the rest of it.
            Duration over = fault instanceof FilmFault.Slow slow ? slow.over() : Duration.ZERO;
            send(exchange, channel, size, stopAt, over, "\"" + job.id() + "-" + size + "\"");
        }
    }

    private static void send(HttpExchange exchange, FileChannel film, long size, long stopAt, Duration over, String tag)
            throws IOException {
        Map<String, String> about = Map.of("Content-Type", "video/mp4", "Accept-Ranges", "bytes", "ETag", tag);
        about.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        Optional<ByteRange> asked = asked(exchange, size, tag);
        if (asked.filter(range -> !range.satisfiable()).isPresent()) {
            Answers.send(exchange, 416, Map.of("Content-Range", "bytes */" + size), "");
            return;
        }
        asked.ifPresent(range -> exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + range.from() + "-" + (range.end() - 1) + "/" + size));
        ByteRange range = asked.orElse(new ByteRange(0, size));
        int status = asked.isPresent() ? 206 : 200;
        if (head(exchange) || range.length() == 0) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(range.length()));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, range.length());
            copy(film, range, stopAt, over, exchange.getResponseBody());
        }
        // Where fewer bytes were sent than announced, this closes the connection, as a lost one would be.
        exchange.close();
    }

    private static Optional<ByteRange> asked(HttpExchange exchange, long size, String tag) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        String condition = exchange.getRequestHeaders().getFirst("If-Range");
        return range == null || (condition != null && !condition.equals(tag))
                ? Optional.empty()
                : ByteRange.of(range, size);
    }

    private static void copy(FileChannel film, ByteRange range, long stopAt, Duration over, OutputStream out)
            throws IOException {
        byte[] chunk = new byte[over.isZero() ? CHUNK : (int) Math.max(1, range.length() / SLOW_STEPS)];
        long end = Math.min(range.end(), stopAt);
        for (long at = range.from(); at < end; ) {
            int n = film.read(ByteBuffer.wrap(chunk, 0, (int) Math.min(chunk.length, end - at)), at);
            if (n < 0) {
                throw new IOException("the film's file got shorter");
            }
            out.write(chunk, 0, n);
            at += n;
            if (!over.isZero()) {
                out.flush();
                pause(over.dividedBy(SLOW_STEPS));
            }
        }
        out.flush();
    }

    private static void pause(Duration duration) throws IOException {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the emulator is being closed");
        }
    }

    private static boolean head(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("HEAD");
    }
}
