package dev.storyc.shared;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A place that is opened when something is first asked of it: most commands ask nothing. */
public final class LaterPlace implements SharedPlace {
    private final String name;
    private final boolean conditional;
    private final Supplier<SharedPlace> door;
    private @Nullable SharedPlace opened;

    /**
     * @param name what people call it
     * @param conditional whether one of several machines can win a name there
     */
    public LaterPlace(String name, boolean conditional, Supplier<SharedPlace> door) {
        this.name = name;
        this.conditional = conditional;
        this.door = door;
    }

    /** The place itself. */
    public synchronized SharedPlace place() {
        SharedPlace place = opened;
        if (place == null) {
            place = door.get();
            opened = place;
        }
        return place;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean conditional() {
        return conditional;
    }

    @Override
    public Optional<byte[]> read(String thing, int most) {
        return place().read(thing, most);
    }

    @Override
    public OptionalLong size(String thing) {
        return place().size(thing);
    }

    @Override
    public boolean fetch(String thing, Path into) {
        return place().fetch(thing, into);
    }

    @Override
    public void put(String thing, byte[] bytes) {
        place().put(thing, bytes);
    }

    @Override
    public void put(String thing, Path file) {
        place().put(thing, file);
    }

    @Override
    public boolean putNew(String thing, byte[] bytes) {
        return place().putNew(thing, bytes);
    }

    @Override
    public List<String> list(String folder) {
        return place().list(folder);
    }

    @Override
    public Optional<Duration> age(String thing) {
        return place().age(thing);
    }

    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }
}
