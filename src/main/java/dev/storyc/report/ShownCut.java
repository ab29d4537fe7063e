package dev.storyc.report;

import org.jspecify.annotations.Nullable;

/**
 * The film of a variant's picked clips.
 *
 * @param file relative to the storyboard's output folder, with {@code /}
 * @param seconds its length, measured
 * @param poster a still of it, relative as the file, or null where there is none
 * @param sheet its contact sheet, the same
 */
public record ShownCut(
        String file,
        double seconds,
        @Nullable String poster,
        @Nullable String sheet) {}
