package dev.storyc.outputs;

import dev.storyc.expand.Film;
import dev.storyc.lower.Clip;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One storyboard without errors, and what it asks for.
 *
 * @param file the storyboard's file
 * @param name its name
 * @param title its title, or its name
 * @param budget US dollars its clips may newly cost in one build, or null
 * @param films its variants as they were expanded and fitted, in order, for those who show them
 * @param clips the selected clips, in order
 */
public record CompiledStoryboard(
        Path file, String name, String title, @Nullable BigDecimal budget, List<Film> films, List<Clip> clips) {
    public CompiledStoryboard {
        films = List.copyOf(films);
        clips = List.copyOf(clips);
    }

    /** The same with other clips. */
    public CompiledStoryboard with(List<Clip> others) {
        return new CompiledStoryboard(file, name, title, budget, films, others);
    }
}
