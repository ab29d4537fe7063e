package dev.storyc.console;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large the window is that standard error goes to, now. It is asked again when its size was changed; where no signal
 * tells of that, every few seconds. A width that the environment wishes bounds it.
 */
public final class TerminalWindow {
    /** Columns and rows, each at least 1. */
    public record Size(int columns, int rows) {}

    private static final Size USUAL = new Size(80, 24);
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("([0-9]{1,5}) ([0-9]{1,5})\\s*");
    private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Console console;
    private final AtomicBoolean changed = new AtomicBoolean(true);
    private final boolean told;
    private Size size = USUAL;
    private long asked;

    public TerminalWindow(Console console) {
        this.console = console;
        this.told = hearResizes(changed);
    }

    /** Takes a few milliseconds where the size may have changed. One thread at a time. */
    public Size size() {
        boolean stale = !told && System.nanoTime() - asked > ASK_AGAIN_NANOS;
        if (changed.getAndSet(false) || stale) {
            asked = System.nanoTime();
            Size measured = measure();
            int wish = console.wishedWidth().orElse(measured.columns());
            size = new Size(Math.min(wish, measured.columns()), measured.rows());
        }
        return size;
    }

    private Size measure() {
        try {
            // Java can't ask a terminal; the shell hands it its standard error as the terminal to ask about.
            Process stty = new ProcessBuilder("sh", "-c", "exec stty size <&2 2>/dev/null")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            stty.getOutputStream().close();
            String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            Matcher numbers = ROWS_AND_COLUMNS.matcher(said);
            boolean sized = numbers.matches()
                    && !numbers.group(1).equals("0")
                    && !numbers.group(2).equals("0");
            return sized ? new Size(Integer.parseInt(numbers.group(2)), Integer.parseInt(numbers.group(1))) : wished();
        } catch (IOException e) {
            // There is no shell here to ask.
            return wished();
        }
    }

    private Size wished() {
        return new Size(console.wishedWidth().orElse(USUAL.columns()), USUAL.rows());
    }

    /**
     * Java has signals only in a class of its vendors', which javac refuses with all warnings on; so by reflection, and
     * whether it worked is the answer.
     */
    private static boolean hearResizes(AtomicBoolean changed) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object hear = Proxy.newProxyInstance(
                    TerminalWindow.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        if (method.getName().equals("handle")) {
                            changed.set(true);
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("WINCH"), hear);
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }
}
