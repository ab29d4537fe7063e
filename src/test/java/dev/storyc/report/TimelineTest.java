package dev.storyc.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.storyc.report.Timeline.Entry;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When what is seen in a cut. */
@Tag("fast")
class TimelineTest {
    private static final Offset<Double> EXACTLY = within(1e-9);

    private static final String BOARD = """
            version: 1
            name: tide
            cut: { transition: crossfade }
            scenes:
              - { id: dawn, duration: 5, prompt: Dawn }
              - id: chase
                split: true
                cut: { seconds: 1 }
                shots:
                  - { duration: 9, prompt: One }
                  - { duration: 8, prompt: Two }
                  - { duration: 4, prompt: Three }
              - { id: snow, duration: 4, prompt: Snow, cut: { enabled: false } }
              - { id: night, duration: 3, prompt: Night, cut: { transition: cut }, takes: 2, pick: 2 }
            """;

    @Test
    void planned_clips_follow_each_other_with_their_crossfades() {
        Timeline timeline = Timeline.of(TestShowings.planned(BOARD).variants().get(0));
        assertThat(timeline.variant()).isEqualTo("default");
        assertThat(words(timeline))
                .containsExactly(
                        "dawn#1 0.0–5.0 xf 0.0",
                        "chase.1#1 4.0–13.0 xf 1.0",
                        "chase.2#1 13.0–25.0 xf 0.0",
                        "night#2 25.0–28.0 xf 0.0");
        assertThat(timeline.seconds()).isEqualTo(28, EXACTLY);
        assertThat(timeline.frames()).isEqualTo(28 * 24);
    }

    @Test
    void measured_lengths_win_and_are_shared_out_among_the_shots() {
        ShownVariant variant = TestShowings.rendered(BOARD, clip -> clip.seconds() + 0.04)
                .variants()
                .get(0);
        Timeline timeline = Timeline.of(variant);
        assertThat(timeline.seconds()).isEqualTo(5.04 + 9.04 + 12.04 + 3.04 - 1, EXACTLY);
        Entry second = timeline.clips().get(2);
        assertThat(second.clip().scene().id()).isEqualTo("chase.2");
        assertThat(second.range().start()).isEqualTo(5.04 + 9.04 - 1, EXACTLY);
        assertThat(second.shots()).extracting(Timeline.Shot::number).containsExactly(2, 3);
        assertThat(second.shots().get(1).range().start()).isEqualTo(13.08 + 12.04 * 8 / 12, EXACTLY);
        for (Entry entry : timeline.clips()) {
            assertThat(entry.shots().get(0).range().start())
                    .isEqualTo(entry.range().start());
            assertThat(entry.shots().get(entry.shots().size() - 1).range().end())
                    .isEqualTo(entry.range().end());
        }
    }

    @Test
    void a_scene_without_a_list_is_one_shot_of_its_prompt() {
        Timeline timeline = Timeline.of(TestShowings.planned(BOARD).variants().get(0));
        assertThat(timeline.clips().get(0).shots())
                .containsExactly(new Timeline.Shot(1, "Dawn", null, null, new Timeline.Range(0, 5)));
    }

    @Test
    void films_shorter_than_planned_shorten_the_crossfade_to_whole_frames_of_half() {
        String board = """
                version: 1
                cut: { transition: crossfade, seconds: 1.5 }
                scenes:
                  - { id: one, duration: 3, prompt: One }
                  - { id: two, duration: 3, prompt: Two }
                """;
        ShownVariant variant =
                TestShowings.rendered(board, clip -> 2.97).variants().get(0);
        Entry two = Timeline.of(variant).clips().get(1);
        assertThat(two.crossfadeFrames()).isEqualTo(35);
        assertThat(two.crossfade()).isEqualTo(35 / 24.0);
        assertThat(two.range().start()).isEqualTo(2.97 - 35 / 24.0, EXACTLY);
    }

    @Test
    void a_thousand_clips_leave_no_gap_and_drift_by_less_than_a_frame() {
        String scenes = IntStream.range(0, 1000)
                .mapToObj(i -> "  - { id: s" + i + ", duration: 5, prompt: Number " + i
                        + (i % 3 == 1 ? ", cut: { transition: crossfade, seconds: 0.7 }" : "") + " }")
                .collect(Collectors.joining("\n"));
        double[] lengths = {5.04, 5.041667, 5.0, 4.96, 5.013};
        ShownVariant variant = TestShowings.rendered(
                        "version: 1\nscenes:\n" + scenes + "\n", clip -> lengths[clip.number() % lengths.length])
                .variants()
                .get(0);
        Timeline timeline = Timeline.of(variant);
        assertThat(timeline.clips()).hasSize(1000);
        int end = 0;
        double seconds = 0;
        for (Entry entry : timeline.clips()) {
            assertThat(entry.range().startFrame()).isEqualTo(end - entry.crossfadeFrames());
            end = entry.range().endFrame();
            seconds += lengths[entry.take().clip().number() % lengths.length] - entry.crossfade();
            assertThat(end / 24.0).isEqualTo(seconds, within(0.5 / 24 + 1e-9));
        }
        assertThat(timeline.frames()).isEqualTo(end);
    }

    private static List<String> words(Timeline timeline) {
        return timeline.clips().stream()
                .map(entry ->
                        entry.clip().scene().id() + "#" + entry.take().clip().take() + " "
                                + entry.range().start() + "–" + entry.range().end() + " xf " + entry.crossfade())
                .toList();
    }
}
