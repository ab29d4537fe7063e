package dev.storyc.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a PostgreSQL and counts what clients say. Once armed, cuts all connections at the n-th packet: before the
 * server gets it, or after the server answered and before the client hears of it.
 */
public final class CuttingProxy implements AutoCloseable {
    /** When the n-th thing said is cut off. */
    public enum Cut {
        BEFORE_IT_ARRIVES,
        BEFORE_ITS_ANSWER
    }

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicInteger said = new AtomicInteger();
    private volatile Cut cut = Cut.BEFORE_IT_ARRIVES;
    private volatile boolean swallowing;

    public CuttingProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    /** The same database, through this. */
    public PostgresAddress before(PostgresAddress address) {
        return new PostgresAddress(
                "127.0.0.1",
                server.getLocalPort(),
                address.database(),
                address.user(),
                address.password(),
                "disable",
                address.options());
    }

    /** Cuts at the n-th thing said from now on, counted from 1. */
    public void arm(int n, Cut how) {
        cut = how;
        said.set(0);
        left.set(n);
    }

    /** Cuts nothing from now on. */
    public void disarm() {
        left.set(Integer.MAX_VALUE);
    }

    /** Whether nothing comes through any more and nobody is told, as by a cable that was pulled. */
    public void swallow(boolean everything) {
        swallowing = everything;
        if (!everything) {
            // The network comes back, and knows nothing of the connections there were.
            open.forEach(this::end);
        }
    }

    /** How many things were said since it was armed. */
    public int said() {
        return said.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket up = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                up.setTcpNoDelay(true);
                open.add(client);
                open.add(up);
                AtomicBoolean mute = new AtomicBoolean();
                thread(() -> upward(client, up, mute));
                thread(() -> downward(up, client, mute));
            }
        } catch (IOException e) {
            // Closed.
            return;
        }
    }

    private void upward(Socket client, Socket up, AtomicBoolean mute) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = client.getInputStream();
            OutputStream out = up.getOutputStream();
            // A driver sends what belongs together at once; each such packet counts as one.
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                said.incrementAndGet();
                boolean last = left.getAndUpdate(l -> l == Integer.MAX_VALUE ? l : l - 1) == 1;
                if (last && cut == Cut.BEFORE_IT_ARRIVES) {
                    break;
                }
                if (swallowing) {
                    continue;
                }
                // The server does it all, and nobody hears of it.
                mute.compareAndSet(false, last);
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // The other side is gone.
            return;
        } finally {
            end(client);
            end(up);
        }
    }

    private void downward(Socket up, Socket client, AtomicBoolean mute) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = up.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int n = in.read(buffer); n >= 0 && !mute.get(); n = in.read(buffer)) {
                if (swallowing) {
                    continue;
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // The other side is gone.
            return;
        } finally {
            end(client);
            end(up);
        }
    }

    private void end(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(this::end);
    }
}
