package dev.storyc.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** An emulator behind TLS, whose films are said to be on a host of their own. */
final class SecureGateway implements AutoCloseable {
    private final HttpsServer server;
    private final URI emulator;
    private final String films;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> hosts = new CopyOnWriteArrayList<>();

    /** @param films the origin that takes the emulator's place in the addresses of films */
    SecureGateway(SSLContext tls, URI emulator, String films) throws IOException {
        this.emulator = emulator;
        this.films = films;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", this::pass);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The hosts that were asked for, with the first part of the path. */
    List<String> hosts() {
        return hosts;
    }

    private void pass(HttpExchange exchange) throws IOException {
        hosts.add(exchange.getRequestHeaders().getFirst("Host") + " "
                + exchange.getRequestURI().getPath().split("/", -1)[1]);
        HttpRequest.Builder request = HttpRequest.newBuilder(emulator.resolve(exchange.getRequestURI()));
        String key = exchange.getRequestHeaders().getFirst("Authorization");
        if (key != null) {
            request.header("Authorization", key);
        }
        request.method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        try {
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            byte[] body = answer.body();
            if (exchange.getRequestURI().getPath().startsWith("/api/")) {
                body = new String(body, StandardCharsets.UTF_8)
                        .replace(emulator.toString(), films)
                        .getBytes(StandardCharsets.UTF_8);
            }
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
