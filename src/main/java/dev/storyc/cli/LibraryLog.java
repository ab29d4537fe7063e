package dev.storyc.cli;

import dev.storyc.diagnostic.VisibleText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * How Java's own logging is set up here, to which what all libraries say comes: a line on standard error from warnings on, and
 * nothing less. Java makes one when something is first logged, by the name that {@link Main} gives it, so a command whose
 * libraries say nothing pays nothing for it.
 */
public final class LibraryLog {
    private static final String NAME = "dev.storyc.cli.LibraryLog";

    /** For Java. */
    public LibraryLog() throws IOException {
        // What FontBox warns of are glyphs in the fonts that come along, which nobody here can mend.
        String settings = ".level=WARNING\norg.apache.fontbox.level=SEVERE\nhandlers=" + NAME + "$Lines\n";
        LogManager.getLogManager()
                .readConfiguration(new ByteArrayInputStream(settings.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** From now on whatever libraries say goes there, instead of to standard error. */
    static void into(BiConsumer<LogRecord, String> log) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(new Lines() {
            @Override
            void say(LogRecord record, String words) {
                log.accept(record, words);
            }
        });
    }

    /** A line a record. */
    public static class Lines extends Handler {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord record) {
            // A library may set a level of its own.
            if (record.getLevel().intValue() < Level.WARNING.intValue() || !isLoggable(record)) {
                return;
            }
            try {
                Throwable thrown = record.getThrown();
                say(record, formatter.formatMessage(record) + (thrown == null ? "" : " (" + thrown + ")"));
            } catch (RuntimeException e) {
                // Nobody's work may end for what is only said of it.
                reportError(null, e, ErrorManager.WRITE_FAILURE);
            }
        }

        void say(LogRecord record, String words) {
            String logger = record.getLoggerName();
            System.err.println("storyc: " + VisibleText.line((logger == null ? "" : logger + ": ") + words.strip()));
        }

        @Override
        public void flush() {
            System.err.flush();
        }

        @Override
        public void close() {}
    }
}
