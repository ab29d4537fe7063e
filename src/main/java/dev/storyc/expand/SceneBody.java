package dev.storyc.expand;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is rendered of a scene but its settings. Variants that differ in nothing it depends on share one.
 *
 * @param seconds the length written on the scene; 0 if none was, -1 if an error kept it from being known
 * @param duration the length as written; where none was, a stand-in in the scene's place
 * @param prompt the scene's own prompt, or null
 * @param shots the shots that remain; empty unless the form is {@link FilmScene.Form#LIST}
 * @param caption a subtitle, or null
 * @param notes for people, or null
 * @param derived what later stages made of it
 */
public record SceneBody(
        int seconds,
        Rendered duration,
        @Nullable Rendered prompt,
        List<FilmShot> shots,
        @Nullable Rendered caption,
        @Nullable Rendered notes,
        Derived derived) {
    public SceneBody {
        shots = Collections.unmodifiableList(shots);
    }

    /** One of which nothing was made yet. What it is made of is handed over, not copied. */
    public SceneBody(
            int seconds,
            Rendered duration,
            @Nullable Rendered prompt,
            List<FilmShot> shots,
            @Nullable Rendered caption,
            @Nullable Rendered notes) {
        this(seconds, duration, prompt, shots, caption, notes, new Derived());
    }

    /** Whether the other differs in nothing but texts. */
    boolean sharesLengths(SceneBody other) {
        boolean alike = seconds == other.seconds
                && duration.standIn() == other.duration.standIn()
                && shots.size() == other.shots.size();
        for (int i = 0; alike && i < shots.size(); i++) {
            alike = shots.get(i).seconds() == other.shots.get(i).seconds();
        }
        return alike;
    }
}
