package dev.storyc.media;

import org.jspecify.annotations.Nullable;

/**
 * What a film is, as its file says and its packets bear out.
 *
 * @param seconds the length of its picture
 * @param width the width in pixels as shown: rotation and pixel shape are applied
 * @param height the height in pixels as shown
 * @param framesPerSecond the average
 * @param videoCodec FFmpeg's name of the codec, such as {@code h264}
 * @param audioCodec FFmpeg's name of the first sound track's codec, or null without sound
 */
public record Probe(
        double seconds,
        int width,
        int height,
        double framesPerSecond,
        String videoCodec,
        @Nullable String audioCodec) {}
