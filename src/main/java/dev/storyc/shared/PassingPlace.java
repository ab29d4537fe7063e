package dev.storyc.shared;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A shared place that hands everything on to another, but for what it knows better. */
public interface PassingPlace extends SharedPlace {
    /** The one that is asked. */
    SharedPlace real();

    @Override
    default String name() {
        return real().name();
    }

    @Override
    default boolean conditional() {
        return real().conditional();
    }

    @Override
    default Optional<byte[]> read(String name, int most) {
        return real().read(name, most);
    }

    @Override
    default OptionalLong size(String name) {
        return real().size(name);
    }

    @Override
    default boolean fetch(String name, Path into) {
        return real().fetch(name, into);
    }

    @Override
    default void put(String name, byte[] bytes) {
        real().put(name, bytes);
    }

    @Override
    default void put(String name, Path file) {
        real().put(name, file);
    }

    @Override
    default boolean putNew(String name, byte[] bytes) {
        return real().putNew(name, bytes);
    }

    @Override
    default List<String> list(String folder) {
        return real().list(folder);
    }

    @Override
    default Optional<Duration> age(String name) {
        return real().age(name);
    }

    @Override
    default void close() {
        real().close();
    }
}
