package dev.storyc.shared;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A place that is opened when something is first asked of it: most commands ask nothing. */
public final class LaterPlace implements PassingPlace {
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

    @Override
    public synchronized SharedPlace real() {
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
    public synchronized void close() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }
}
