package dev.storyc.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One variant of a storyboard as it stands.
 *
 * @param name its name, a slug
 * @param values of axes, columns and includes, as text, in order
 * @param clips in order
 * @param cut the film of all picked clips, or null where it isn't made
 */
public record ShownVariant(
        String name,
        Map<String, String> values,
        List<ShownClip> clips,
        @Nullable ShownCut cut) {
    public ShownVariant {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        clips = List.copyOf(clips);
    }
}
