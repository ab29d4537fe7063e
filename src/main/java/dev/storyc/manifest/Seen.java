package dev.storyc.manifest;

import org.jspecify.annotations.Nullable;

/**
 * What the probe saw in a film.
 *
 * @param seconds its length
 * @param width in pixels
 * @param height in pixels
 * @param framesPerSecond its frame rate
 * @param videoCodec FFmpeg's name of the codec
 * @param audioCodec FFmpeg's name of the codec, or null where the film is silent
 */
public record Seen(
        double seconds,
        int width,
        int height,
        double framesPerSecond,
        String videoCodec,
        @Nullable String audioCodec) {}
