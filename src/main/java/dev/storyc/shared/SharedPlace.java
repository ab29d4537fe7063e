package dev.storyc.shared;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Bytes under names, in a place that several machines use at once. For any number of threads. What is written under a name
 * is whole or not there, and never changes again: whoever writes a name twice writes the same bytes.
 *
 * <p>Names are paths such as {@code cas/0b1c…}: lower-case letters, digits, dots, hyphens and slashes. All methods throw
 * {@link SharedPlaceException} where the place can't be reached, refuses, or is full; then nothing is known of what was
 * asked for.
 */
public interface SharedPlace extends AutoCloseable {
    /** What people call it: its address, without anything secret. */
    String name();

    /**
     * Whether {@link #putNew} and {@link #list} work here, so that one of several machines can win a name. Without them
     * the place takes films and their records alone.
     */
    boolean conditional();

    /**
     * A small thing's bytes; empty where there is none.
     *
     * @param most larger things count as damage, and throw
     */
    Optional<byte[]> read(String name, int most);

    /** How large a thing is; empty where there is none. */
    OptionalLong size(String name);

    /**
     * Writes a thing's bytes into a new file. If that fails, or there is nothing, no file is left.
     *
     * @return whether there is one
     * @throws java.io.UncheckedIOException if the file can't be written, which is not the place's fault
     */
    boolean fetch(String name, Path into);

    /** Puts a small thing there; what is there under its name stays. */
    void put(String name, byte[] bytes);

    /** Puts a file there; what is there under its name stays, if it is as long. */
    void put(String name, Path file);

    /**
     * Puts a small thing there if nothing is under its name yet.
     *
     * @return whether this very call did; of any number of calls with different bytes exactly one learns yes. Where an answer
     *     is lost, the thing is read back, so its bytes must tell who wrote them
     * @throws UnsupportedOperationException if the place is not {@link #conditional}
     */
    boolean putNew(String name, byte[] bytes);

    /**
     * The names that begin with a folder's name and a slash, in order.
     *
     * @throws UnsupportedOperationException if the place is not {@link #conditional}
     */
    List<String> list(String folder);

    /** How long ago a thing was put there, by the place's own clock alone; empty where the place can't tell. */
    default Optional<Duration> age(String name) {
        return Optional.empty();
    }

    @Override
    void close();
}
