package dev.storyc.expand;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What {@code --select} and {@code --exclude} leave of a storyboard.
 *
 * <p>Selectors of one kind are alternatives, of different kinds all must hold, each axis being a kind of its own;
 * what is excluded is then taken away. It remembers which selectors ever matched, so it serves one command, on any of its
 * threads.
 */
public final class Selection {
    private static final Set<String> KINDS = Set.of("storyboard", "variant", "clip", "take", "state");

    private final List<Selector> selected;
    private final List<Selector> excluded;
    private final Set<Selector> matched = ConcurrentHashMap.newKeySet();

    /** One {@code kind:glob}, or {@code variant:AXIS=glob}. */
    private record Selector(String written, String kind, String axis, String glob) {
        // Back to the last star alone: an earlier one could win nothing, so no pattern takes long.
        boolean accepts(String value) {
            int at = 0;
            int star = -1;
            int resume = 0;
            int i = 0;
            while (i < value.length()) {
                if (at < glob.length() && glob.charAt(at) == '*') {
                    star = at++;
                    resume = i;
                } else if (at < glob.length() && glob.charAt(at) == value.charAt(i)) {
                    at++;
                    i++;
                } else if (star >= 0) {
                    at = star + 1;
                    i = ++resume;
                } else {
                    return false;
                }
            }
            while (at < glob.length() && glob.charAt(at) == '*') {
                at++;
            }
            return at == glob.length();
        }

        String group() {
            return kind + ":" + axis;
        }
    }

    private Selection(List<Selector> selected, List<Selector> excluded) {
        this.selected = selected;
        this.excluded = excluded;
    }

    /** Everything. */
    public static Selection all() {
        return new Selection(List.of(), List.of());
    }

    /**
     * Reads selectors as they are written on the command line.
     *
     * @throws IllegalArgumentException with words for people, if one can't be read
     */
    public static Selection of(List<String> select, List<String> exclude) {
        return new Selection(
                select.stream().map(Selection::read).toList(),
                exclude.stream().map(Selection::read).toList());
    }

    private static Selector read(String written) {
        int colon = written.indexOf(':');
        String kind = colon < 0 ? "" : written.substring(0, colon);
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException("`" + written + "` selects nothing storyc knows: write storyboard:NAME,"
                    + " variant:NAME, variant:AXIS=VALUE, clip:ID, take:N or state:STATE");
        }
        String value = written.substring(colon + 1);
        int equals = kind.equals("variant") ? value.indexOf('=') : -1;
        String axis = equals < 0 ? "" : value.substring(0, equals);
        return new Selector(written, kind, axis, value.substring(equals + 1));
    }

    /** Whether anything is narrowed at all. */
    public boolean isEverything() {
        return selected.isEmpty() && excluded.isEmpty();
    }

    /** Whether a storyboard of this name may hold something selected. */
    public boolean takesStoryboard(String name) {
        return holds(Map.of("storyboard:", name), Set.of("storyboard"));
    }

    /** Whether a variant is selected, whatever its clips. */
    public boolean takesVariant(String storyboard, String variant, Map<String, String> values) {
        return isEverything() || holds(facts(storyboard, variant, values), Set.of("storyboard", "variant"));
    }

    /** Whether a clip's take is selected, whatever its state. */
    public boolean takesClip(Film film, String clip, int take) {
        Map<String, String> facts = facts(film.storyboard(), film.variant(), film.values());
        facts.put("clip:", clip);
        facts.put("take:", String.valueOf(take));
        return holds(facts, Set.of("storyboard", "variant", "clip", "take"));
    }

    /** Patterns for states, to be asked where the store is read. */
    public boolean takesState(String state) {
        return holds(Map.of("state:", state), Set.of("state"));
    }

    /** The selectors that never matched anything, as written; those for states only if asked for states. */
    public List<String> unmatched() {
        List<String> words = new ArrayList<>();
        for (Selector selector : all(selected, excluded)) {
            if (!matched.contains(selector)) {
                words.add(selector.written());
            }
        }
        return words;
    }

    private static List<Selector> all(List<Selector> some, List<Selector> others) {
        List<Selector> both = new ArrayList<>(some);
        both.addAll(others);
        return both;
    }

    private static Map<String, String> facts(String storyboard, String variant, Map<String, String> values) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("storyboard:", storyboard);
        facts.put("variant:", variant);
        values.forEach((axis, value) -> facts.put("variant:" + axis, value));
        return facts;
    }

    private boolean holds(Map<String, String> facts, Set<String> kinds) {
        if (isEverything()) {
            return true;
        }
        Map<String, Boolean> groups = new LinkedHashMap<>();
        for (Selector selector : selected) {
            if (kinds.contains(selector.kind())) {
                groups.merge(selector.group(), matches(selector, facts), Boolean::logicalOr);
            }
        }
        boolean taken = groups.values().stream().allMatch(Boolean::booleanValue);
        for (Selector selector : excluded) {
            if (kinds.contains(selector.kind()) && matches(selector, facts)) {
                taken = false;
            }
        }
        return taken;
    }

    private boolean matches(Selector selector, Map<String, String> facts) {
        boolean holds = Optional.ofNullable(facts.get(selector.group()))
                .map(selector::accepts)
                .orElse(false);
        if (holds) {
            matched.add(selector);
        }
        return holds;
    }
}
