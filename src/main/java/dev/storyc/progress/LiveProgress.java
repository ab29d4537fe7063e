package dev.storyc.progress;

import dev.storyc.console.LiveScreen;
import dev.storyc.console.TerminalWindow;
import dev.storyc.run.RunEvent;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A build on a terminal: what runs is drawn, and only what went wrong stays. A thread of its own draws, ten times a
 * second at most, so that a terminal that was stopped with Ctrl-S holds up no job.
 */
final class LiveProgress implements BuildProgress {
    private static final int FRAME_MILLIS = 100;

    private final LiveScreen.Stream stream;
    private final LiveLines lines;
    private final EventLines events;
    private final boolean all;
    private final TerminalWindow window;
    private final InstantSource time;
    private final Queue<String> staying = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService drawing = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "storyc-screen");
        thread.setDaemon(true);
        return thread;
    });
    private final Future<?> frames;
    private boolean ended;

    /** @param all whether what goes well leaves a line too */
    LiveProgress(
            LiveScreen.Stream stream,
            LiveLines lines,
            EventLines events,
            boolean all,
            TerminalWindow window,
            InstantSource time) {
        this.stream = stream;
        this.lines = lines;
        this.events = events;
        this.all = all;
        this.window = window;
        this.time = time;
        frames = drawing.scheduleWithFixedDelay(this::frame, 0, FRAME_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void heard(RunEvent event) {
        events.line(event, all).ifPresent(staying::add);
    }

    private void frame() {
        TerminalWindow.Size size = window.size();
        synchronized (this) {
            say();
            if (ended) {
                return;
            }
            try {
                stream.screen().show(lines.at(time.instant(), size));
            } catch (IOException e) {
                // The terminal is gone; the build is not.
                ended = true;
            }
        }
    }

    private void say() {
        for (String line = staying.poll(); line != null; line = staying.poll()) {
            stream.println(line);
        }
    }

    @Override
    public synchronized void interrupted() {
        end();
    }

    @Override
    public void close() {
        frames.cancel(false);
        drawing.shutdown();
        synchronized (this) {
            say();
            end();
        }
    }

    private void end() {
        try {
            stream.screen().hide();
        } catch (IOException e) {
            // Nobody sees it any more.
            return;
        } finally {
            ended = true;
        }
    }
}
