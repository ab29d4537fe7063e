package dev.storyc.serve;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many read at once, and cuts off whoever takes nothing for long: a stopped player, a sleeping browser. They
 * come back by themselves, and until then hold no thread.
 */
final class PageReaders implements AutoCloseable {
    private final Semaphore places;
    private final long patience;
    private final Set<Guarded> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(work -> GuestServer.daemon(work, "storyc-page-watch"));

    PageReaders(int most, Duration patience) {
        this.places = new Semaphore(most);
        this.patience = patience.toNanos();
        long every = Math.max(1, patience.toMillis() / 4);
        ScheduledFuture<?> unused =
                watch.scheduleWithFixedDelay(() -> open.forEach(Guarded::check), every, every, TimeUnit.MILLISECONDS);
    }

    /** What writes to a reader. */
    @FunctionalInterface
    interface Telling {
        void to(OutputStream out) throws IOException, InterruptedException;
    }

    /** Takes a place, if there is one, to be given back by {@link #leave}. */
    boolean enter() {
        return places.tryAcquire();
    }

    /** Gives a place back. */
    void leave() {
        places.release();
    }

    /** How many are being told something. */
    int inside() {
        return open.size();
    }

    /** Tells a reader that has a place; one that takes nothing for too long is an IOException. */
    void tell(OutputStream out, Telling telling) throws IOException, InterruptedException {
        Guarded guarded = new Guarded(out);
        open.add(guarded);
        try {
            telling.to(guarded);
        } finally {
            open.remove(guarded);
            guarded.done();
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    /** Interrupting a thread that writes to a channel closes the channel. */
    private final class Guarded extends FilterOutputStream {
        private final Thread writer = Thread.currentThread();
        private boolean writing;
        private boolean cut;
        private long since;

        private Guarded(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            begin();
            try {
                out.write(bytes, offset, length);
            } finally {
                end();
            }
        }

        @Override
        public void flush() throws IOException {
            begin();
            try {
                out.flush();
            } finally {
                end();
            }
        }

        private synchronized void begin() {
            writing = true;
            since = System.nanoTime();
        }

        private synchronized void end() {
            writing = false;
        }

        private synchronized void check() {
            if (writing && !cut && System.nanoTime() - since > patience) {
                cut = true;
                writer.interrupt();
            }
        }

        /** The thread goes on to another reader, whom the interrupt doesn't mean. */
        private synchronized void done() {
            if (cut) {
                Thread.interrupted();
            }
        }
    }
}
