package dev.storyc.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** A server on a bare socket, to answer as no HTTP server would. */
public final class RawServer implements AutoCloseable {
    private final ServerSocket server;
    private final Behaviour behaviour;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /** What to do with a connection. */
    public interface Behaviour {
        void serve(RawServer server, Socket socket) throws IOException;
    }

    private RawServer(Behaviour behaviour) throws IOException {
        this(behaviour, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    private RawServer(Behaviour behaviour, ServerSocket server) {
        this.behaviour = behaviour;
        this.server = server;
        Thread thread = new Thread(this::accept, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    public static RawServer with(Behaviour behaviour) throws IOException {
        return new RawServer(behaviour);
    }

    /** Reads one request and sends this text, then ends the connection. */
    public static RawServer answering(String answer) throws IOException {
        return with((server, socket) -> {
            server.readRequest(socket);
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        });
    }

    /** The same over TLS. */
    static RawServer over(SSLContext tls, String answer) throws IOException {
        ServerSocket socket = tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Behaviour behaviour = (server, client) -> {
            server.readRequest(client);
            client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        };
        return new RawServer(behaviour, socket);
    }

    static RawServer json(int status, String body) throws IOException {
        return answering(response(status, body));
    }

    public static String response(int status, String body) {
        return "HTTP/1.1 " + status + " Whatever\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Every request whose head arrived whole, with its body. */
    public List<String> requests() {
        return requests;
    }

    public void readRequest(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.UTF_8).contains("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return;
            }
            bytes.write(b);
        }
        String head = bytes.toString(StandardCharsets.UTF_8);
        int length = head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .map(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        requests.add(head + new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread thread = new Thread(() -> serve(socket), "raw-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            behaviour.serve(this, socket);
            if (!socket.isClosed()) {
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            }
        } catch (IOException e) {
            // The other side has gone, which is what these tests are about.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
