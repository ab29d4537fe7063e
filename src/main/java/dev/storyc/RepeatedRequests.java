package dev.storyc;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.Rule;
import dev.storyc.expand.Film;
import dev.storyc.expand.FilmScene;
import dev.storyc.lower.Clip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds scenes of one film that ask for the same thing: one job, and the same film twice in the cut. */
final class RepeatedRequests {
    private static final int FEW = 8;

    private RepeatedRequests() {}

    /** These scenes, of a film with these clips. */
    static List<Diagnostic> in(Film film, List<Clip> clips) {
        List<Diagnostic> findings = new ArrayList<>(0);
        int count = clips.size();
        // Payloads are compared, and not keys, which a check would compute for this alone.
        Map<Integer, List<Clip>> bySize = count > FEW ? new HashMap<>() : Map.of();
        for (int i = 0; i < count; i++) {
            Clip clip = clips.get(i);
            if (clip.take() == 1) {
                // Few are compared with all before them, which is sooner done than sorting them.
                List<Clip> others = count > FEW
                        ? bySize.computeIfAbsent(clip.payload().size(), unused -> new ArrayList<>(1))
                        : clips;
                Clip before = same(others, count > FEW ? others.size() : i, clip);
                if (before != null) {
                    findings.add(finding(film, clip, before));
                } else if (count > FEW) {
                    others.add(clip);
                }
            }
        }
        return findings;
    }

    private static Diagnostic finding(Film film, Clip clip, Clip before) {
        Origin origin = film.scenes().stream()
                .filter(scene -> scene.id().equals(clip.id()))
                .map(FilmScene::origin)
                .findFirst()
                .orElseThrow();
        return Diagnostic.of(
                        Rule.SAME_REQUEST,
                        origin.span(),
                        "`" + clip.id() + "` asks for the same as `" + before.id()
                                + "`: it is rendered once, and stands twice in the cut",
                        "change one of the two if it is meant to be another film")
                .withTrace(origin.way());
    }

    /** The first of these that asks for the same, of those that are a first take. */
    private static @Nullable Clip same(List<Clip> others, int count, Clip clip) {
        int size = clip.payload().size();
        for (int i = 0; i < count; i++) {
            Clip one = others.get(i);
            if (one.payload().size() == size && one.take() == 1 && one.payload().equals(clip.payload())) {
                return one;
            }
        }
        return null;
    }
}
