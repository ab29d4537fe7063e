package dev.storyc.architecture.first;

import dev.storyc.architecture.second.Second;
import java.nio.file.Path;

/** Breaks every rule of the architecture, to prove that each can fail. */
public final class First {
    private First() {}

    public static Path home() {
        return Path.of(System.getenv("HOME"), Second.name());
    }
}
