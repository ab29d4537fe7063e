package dev.storyc.report;

import dev.storyc.expand.FilmScene;
import dev.storyc.expand.FilmShot;
import dev.storyc.expand.Rendered;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shares out a stretch of the cut among the shots of its scene. */
final class Shots {
    private Shots() {}

    static List<Timeline.Shot> of(FilmScene scene, Timeline.Range range) {
        if (scene.form() != FilmScene.Form.LIST) {
            String prompt = text(scene.prompt());
            return List.of(new Timeline.Shot(1, prompt == null ? "" : prompt, null, null, range));
        }
        List<Timeline.Shot> shots = new ArrayList<>();
        int planned = scene.shots().stream().mapToInt(FilmShot::seconds).sum();
        int until = 0;
        double from = range.start();
        for (FilmShot shot : scene.shots()) {
            until += shot.seconds();
            double to = until == planned ? range.end() : range.start() + range.seconds() * until / planned;
            shots.add(new Timeline.Shot(
                    shot.number(),
                    shot.prompt().text(),
                    text(shot.caption()),
                    text(shot.notes()),
                    new Timeline.Range(from, to)));
            from = to;
        }
        return shots;
    }

    static @Nullable String text(@Nullable Rendered rendered) {
        return rendered == null ? null : rendered.text();
    }
}
