package dev.storyc.expand;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a command line decides about storyboards. It remembers which values of {@code --set} a storyboard declared, so it
 * serves one command on one thread.
 */
public final class Choices {
    private final Map<String, String> sets;
    private final Selection selection;
    private final Set<String> met = new HashSet<>();

    /**
     * @param sets the values of {@code --set}, by name
     * @param selection what is wanted
     */
    public Choices(Map<String, String> sets, Selection selection) {
        this.sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
        this.selection = selection;
    }

    /** Everything, as written. */
    public static Choices none() {
        return new Choices(Map.of(), Selection.all());
    }

    public Map<String, String> sets() {
        return sets;
    }

    public Selection selection() {
        return selection;
    }

    void meet(String name) {
        met.add(name);
    }

    /** The names of {@code --set} that no storyboard so far declared. */
    public List<String> undeclared() {
        return sets.keySet().stream().filter(name -> !met.contains(name)).toList();
    }
}
