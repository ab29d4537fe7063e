package dev.storyc.plan;

import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.manifest.ManifestRow.Place;
import dev.storyc.plan.Comparison.Kind;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which clip of an older side a clip of a newer one was: by storyboard, variant, clip and take, where a storyboard that
 * got another name counts as the one it was; else by an equal request that has no place of its own any more.
 */
final class PlaceMatching {
    private final List<Clip> now;
    private final Map<Place, Clip> before = new LinkedHashMap<>();

    PlaceMatching(List<Clip> before, List<Clip> now) {
        this.now = now;
        Map<String, String> renamed = renamed(before, now);
        for (Clip clip : before) {
            Place place = Planner.place(clip);
            String storyboard = Objects.requireNonNullElse(renamed.get(place.storyboard()), place.storyboard());
            this.before.put(new Place(storyboard, place.variant(), place.clip(), place.take()), clip);
        }
    }

    /** Hears of changes. */
    interface Taker {
        void take(Kind kind, Clip clip, @Nullable Clip before);
    }

    /**
     * Tells every clip that isn't as it was: the newer side's in order, then those that are gone.
     *
     * @return how many are as they were
     */
    int changes(Taker taker) {
        Map<Place, Clip> left = new LinkedHashMap<>(before);
        now.forEach(clip -> left.remove(Planner.place(clip)));
        Map<Key, Deque<Clip>> homeless = new HashMap<>();
        left.values()
                .forEach(clip -> homeless.computeIfAbsent(clip.key(), unused -> new ArrayDeque<>())
                        .add(clip));
        Set<Clip> moved = Collections.newSetFromMap(new IdentityHashMap<>());
        int same = 0;
        for (Clip clip : now) {
            Clip was = before.get(Planner.place(clip));
            if (was != null && was.key().equals(clip.key()) && was.storyboard().equals(clip.storyboard())) {
                same++;
            } else if (was != null && was.key().equals(clip.key())) {
                taker.take(Kind.MOVED, clip, was);
            } else if (was != null) {
                taker.take(Kind.CHANGED, clip, was);
            } else {
                Deque<Clip> others = homeless.get(clip.key());
                Clip other = others == null ? null : others.poll();
                if (other != null) {
                    moved.add(other);
                }
                taker.take(other == null ? Kind.NEW : Kind.MOVED, clip, other);
            }
        }
        left.values().stream().filter(clip -> !moved.contains(clip)).forEach(clip -> taker.take(Kind.GONE, clip, null));
        return same;
    }

    /** Storyboards that got another name, by the one they had: they ask for most of what they did, or have its places. */
    private static Map<String, String> renamed(List<Clip> before, List<Clip> now) {
        Map<String, Set<Object>> gone = marks(before, names(now));
        Map<String, Set<Object>> come = marks(now, names(before));
        Map<String, String> renamed = new HashMap<>();
        Set<String> taken = new HashSet<>();
        gone.forEach((old, marks) -> {
            String nearest = null;
            int most = marks.size() / 3;
            for (Map.Entry<String, Set<Object>> other : come.entrySet()) {
                int common = taken.contains(other.getKey())
                        ? 0
                        : (int) other.getValue().stream()
                                .filter(marks::contains)
                                .count();
                if (common > most) {
                    most = common;
                    nearest = other.getKey();
                }
            }
            if (nearest != null) {
                taken.add(nearest);
                renamed.put(old, nearest);
            }
        });
        return renamed;
    }

    /** By storyboard, its places and requests, of those whose name isn't among these. */
    private static Map<String, Set<Object>> marks(List<Clip> clips, Collection<String> others) {
        Map<String, Set<Object>> marks = new LinkedHashMap<>();
        for (Clip clip : clips) {
            if (!others.contains(clip.storyboard())) {
                Set<Object> own = marks.computeIfAbsent(clip.storyboard(), unused -> new HashSet<>());
                own.add(clip.key());
                own.add(List.of(clip.variant(), clip.id(), clip.take()));
            }
        }
        return marks;
    }

    private static Set<String> names(List<Clip> clips) {
        Set<String> names = new LinkedHashSet<>();
        clips.forEach(clip -> names.add(clip.storyboard()));
        return names;
    }
}
