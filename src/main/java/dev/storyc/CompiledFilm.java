package dev.storyc;

import dev.storyc.expand.Film;
import dev.storyc.lower.Clip;
import java.util.List;

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
}
