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
 * @param body its texts and lengths
 * @param settings the model's arguments, the scene's own winning over the storyboard's
 * @param split whether it may be cut into several clips
 * @param takes how many takes are wanted until one is picked
 * @param pick the take picked on the scene itself, or 0
 * @param cut how it goes into the cut
 * @param origin where the scene was written
 */
public record FilmScene(
        String id,
        int number,
        Form form,
        SceneBody body,
        Map<String, Rendered> settings,
        boolean split,
        int takes,
        int pick,
        SceneCut cut,
        Origin origin) {
    public FilmScene {
        // The one empty map, for scenes of one shape have one map of settings.
        settings = settings.isEmpty() ? Map.of() : Collections.unmodifiableMap(settings);
    }

    /** How a scene's shots come about. */
    public enum Form {
        ONE_SHOT,
        AUTO,
        LIST
    }

    /** The length written on the scene; 0 if none was, -1 if an error kept it from being known. */
    public int seconds() {
        return body.seconds();
    }

    /** The length as written; where none was, a stand-in in the scene's place. */
    public Rendered duration() {
        return body.duration();
    }

    /** The scene's own prompt, or null. */
    public @Nullable Rendered prompt() {
        return body.prompt();
    }

    /** The shots that remain; empty unless the form is {@link Form#LIST}. */
    public List<FilmShot> shots() {
        return body.shots();
    }

    /** A subtitle, or null. */
    public @Nullable Rendered caption() {
        return body.caption();
    }

    /** For people, or null. */
    public @Nullable Rendered notes() {
        return body.notes();
    }

    /** The length of the clip: what is written, or the sum of the shots; -1 if it can't be known. */
    public int clipSeconds() {
        if (form != Form.LIST) {
            return body.seconds();
        }
        List<FilmShot> shots = body.shots();
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
        return origin == other.origin
                && settings == other.settings
                && form == other.form
                && split == other.split
                && (body == other.body || body.sharesLengths(other.body));
    }

    /** The same scene with other settings. */
    public FilmScene withSettings(Map<String, Rendered> others) {
        return new FilmScene(id, number, form, body, others, split, takes, pick, cut, origin);
    }

    /** A part of the scene, as splitting makes it: its transition stays with the first. */
    public FilmScene part(String partId, List<FilmShot> some) {
        boolean first = some.get(0).equals(shots().get(0));
        return new FilmScene(
                partId,
                number,
                form,
                new SceneBody(0, Template.standIn("", duration().origin()), prompt(), some, caption(), notes()),
                settings,
                split,
                takes,
                pick,
                first ? cut : cut.hard(),
                origin);
    }
}
