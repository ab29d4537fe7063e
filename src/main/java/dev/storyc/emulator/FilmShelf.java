package dev.storyc.emulator;

import dev.storyc.media.Animatic;
import dev.storyc.media.AnimaticRenderer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The emulator's films: each animatic is drawn when it is first wanted, and once, however many jobs it is the film of.
 */
final class FilmShelf implements Closeable {
    private final AnimaticRenderer renderer;
    private final Path folder;
    private final Map<Animatic, Slot> slots = new HashMap<>();

    FilmShelf(AnimaticRenderer renderer, Path folder) {
        this.renderer = renderer;
        this.folder = folder;
    }

    /** One animatic's file; its lock is held while it is drawn. */
    private static final class Slot {
        private final Path file;
        private boolean drawn;

        Slot(Path file) {
            this.file = file;
        }
    }

    /** The film's file. The caller waits while it is drawn. */
    Path film(Animatic animatic) throws IOException {
        Slot slot;
        synchronized (slots) {
            slot = slots.computeIfAbsent(
                    animatic, a -> new Slot(folder.resolve("film-" + (slots.size() + 1) + ".mp4")));
        }
        synchronized (slot) {
            if (!slot.drawn) {
                renderer.render(animatic, slot.file);
                slot.drawn = true;
            }
            return slot.file;
        }
    }

    /** Deletes what was drawn. */
    @Override
    public void close() throws IOException {
        synchronized (slots) {
            for (Slot slot : slots.values()) {
                synchronized (slot) {
                    Files.deleteIfExists(slot.file);
                }
            }
            slots.clear();
        }
    }
}
