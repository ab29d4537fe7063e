package dev.storyc.fit;

import dev.storyc.catalog.Limits;
import dev.storyc.expand.FilmScene;
import dev.storyc.expand.FilmShot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a list of shots into the fewest clips a model can make; of those with the least sum of squared durations; of
 * those with the longer clip first.
 *
 * <p>Where a shot says {@code starts_clip}, a boundary is forced and the stretches between are divided each by itself, so
 * that an edit moves the cuts of its own stretch alone.
 */
final class SceneSplitter {
    private final Limits limits;

    SceneSplitter(Limits limits) {
        this.limits = limits;
    }

    /** The shots of each clip, or empty if some stretch can't be cut into valid clips. */
    Optional<List<List<FilmShot>>> split(FilmScene scene) {
        List<List<FilmShot>> clips = new ArrayList<>();
        for (List<FilmShot> stretch : stretches(scene.shots())) {
            Division best = best(stretch);
            if (best == null) {
                return Optional.empty();
            }
            int from = 0;
            for (int size : best.sizes()) {
                clips.add(stretch.subList(from, from + size));
                from += size;
            }
        }
        return Optional.of(clips);
    }

    /** The first stretch between forced boundaries that can't be cut into valid clips. */
    Optional<List<FilmShot>> uncuttable(FilmScene scene) {
        return stretches(scene.shots()).stream()
                .filter(stretch -> best(stretch) == null)
                .findFirst();
    }

    private static List<List<FilmShot>> stretches(List<FilmShot> shots) {
        List<List<FilmShot>> stretches = new ArrayList<>();
        for (FilmShot shot : shots) {
            if (stretches.isEmpty() || shot.startsClip()) {
                stretches.add(new ArrayList<>());
            }
            stretches.get(stretches.size() - 1).add(shot);
        }
        return stretches;
    }

    private record Division(int clips, long squares, List<Integer> seconds, List<Integer> sizes) {
        boolean beats(Division other) {
            if (clips != other.clips) {
                return clips < other.clips;
            }
            if (squares != other.squares) {
                return squares < other.squares;
            }
            for (int i = 0; i < seconds.size(); i++) {
                if (!seconds.get(i).equals(other.seconds.get(i))) {
                    return seconds.get(i) > other.seconds.get(i);
                }
            }
            return false;
        }
    }

    // best[i] divides the shots from i to the end. The order of preference is kept by putting a clip in front, so the
    // best of the rest is part of the best of the whole.
    private @Nullable Division best(List<FilmShot> shots) {
        Division[] best = new Division[shots.size() + 1];
        best[shots.size()] = new Division(0, 0, List.of(), List.of());
        for (int i = shots.size() - 1; i >= 0; i--) {
            int seconds = 0;
            for (int end = i + 1; end <= shots.size() && end - i <= limits.maxShots(); end++) {
                seconds += shots.get(end - 1).seconds();
                Division rest = best[end];
                if (rest != null && limits.clipSeconds().contains(seconds)) {
                    Division whole = new Division(
                            rest.clips() + 1,
                            rest.squares() + (long) seconds * seconds,
                            prepend(seconds, rest.seconds()),
                            prepend(end - i, rest.sizes()));
                    if (best[i] == null || whole.beats(best[i])) {
                        best[i] = whole;
                    }
                }
            }
        }
        return best[0];
    }

    private static List<Integer> prepend(int first, List<Integer> rest) {
        List<Integer> all = new ArrayList<>(rest.size() + 1);
        all.add(first);
        all.addAll(rest);
        return all;
    }
}
