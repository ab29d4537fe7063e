package dev.storyc.console;

import java.io.IOException;
import java.util.List;

/** A line that counts on, on a terminal that lines can be drawn on; nowhere else. For any number of threads. */
public interface CountedLine extends AutoCloseable {
    static CountedLine of(Console console, boolean quiet) {
        return !quiet && console.err() instanceof LiveScreen.Stream stream ? new Drawn(stream) : words -> {};
    }

    void show(String words);

    /** Takes it away. */
    @Override
    default void close() {}

    /** Drawn below all that is written. */
    record Drawn(LiveScreen.Stream stream) implements CountedLine {
        @Override
        public void show(String words) {
            try {
                stream.screen().show(List.of(words));
            } catch (IOException e) {
                // How it looked decides nothing.
                return;
            }
        }

        @Override
        public void close() {
            try {
                stream.screen().hide();
            } catch (IOException e) {
                return;
            }
        }
    }
}
