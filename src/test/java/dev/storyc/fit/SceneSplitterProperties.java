package dev.storyc.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.catalog.Limits;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.Span;
import dev.storyc.expand.FilmScene;
import dev.storyc.expand.FilmShot;
import dev.storyc.expand.Rendered;
import dev.storyc.expand.SceneBody;
import dev.storyc.expand.SceneCut;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/** The splitter against all the cuts there are. */
@Tag("fast")
class SceneSplitterProperties {
    private static final Limits LIMITS =
            new ModelCatalog().find(ModelCatalog.DEFAULT_MODEL).orElseThrow().limits();
    private static final Origin NOWHERE = new Origin(Span.ofFile("a.yaml"), List.of());
    private static final SceneCut CUT = new SceneCut(true, true, BigDecimal.ONE, NOWHERE);
    private static final Rendered PIER = new Rendered("A pier", NOWHERE, false, () -> {
        throw new AssertionError("nobody who cuts asks how a text came about");
    });

    /** A shot of so many seconds, and whether it must start a clip. */
    record Length(int seconds, boolean starts) {}

    @Property(tries = 1500)
    void cutsAsTheBestOfAllCuts(@ForAll("lengths") List<Length> lengths) {
        FilmScene scene = scene(lengths);
        Optional<List<List<Integer>>> found =
                new SceneSplitter(LIMITS).split(scene).map(SceneSplitterProperties::seconds);
        assertThat(found).isEqualTo(best(lengths));
        assertThat(new SceneSplitter(LIMITS).uncuttable(scene).isPresent()).isEqualTo(found.isEmpty());
    }

    @Property(tries = 500)
    void anEditMovesItsOwnStretchAlone(@ForAll("lengths") List<Length> before, @ForAll("lengths") List<Length> after) {
        List<Length> both = new ArrayList<>(before);
        both.add(new Length(9, true));
        List<Length> other = new ArrayList<>(after);
        other.add(new Length(9, true));
        Optional<List<List<Integer>>> one = split(both);
        Optional<List<List<Integer>>> two = split(other);
        if (one.isPresent() && two.isPresent()) {
            assertThat(one.get().get(one.get().size() - 1))
                    .isEqualTo(two.get().get(two.get().size() - 1))
                    .containsExactly(9);
        }
    }

    private static Optional<List<List<Integer>>> split(List<Length> lengths) {
        return new SceneSplitter(LIMITS).split(scene(lengths)).map(SceneSplitterProperties::seconds);
    }

    private static List<List<Integer>> seconds(List<List<FilmShot>> clips) {
        return clips.stream()
                .map(clip -> clip.stream().map(FilmShot::seconds).toList())
                .toList();
    }

    /** Each way to put boundaries between the shots, the forced ones included, judged by the words of the reference. */
    private static Optional<List<List<Integer>>> best(List<Length> lengths) {
        List<List<List<Integer>>> valid = new ArrayList<>();
        for (int mask = 0; mask < 1 << (lengths.size() - 1); mask++) {
            List<List<Integer>> clips = cut(lengths, mask);
            if (clips != null && clips.stream().allMatch(SceneSplitterProperties::makesAClip)) {
                valid.add(clips);
            }
        }
        return valid.stream()
                .min(Comparator.<List<List<Integer>>>comparingInt(List::size)
                        .thenComparing(clips -> clips.stream()
                                .mapToInt(clip -> sum(clip) * sum(clip))
                                .sum())
                        .thenComparing((a, b) -> {
                            for (int i = 0; i < a.size(); i++) {
                                int longerFirst = Integer.compare(sum(b.get(i)), sum(a.get(i)));
                                if (longerFirst != 0) {
                                    return longerFirst;
                                }
                            }
                            return 0;
                        }));
    }

    private static @Nullable List<List<Integer>> cut(List<Length> lengths, int mask) {
        List<List<Integer>> clips = new ArrayList<>();
        for (int i = 0; i < lengths.size(); i++) {
            boolean boundary = i > 0 && (mask >> (i - 1) & 1) == 1;
            if (i > 0 && lengths.get(i).starts() && !boundary) {
                return null;
            }
            if (i == 0 || boundary) {
                clips.add(new ArrayList<>());
            }
            clips.get(clips.size() - 1).add(lengths.get(i).seconds());
        }
        return clips;
    }

    private static boolean makesAClip(List<Integer> clip) {
        return clip.size() <= 6 && sum(clip) >= 3 && sum(clip) <= 15;
    }

    private static int sum(List<Integer> clip) {
        return clip.stream().mapToInt(Integer::intValue).sum();
    }

    private static FilmScene scene(List<Length> lengths) {
        List<FilmShot> shots = new ArrayList<>();
        for (Length length : lengths) {
            shots.add(new FilmShot(shots.size() + 1, length.seconds(), PIER, PIER, length.starts(), null, null));
        }
        SceneBody body = new SceneBody(0, PIER, null, shots, null, null);
        return new FilmScene("pier", 1, FilmScene.Form.LIST, body, Map.of(), true, 1, 0, CUT, NOWHERE);
    }

    @Provide
    Arbitrary<List<Length>> lengths() {
        Arbitrary<Integer> seconds = Arbitraries.integers().between(1, 15);
        Arbitrary<Boolean> starts = Arbitraries.integers().between(0, 6).map(n -> n == 0);
        return Combinators.combine(seconds, starts)
                .as(Length::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(11);
    }
}
