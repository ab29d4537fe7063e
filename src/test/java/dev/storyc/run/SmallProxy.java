package dev.storyc.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A proxy for CONNECT that leads everything to one port of this machine, whatever name was asked for. */
public final class SmallProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final int target;
    private final @Nullable String credentials;

    /** @param credentials what must be sent in {@code Proxy-Authorization}, or null */
    public SmallProxy(int target, @Nullable String credentials) throws IOException {
        this.target = target;
        this.credentials = credentials;
        thread(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** The heads of what it was asked. */
    public List<String> heads() {
        return heads;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                thread(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
            return;
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            String head = head(socket.getInputStream());
            while (!head.isEmpty()) {
                heads.add(head);
                if (credentials == null || head.contains("Proxy-Authorization: " + credentials + "\r\n")) {
                    tunnel(socket);
                    return;
                }
                say(
                        socket,
                        "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n");
                head = head(socket.getInputStream());
            }
        } catch (IOException e) {
            // One of the two ends has gone, and the other is closed with it.
            return;
        }
    }

    private void tunnel(Socket socket) throws IOException {
        try (Socket far = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(far);
            say(socket, "HTTP/1.1 200 Here you are\r\n\r\n");
            thread(() -> copy(socket, far));
            copy(far, socket);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            // The other end has gone.
            return;
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String head = "";
        while (!head.endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            bytes.write(b);
            head = bytes.toString(StandardCharsets.ISO_8859_1);
        }
        return head;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "small-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
