package dev.storyc.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A film goes to disk as it comes, and never through the memory as a whole. */
class FilmStreamTest {
    private static final int MEGABYTES = 256;

    @TempDir
    Path folder;

    @Test
    void aLargeFilmTakesNoMemoryToSpeakOf() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/film.mp4", exchange -> {
            exchange.sendResponseHeaders(200, (long) MEGABYTES << 20);
            byte[] megabyte = new byte[1 << 20];
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < MEGABYTES; i++) {
                    out.write(megabyte);
                }
            }
        });
        server.start();
        try {
            URI api = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            FilmDownload download = new FilmDownload(api, new OkHttpClient());
            ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = memory.getThreadAllocatedBytes(Thread.currentThread().getId());
            Path film = folder.resolve("film.mp4");
            FilmDownload.Fetched fetched = download.fetch(api + "/film.mp4", film);
            long allocated =
                    memory.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            assertThat(fetched).isInstanceOf(FilmDownload.Fetched.File.class);
            assertThat(film).hasSize((long) MEGABYTES << 20);
            // Everything it ever took, given back or not: with the client's classes, some megabytes.
            assertThat(allocated).isLessThan(32L << 20);
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
