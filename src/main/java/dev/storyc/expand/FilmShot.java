package dev.storyc.expand;

import org.jspecify.annotations.Nullable;

/**
 * One shot of a rendered scene.
 *
 * @param number its place among the shots written, from 1
 * @param seconds its length; -1 if an error, reported already, kept it from being known
 * @param duration the length as written
 * @param prompt what is seen
 * @param startsClip whether a clip must begin here when the scene is split
 * @param caption a subtitle, or null
 * @param notes for people, or null
 */
public record FilmShot(
        int number,
        int seconds,
        Rendered duration,
        Rendered prompt,
        boolean startsClip,
        @Nullable Rendered caption,
        @Nullable Rendered notes) {}
