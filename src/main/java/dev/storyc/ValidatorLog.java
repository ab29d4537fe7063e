package dev.storyc;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.logging.LoggerProvider;
import org.jspecify.annotations.Nullable;

/**
 * Where Hibernate Validator logs, found through META-INF/services: warnings and errors go to Java's own logging, all else
 * nowhere. Finding and setting up a logging framework at every start would take longer than reading a storyboard.
 */
public final class ValidatorLog implements LoggerProvider {
    @Override
    public Logger getLogger(String name) {
        return new Warnings(name);
    }

    @Override
    public void clearMdc() {}

    @Override
    public @Nullable Object putMdc(String key, Object value) {
        return null;
    }

    @Override
    public @Nullable Object getMdc(String key) {
        return null;
    }

    @Override
    public void removeMdc(String key) {}

    @Override
    public Map<String, Object> getMdcMap() {
        return Map.of();
    }

    @Override
    public void clearNdc() {}

    @Override
    public String getNdc() {
        return "";
    }

    @Override
    public int getNdcDepth() {
        return 0;
    }

    @Override
    public String popNdc() {
        return "";
    }

    @Override
    public String peekNdc() {
        return "";
    }

    @Override
    public void pushNdc(String message) {}

    @Override
    public void setNdcMaxDepth(int maxDepth) {}

    /** Java's logger is asked for only when there is something to say. */
    private static final class Warnings extends Logger {
        private static final long serialVersionUID = 1L;

        Warnings(String name) {
            super(name);
        }

        @Override
        public boolean isEnabled(Level level) {
            return level == Level.WARN || level == Level.ERROR || level == Level.FATAL;
        }

        @Override
        protected void doLog(
                Level level, String caller, Object message, Object @Nullable [] values, @Nullable Throwable thrown) {
            if (isEnabled(level)) {
                String text = String.valueOf(message);
                say(level, values == null || values.length == 0 ? text : MessageFormat.format(text, values), thrown);
            }
        }

        @Override
        protected void doLogf(
                Level level, String caller, String format, Object @Nullable [] values, @Nullable Throwable thrown) {
            if (isEnabled(level)) {
                say(level, values == null ? format : String.format(Locale.ROOT, format, values), thrown);
            }
        }

        private void say(Level level, String text, @Nullable Throwable thrown) {
            System.Logger.Level as = level == Level.WARN ? System.Logger.Level.WARNING : System.Logger.Level.ERROR;
            System.getLogger(getName()).log(as, text, thrown);
        }
    }
}
