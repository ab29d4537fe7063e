package dev.storyc.store;

import dev.storyc.manifest.FilmRecord;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What was paid for and is not as it was when it came.
 *
 * @param file the film, or its record where that is what is wrong
 * @param record the record, or null where it can't be read
 * @param words what is wrong, to follow the file's name
 */
public record Damage(Path file, @Nullable FilmRecord record, String words) {}
