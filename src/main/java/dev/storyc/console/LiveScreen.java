package dev.storyc.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A terminal whose last lines are drawn over and over, below lines that stay. What is written to this stream stays; what
 * is shown is gone when it is hidden. Safe for several threads.
 *
 * <p>The cursor rests on the first of the drawn lines, not behind the last. So no count of rows has to be right when the
 * next frame is drawn: after the window was resized and the terminal has wrapped what stood there anew, after somebody
 * typed, after {@code ^C} was echoed, everything from the cursor on is ours to replace. Lines never wrap while they are
 * drawn, for wrapping is switched off for just that long. Each frame is one write over the one before, so it can't
 * flicker.
 */
public final class LiveScreen extends OutputStream {
    private static final String ERASE_BELOW = "\u001b[J";
    private static final String ERASE_RIGHT = "\u001b[K";
    private static final String WRAP_OFF = "\u001b[?7l";
    private static final String WRAP_ON = "\u001b[?7h";

    /** Text above what is drawn, for all who write to standard error. */
    public static final class Stream extends PrintStream {
        private final LiveScreen screen;

        public Stream(LiveScreen screen) {
            super(screen, true, StandardCharsets.UTF_8);
            this.screen = screen;
        }

        public LiveScreen screen() {
            return screen;
        }

        // A line and its end in one piece: else the lines below would be missing between the two.
        @Override
        public void println(String text) {
            print(text + "\n");
        }
    }

    private final OutputStream terminal;
    private List<String> lines = List.of();
    private boolean drawn;
    private boolean lineBegun;

    LiveScreen(OutputStream terminal) {
        this.terminal = terminal;
    }

    /** Draws these lines in place of those before. They hold no control characters but colours, and fit the window. */
    public synchronized void show(List<String> next) throws IOException {
        if (lines.equals(next) && drawn) {
            return;
        }
        lines = List.copyOf(next);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        draw(frame);
        send(frame);
    }

    /** Takes away what is drawn. */
    public synchronized void hide() throws IOException {
        lines = List.of();
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        erase(frame);
        send(frame);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int count) throws IOException {
        if (count == 0) {
            return;
        }
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        erase(frame);
        frame.write(bytes, from, count);
        lineBegun = bytes[from + count - 1] != '\n';
        draw(frame);
        send(frame);
    }

    @Override
    public void flush() throws IOException {
        terminal.flush();
    }

    private void draw(ByteArrayOutputStream frame) {
        if (lineBegun) {
            // Somebody is in the middle of a line, which the drawn ones would overwrite.
            return;
        }
        if (lines.isEmpty()) {
            erase(frame);
            return;
        }
        StringBuilder text = new StringBuilder("\r").append(WRAP_OFF);
        text.append(String.join(ERASE_RIGHT + "\r\n", lines));
        text.append(ERASE_BELOW).append(WRAP_ON).append('\r');
        if (lines.size() > 1) {
            text.append("\u001b[").append(lines.size() - 1).append('A');
        }
        put(frame, text.toString());
        drawn = true;
    }

    private void erase(ByteArrayOutputStream frame) {
        if (drawn) {
            put(frame, "\r" + ERASE_BELOW);
            drawn = false;
        }
    }

    private static void put(ByteArrayOutputStream frame, String text) {
        frame.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void send(ByteArrayOutputStream frame) throws IOException {
        if (frame.size() > 0) {
            terminal.write(frame.toByteArray(), 0, frame.size());
            terminal.flush();
        }
    }
}
