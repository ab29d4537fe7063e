package dev.storyc;

import dev.storyc.board.Pick;
import dev.storyc.board.Storyboard;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Rule;
import dev.storyc.expand.Film;
import dev.storyc.expand.FilmScene;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Sees that every picked part of a scene, such as {@code chase.2}, is a clip of some variant once scenes are cut. */
final class PickedParts {
    private final Located<Storyboard> storyboard;
    private final Map<Integer, String> unseen = new TreeMap<>();
    private final Map<String, Set<String>> parts = new ConcurrentHashMap<>();

    PickedParts(Located<Storyboard> storyboard) {
        this.storyboard = storyboard;
        List<Pick> picks = storyboard.value().picks();
        for (int i = 0; i < picks.size(); i++) {
            String clip = picks.get(i).clip();
            // Of a scene that may not be cut this was said before.
            if (clip != null && clip.contains(".") && isCut(clip)) {
                unseen.put(i, clip);
            }
        }
    }

    private boolean isCut(String clip) {
        String id = clip.substring(0, clip.indexOf('.'));
        return storyboard.value().scenes().stream().anyMatch(scene -> scene.split() && id.equals(scene.id()));
    }

    /**
     * Notes the clips of one variant.
     *
     * @param wrong whether it has errors: then a part may be missing for these, which is no news
     */
    void see(Film fitted, boolean wrong) {
        if (wrong || unseen.isEmpty()) {
            unseen.clear();
            return;
        }
        for (FilmScene scene : fitted.scenes()) {
            String id = scene.id();
            if (id.contains(".")) {
                unseen.values().remove(id);
                parts.computeIfAbsent(id.substring(0, id.indexOf('.')), unused -> new TreeSet<>())
                        .add(id);
            }
        }
    }

    /** The picks whose part no variant has; to be asked when all variants were seen. */
    List<Diagnostic> findings() {
        List<Diagnostic> findings = new ArrayList<>();
        unseen.forEach((index, clip) -> {
            String id = clip.substring(0, clip.indexOf('.'));
            Set<String> there = parts.getOrDefault(id, Set.of());
            findings.add(Diagnostic.of(
                    Rule.UNKNOWN_CLIP,
                    storyboard.span(FieldPath.ROOT.child("picks").at(index).child("clip")),
                    there.isEmpty()
                            ? "the scene `" + id + "` fits into one clip, so none is called `" + clip + "`"
                            : "no variant has a clip `" + clip + "`",
                    there.isEmpty()
                            ? "write `clip: " + id + "`"
                            : "the scene `" + id + "` is cut into " + String.join(", ", there)));
        });
        return findings;
    }
}
