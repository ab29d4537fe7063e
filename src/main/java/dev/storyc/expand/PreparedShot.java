package dev.storyc.expand;

import dev.storyc.board.Condition;
import dev.storyc.diagnostic.Origin;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A shot whose templates were checked, ready to render for any variant. */
record PreparedShot(
        int number,
        Template duration,
        Template prompt,
        Map<String, Binding> with,
        @Nullable Condition when,
        @Nullable Condition unless,
        boolean startsClip,
        @Nullable Template caption,
        @Nullable Template notes,
        Origin origin) {}
