package dev.storyc.store;

import dev.storyc.shared.PassingPlace;
import dev.storyc.shared.SharedPlace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A shared place before which something may happen to every call.
 *
 * @param before hears what is about to be done, as {@code put cas/…}, and may throw, wait or end the process
 */
record PlaceInTheWay(SharedPlace real, Consumer<String> before) implements PassingPlace {
    @Override
    public Optional<byte[]> read(String name, int most) {
        before.accept("read " + name);
        return real.read(name, most);
    }

    @Override
    public OptionalLong size(String name) {
        before.accept("size " + name);
        return real.size(name);
    }

    @Override
    public boolean fetch(String name, Path into) {
        before.accept("fetch " + name);
        return real.fetch(name, into);
    }

    @Override
    public void put(String name, byte[] bytes) {
        before.accept("put " + name);
        real.put(name, bytes);
    }

    @Override
    public void put(String name, Path file) {
        before.accept("put " + name);
        real.put(name, file);
    }

    @Override
    public boolean putNew(String name, byte[] bytes) {
        before.accept("put " + name);
        return real.putNew(name, bytes);
    }

    @Override
    public List<String> list(String folder) {
        before.accept("list " + folder);
        return real.list(folder);
    }
}
