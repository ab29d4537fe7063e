package dev.storyc.plan;

import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.plan.Step.Action;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a change of storyboards means: clips new, changed, moved and gone, and what carrying it out costs. Equal keys
 * count once in every sum.
 *
 * @param base what it is compared with
 * @param changes clips that aren't as they were, the newer side's first and in its order, then those that are gone
 * @param same how many clips are as they were
 * @param adds what a build would buy because of the change
 * @param due what a build would buy before the change too
 * @param spared what a build would buy before the change, and no longer
 * @param total what a build would buy after it
 * @param expected US dollars the total will come to where the far end was last seen to charge more than its list says
 */
public record Comparison(
        Base base, List<Change> changes, int same, Sum adds, Sum due, Sum spared, Sum total, BigDecimal expected) {
    public Comparison {
        changes = List.copyOf(changes);
    }

    /**
     * The older side.
     *
     * @param revision as a person wrote it
     * @param commit its name in git
     * @param notes what of it could not be read, in sentences
     */
    public record Base(String revision, String commit, List<String> notes) {
        public Base {
            notes = List.copyOf(notes);
        }

        /** What people call it: {@code main (393bb70)}. */
        public String words() {
            String brief = commit.substring(0, Math.min(7, commit.length()));
            return commit.startsWith(revision) ? brief : revision + " (" + brief + ")";
        }
    }

    /** How a clip stands to what was. */
    public enum Kind {
        NEW("new"),
        CHANGED("changed"),
        /** The same request under another name, or of another storyboard. */
        MOVED("moved"),
        GONE("gone");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As people and files read it. */
        public String word() {
            return word;
        }
    }

    /** What a clip costs after the change. */
    public enum Cost {
        /** Its price, because of the change. */
        ADDED,
        /** Its price, which the older side would have cost too. */
        DUE,
        /** Nothing: it is held, was bought before, or is on its way. */
        PAID,
        /** Nothing, for it is no longer asked for. */
        NONE;

        /** As files read it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One clip that isn't as it was.
     *
     * @param clip the clip; of one that is gone, as it was
     * @param before the clip it was, for those that changed or moved; else null
     * @param differences for a changed clip, which arguments differ
     */
    public record Change(Kind kind, Clip clip, @Nullable Clip before, List<Difference> differences, Cost cost) {
        public Change {
            differences = List.copyOf(differences);
        }
    }

    /**
     * @param jobs how many jobs
     * @param seconds what they render
     * @param usd US dollars of those whose price is known
     * @param unpriced how many have no known price, which is not 0
     */
    public record Sum(int jobs, int seconds, BigDecimal usd, int unpriced) {
        static Sum of(Collection<Clip> clips) {
            int seconds = 0;
            int unpriced = 0;
            BigDecimal usd = BigDecimal.ZERO;
            for (Clip clip : clips) {
                seconds += clip.seconds();
                unpriced += clip.price() == null ? 1 : 0;
                usd = clip.price() == null ? usd : usd.add(clip.price());
            }
            return new Sum(clips.size(), seconds, usd, unpriced);
        }

        /** {@code $4.29}, {@code no known price}, or both. */
        public String price() {
            if (unpriced == 0) {
                return Usd.words(usd);
            }
            return unpriced == jobs ? "no known price" : Usd.words(usd) + " and what has no known price";
        }
    }

    /**
     * Both plans are made over the same holdings, with the manifests of both sides: whatever either names was paid for.
     *
     * @param before what a build of the older side would do
     * @param now what a build of the newer side would do
     */
    public static Comparison of(Base base, Plan before, Plan now) {
        Map<Key, Clip> wasDue = bought(before);
        Map<Key, Clip> isDue = bought(now);
        List<Change> changes = new ArrayList<>();
        int same = new PlaceMatching(clips(before), clips(now)).changes((kind, clip, was) -> {
            List<Difference> differences =
                    kind == Kind.CHANGED && was != null ? Difference.between(was.payload(), clip.payload()) : List.of();
            changes.add(new Change(kind, clip, was, differences, cost(kind, clip.key(), wasDue, isDue)));
        });
        return new Comparison(
                base,
                changes,
                same,
                Sum.of(some(isDue, key -> !wasDue.containsKey(key))),
                Sum.of(some(isDue, wasDue::containsKey)),
                Sum.of(some(wasDue, key -> !isDue.containsKey(key))),
                Sum.of(isDue.values()),
                now.estimate().expected());
    }

    /** How many clips came to this. */
    public int count(Kind kind) {
        return (int) changes.stream().filter(change -> change.kind() == kind).count();
    }

    /** Whether the far end was last seen to charge more than its list says. */
    public boolean dearer() {
        return expected.compareTo(total.usd()) > 0;
    }

    /** Of the changes of one kind, what those add whose request no change before them in the list adds too. */
    Sum added(Kind kind) {
        Set<Key> seen = new HashSet<>();
        return Sum.of(changes.stream()
                .filter(change ->
                        change.cost() == Cost.ADDED && seen.add(change.clip().key()) && change.kind() == kind)
                .map(Change::clip)
                .toList());
    }

    private static Cost cost(Kind kind, Key key, Map<Key, Clip> wasDue, Map<Key, Clip> isDue) {
        if (kind == Kind.GONE) {
            return Cost.NONE;
        }
        return !isDue.containsKey(key) ? Cost.PAID : wasDue.containsKey(key) ? Cost.DUE : Cost.ADDED;
    }

    private static List<Clip> clips(Plan plan) {
        return plan.steps().stream().map(Step::clip).toList();
    }

    private static Map<Key, Clip> bought(Plan plan) {
        Map<Key, Clip> bought = new LinkedHashMap<>();
        plan.steps().stream()
                .filter(step -> step.action() == Action.BUY)
                .forEach(step -> bought.putIfAbsent(step.clip().key(), step.clip()));
        return bought;
    }

    private static List<Clip> some(Map<Key, Clip> clips, Predicate<Key> wanted) {
        return clips.entrySet().stream()
                .filter(entry -> wanted.test(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }
}
