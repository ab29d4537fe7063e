package dev.storyc.expand;

import dev.storyc.diagnostic.Origin;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A scene of one film, rendered. What it is made of is handed over, not copied.
 *
 * @param id the scene's id; after a split {@code id.n}
 * @param number its place among all scenes written, from 1
 * @param form how its shots come about
 * @param seconds the length written on the scene; 0 if none was, -1 if an error kept it from being known
 * @param duration the length as written; where none was, a stand-in in the scene's place
 * @param prompt the scene's own prompt, or null
 * @param settings the model's arguments, the scene's own winning over the storyboard's
 * @param shots the shots that remain; empty unless the form is {@link Form#LIST}
 * @param split whether it may be cut into several clips
 * @param takes how many takes are wanted until one is picked
 * @param pick the take picked on the scene itself, or 0
 * @param cut how it goes into the cut
 * @param caption a subtitle, or null
 * @param notes for people, or null
 * @param origin where the scene was written
 */
public record FilmScene(
        String id,
        int number,
        Form form,
        int seconds,
        Rendered duration,
        @Nullable Rendered prompt,
        Map<String, Rendered> settings,
        List<FilmShot> shots,
        boolean split,
        int takes,
        int pick,
        SceneCut cut,
        @Nullable Rendered caption,
        @Nullable Rendered notes,
        Origin origin) {
    public FilmScene {
        settings = Collections.unmodifiableMap(settings);
        shots = Collections.unmodifiableList(shots);
    }

    /** How a scene's shots come about. */
    public enum Form {
        ONE_SHOT,
        AUTO,
        LIST
    }

    /** The length of the clip: what is written, or the sum of the shots; -1 if it can't be known. */
    public int clipSeconds() {
        if (form != Form.LIST) {
            return seconds;
        }
        int sum = 0;
        for (int i = 0; i < shots.size(); i++) {
            int each = shots.get(i).seconds();
            if (each < 0) {
                return -1;
            }
            sum += each;
        }
        return sum;
    }

    /** Whether the other was written in the same place and differs in nothing but texts: those of settings are one. */
    @SuppressWarnings("ReferenceEquality") // Two scenes of one place have one origin, and to ask more of it takes long.
    public boolean sharesShape(FilmScene other) {
        boolean alike = origin == other.origin
                && settings == other.settings
                && form == other.form
                && seconds == other.seconds
                && duration.standIn() == other.duration.standIn()
                && split == other.split
                && shots.size() == other.shots.size();
        for (int i = 0; alike && i < shots.size(); i++) {
            alike = shots.get(i).seconds() == other.shots.get(i).seconds();
        }
        return alike;
    }

    /** Whether the other's prompts and captions are this one's, and not only alike. */
    @SuppressWarnings("ReferenceEquality") // A text that is equal may stand for another place.
    public boolean sharesTexts(FilmScene other) {
        return prompt == other.prompt && caption == other.caption && shots == other.shots;
    }

    /** The same scene with other settings. */
    public FilmScene withSettings(Map<String, Rendered> others) {
        return new FilmScene(
                id, number, form, seconds, duration, prompt, others, shots, split, takes, pick, cut, caption, notes,
                origin);
    }

    /** A part of the scene, as splitting makes it: its transition stays with the first. */
    public FilmScene part(String partId, List<FilmShot> some) {
        boolean first = some.get(0).equals(shots.get(0));
        return new FilmScene(
                partId,
                number,
                form,
                0,
                Template.standIn("", duration.origin()),
                prompt,
                settings,
                some,
                split,
                takes,
                pick,
                first ? cut : cut.hard(),
                caption,
                notes,
                origin);
    }
}
