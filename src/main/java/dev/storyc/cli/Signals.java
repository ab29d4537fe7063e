package dev.storyc.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The signals that ask a program to end: Ctrl-C, SIGTERM, and the end of its terminal.
 *
 * <p>Java has no other door to them than a class outside its specification, so it is opened by name: where it isn't
 * there, or the options of the JVM keep it shut, signals end the program as they always do, and the ledger is made for
 * that too.
 */
final class Signals implements AutoCloseable {
    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    private final List<Runnable> restore = new ArrayList<>();

    private Signals() {}

    /** Runs this, on a thread of its own, at each of the signals from now on. */
    static Signals heard(Runnable work) {
        Signals signals = new Signals();
        for (String name : NAMES) {
            signals.hear(name, work);
        }
        return signals;
    }

    private void hear(String name, Runnable work) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object signal = type.getConstructor(String.class).newInstance(name);
            Object own = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        switch (method.getName()) {
                            case "handle" -> work.run();
                            case "hashCode" -> {
                                return System.identityHashCode(proxy);
                            }
                            case "equals" -> {
                                return args != null && proxy == args[0];
                            }
                            default -> {
                                return "storyc";
                            }
                        }
                        return null;
                    });
            Object before = type.getMethod("handle", type, handler).invoke(null, signal, own);
            restore.add(() -> put(type, handler, signal, before));
        } catch (ReflectiveOperationException e) {
            // Not for us to hear: shut by -Xrs, ignored by whoever started this, or unknown on this system.
            return;
        }
    }

    private static void put(Class<?> type, Class<?> handler, Object signal, @Nullable Object before) {
        try {
            type.getMethod("handle", type, handler).invoke(null, signal, before);
        } catch (InvocationTargetException | NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalStateException("a signal that was heard can be left", e);
        }
    }

    /** From now on they do what they did before. */
    @Override
    public void close() {
        restore.forEach(Runnable::run);
    }
}
