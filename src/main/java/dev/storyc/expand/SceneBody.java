package dev.storyc.expand;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All of a rendered scene but its settings: what most variants share with others.
 *
 * @param seconds the length written on the scene, as {@link FilmScene#seconds}
 * @param duration the length as written
 * @param prompt the scene's own prompt, or null
 * @param shots the shots that remain
 * @param caption a subtitle, or null
 * @param notes for people, or null
 * @param characters how many characters its texts have together
 * @param weight characters of the texts and of all values that the variant it was rendered for had come to by then
 */
record SceneBody(
        int seconds,
        Rendered duration,
        @Nullable Rendered prompt,
        List<FilmShot> shots,
        @Nullable Rendered caption,
        @Nullable Rendered notes,
        int characters,
        long weight) {}
