package dev.storyc.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Stands before a PostgreSQL and lets it say that it is version 11. */
final class AgeingProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;

    AgeingProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket up = new Socket(InetAddress.getLoopbackAddress(), target);
                thread(() -> copy(client, up, false));
                thread(() -> copy(up, client, true));
            }
        } catch (IOException e) {
            // Closed.
            return;
        }
    }

    private static void copy(Socket from, Socket to, boolean ageing) {
        byte[] buffer = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
                // As long as before, for its length was said already.
                String said = ageing ? text.replaceAll("(?<v>server_version\0)\\d\\d\\.", "${v}11.") : text;
                out.write(said.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
        } catch (IOException e) {
            // The other side is gone.
            return;
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "ageing");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
