package dev.storyc.expand;

import dev.storyc.board.Condition;
import dev.storyc.diagnostic.Origin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scene whose templates were checked, ready to render for any variant. */
record PreparedScene(
        String id,
        int number,
        FilmScene.Form form,
        @Nullable Template duration,
        @Nullable Template prompt,
        Map<String, Template> settings,
        Map<String, Binding> with,
        @Nullable Condition when,
        @Nullable Condition unless,
        boolean split,
        int takes,
        int pick,
        SceneCut cut,
        @Nullable Template caption,
        @Nullable Template notes,
        List<PreparedShot> shots,
        Origin origin) {}
