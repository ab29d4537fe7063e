package dev.storyc.plan;

import dev.storyc.lower.Payload;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One argument that isn't what was bought.
 *
 * @param path the argument, such as {@code multi_prompt[2].prompt}
 * @param before its value then as text; empty where it was not sent
 * @param after its value now; empty where it isn't sent any more
 */
public record Difference(String path, String before, String after) {
    /** Every difference of two requests, in the order of the newer one. */
    public static List<Difference> between(Payload before, Payload after) {
        List<Difference> found = new ArrayList<>();
        if (!before.model().equals(after.model())) {
            found.add(new Difference("model", before.model(), after.model()));
        }
        compare("", before.args(), after.args(), found);
        return found;
    }

    private static void compare(String path, @Nullable Object before, @Nullable Object after, List<Difference> found) {
        if (before instanceof Map<?, ?> was && after instanceof Map<?, ?> is) {
            Set<Object> names = new LinkedHashSet<>(is.keySet());
            names.addAll(was.keySet());
            String prefix = path.isEmpty() ? "" : path + ".";
            names.forEach(name -> compare(prefix + name, was.get(name), is.get(name), found));
        } else if (before instanceof List<?> was && after instanceof List<?> is) {
            for (int i = 0; i < Math.max(was.size(), is.size()); i++) {
                compare(
                        path + "[" + (i + 1) + "]",
                        i < was.size() ? was.get(i) : null,
                        i < is.size() ? is.get(i) : null,
                        found);
            }
        } else if (!text(before).equals(text(after))) {
            found.add(new Difference(path, text(before), text(after)));
        }
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }
}
