package dev.storyc;

import dev.storyc.expand.Film;
import dev.storyc.lower.Clip;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A film and its clips.
 *
 * @param film the film, fitted
 * @param clips its clips in order; empty if it has errors
 */
public record CompiledFilm(Film film, List<Clip> clips) {
    public CompiledFilm {
        clips = List.copyOf(clips);
    }

    static CompiledFilm of(Film film, @Nullable List<Clip> clips) {
        return new CompiledFilm(film, clips == null ? List.of() : clips);
    }
}
