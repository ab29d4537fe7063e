package dev.storyc.progress;

import dev.storyc.console.Console;
import dev.storyc.console.Ink;
import dev.storyc.console.LiveScreen;
import dev.storyc.console.OutputOptions;
import dev.storyc.console.TerminalWindow;
import dev.storyc.run.RunEvent;
import dev.storyc.run.RunListener;
import java.time.InstantSource;

/** Tells what a build does, while it does it. */
public interface BuildProgress extends RunListener, AutoCloseable {
    /**
     * The way that suits: drawn on a terminal, a line an event elsewhere, an object an event for programs, nothing where
     * quiet is asked for.
     *
     * @param free whether nothing costs anything and all is done at once, so that only results matter
     */
    public static BuildProgress of(
            Console console, OutputOptions output, boolean json, boolean free, BuildTally tally) {
        InstantSource time = InstantSource.system();
        if (output.quiet()) {
            return new Silent();
        }
        if (json) {
            return new EventJson(console.out(), time);
        }
        Ink ink = Ink.of(console, output);
        EventLines events = new EventLines(tally, free, ink, time);
        if (console.err() instanceof LiveScreen.Stream stream) {
            LiveLines lines = new LiveLines(tally, free, ink);
            return new LiveProgress(stream, lines, events, output.verbose(), new TerminalWindow(console), time);
        }
        return new Told(console, events);
    }

    /** From here on only lines that stay are written, for the program may end at any moment. */
    default void interrupted() {}

    /** Takes away what was drawn. Nothing is thrown: how a build looked decides nothing. */
    @Override
    default void close() {}

    /** A line an event. */
    record Told(Console console, EventLines events) implements BuildProgress {
        @Override
        public void heard(RunEvent event) {
            events.line(event, true).ifPresent(console.err()::println);
        }
    }

    /** Says nothing. */
    record Silent() implements BuildProgress {
        @Override
        public void heard(RunEvent event) {}
    }
}
