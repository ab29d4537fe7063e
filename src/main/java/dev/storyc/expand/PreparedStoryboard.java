package dev.storyc.expand;

import dev.storyc.board.Condition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A storyboard whose templates were checked and whose names are known.
 *
 * @param axes axes, columns and include keys: what makes variants differ
 * @param variables constants by name
 * @param fallbacks defaults of inputs by name
 * @param overrides in order
 * @param name what names variants, or null
 * @param scenes in order
 * @param unjudged conditions with a name that nobody knows, reported already
 */
record PreparedStoryboard(
        Set<String> axes,
        Map<String, Binding> variables,
        Map<String, Binding> fallbacks,
        List<PreparedOverride> overrides,
        @Nullable Template name,
        List<PreparedScene> scenes,
        Set<Condition> unjudged) {}
