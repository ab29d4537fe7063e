package dev.storyc.emulator;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Sends results where a create asked for them: a few attempts, and no more. */
final class Callbacks {
    private static final int ATTEMPTS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final ScheduledExecutorService timer;

    /** @param timer its thread does the sending; closing it ends what is outstanding */
    Callbacks(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** @param body asked for when it is sent */
    void send(URI address, Duration in, Supplier<byte[]> body) {
        later(address, in, body, 1);
    }

    private void later(URI address, Duration in, Supplier<byte[]> body, int attempt) {
        try {
            // Nothing is asked of the future: an attempt tells all it knows by trying again or not.
            var unused = timer.schedule(() -> attempt(address, body, attempt), in.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The emulator is being closed, and with it go its callbacks.
            return;
        }
    }

    private void attempt(URI address, Supplier<byte[]> body, int attempt) {
        if (!taken(address, body.get()) && attempt < ATTEMPTS) {
            later(address, FIRST_PAUSE.multipliedBy(1L << attempt), body, attempt + 1);
        }
    }

    private static boolean taken(URI address, byte[] body) {
        try {
            HttpURLConnection call = (HttpURLConnection) address.toURL().openConnection();
            try {
                call.setRequestMethod("POST");
                call.setConnectTimeout((int) PATIENCE.toMillis());
                call.setReadTimeout((int) PATIENCE.toMillis());
                call.setInstanceFollowRedirects(false);
                call.setRequestProperty("Content-Type", "application/json");
                call.setDoOutput(true);
                // Of a known length, it isn't sent a second time behind our back.
                call.setFixedLengthStreamingMode(body.length);
                try (OutputStream out = call.getOutputStream()) {
                    out.write(body);
                }
                return call.getResponseCode() / 100 == 2;
            } finally {
                call.disconnect();
            }
        } catch (IOException e) {
            // Nobody there, or not yet: what a callback is for is told by a query just as well.
            return false;
        }
    }
}
