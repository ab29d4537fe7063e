package dev.storyc.lsp;

import dev.storyc.diagnostic.FieldPath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a YAML text where a person types or looks.
 *
 * @param path the way there, of keys (String) and list positions (Integer): to the mapping for an entry, to the value
 *     itself otherwise
 * @param entry whether it is an entry of the mapping at the path, or what may become one
 * @param start where the word begins
 * @param end where it ends
 * @param colon whether it is a key already, with its colon
 * @param siblings the keys of that mapping, before and after
 */
record Spot(List<Object> path, boolean entry, int start, int end, boolean colon, Set<String> siblings) {
    static List<Object> path(YamlOutline.@Nullable Level level) {
        Deque<Object> steps = new ArrayDeque<>();
        for (YamlOutline.Level at = level; at != null; at = at.outer) {
            steps.push(at.step);
        }
        return new ArrayList<>(steps);
    }

    /** The last step as a key; empty text at the root and for a list's entry. */
    String name() {
        return path.isEmpty() || !(path.get(path.size() - 1) instanceof String name) ? "" : name;
    }

    /** The way to what holds this. */
    List<Object> around() {
        return path.isEmpty() ? path : path.subList(0, path.size() - 1);
    }

    /** The position in the list of this name that the way goes through, or -1: {@code scenes} or {@code shots}. */
    int index(String list) {
        int at = path.indexOf(list);
        return at >= 0 && at + 1 < path.size() && path.get(at + 1) instanceof Integer index ? index : -1;
    }

    /** A way as findings name it. Keys of free maps stand in brackets there, so it must be known which they are. */
    static FieldPath field(List<Object> path) {
        FieldPath field = FieldPath.ROOT;
        for (int i = 0; i < path.size(); i++) {
            Object step = path.get(i);
            boolean free =
                    step instanceof Integer || Mapping.of(path.subList(0, i)).free();
            field = free ? field.at(step) : field.child((String) step);
        }
        return field;
    }

    /** A key or value without the quotes it may stand in. */
    static String unquoted(String key) {
        String bare = key.strip();
        boolean quoted = bare.length() > 1 && (bare.startsWith("\"") || bare.startsWith("'"));
        return quoted ? bare.substring(1, bare.length() - 1) : bare;
    }
}
