package dev.storyc.diagnostic;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The paths of which what was written is refused already. Every question is answered without going through all of them,
 * for a hostile file may have hundreds of thousands. Not safe for threads while paths are added.
 */
public final class BrokenPaths {
    private final Set<FieldPath> paths = new HashSet<>();
    // Whatever holds a broken path, with the names of those right under it; deeper ones are under further entries.
    private final Map<FieldPath, Set<String>> around = new HashMap<>();

    /** Notes that what stands at this path was refused. */
    public void add(FieldPath path) {
        if (!paths.add(path)) {
            return;
        }
        FieldPath holder = path.parent();
        if (holder == null) {
            return;
        }
        around.computeIfAbsent(holder, unused -> new TreeSet<>()).add(path.name());
        for (FieldPath at = holder.parent(); at != null && !around.containsKey(at); at = at.parent()) {
            around.put(at, new TreeSet<>());
        }
    }

    /** Notes all of these. */
    public void addAll(Collection<FieldPath> all) {
        all.forEach(this::add);
    }

    /** The paths themselves, in no order. */
    public Set<FieldPath> all() {
        return paths;
    }

    /** Whether nothing was refused. */
    public boolean isEmpty() {
        return paths.isEmpty();
    }

    /** Whether what was written at just this path was refused. */
    public boolean contains(FieldPath path) {
        return paths.contains(path);
    }

    /** Whether something deeper within this path was refused. */
    public boolean inside(FieldPath path) {
        return around.containsKey(path);
    }

    /** The names right under this path of which what was written was refused, in order. */
    public List<String> names(FieldPath path) {
        return List.copyOf(around.getOrDefault(path, Set.of()));
    }
}
