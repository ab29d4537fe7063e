package dev.storyc.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.plan.Columns;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Captions of a cut: what is said when, in which lines, as which text. */
@Tag("fast")
class CaptionsTest {
    @Test
    void a_shots_caption_lasts_as_long_as_the_shot_and_the_scenes_stands_elsewhere() {
        Captions captions = of("""
                version: 1
                scenes:
                  - id: quay
                    caption: The quay.
                    shots:
                      - { duration: 3, prompt: One }
                      - { duration: 2, prompt: Two, caption: Lot 12. }
                      - { duration: 2, prompt: Three, caption: "" }
                      - { duration: 2, prompt: Four }
                      - { duration: 1, prompt: Five }
                  - { id: mute, duration: 5, prompt: Nothing is said }
                  - { id: end, duration: 3, prompt: End, caption: Good night. }
                """);
        assertThat(captions.cues())
                .containsExactly(
                        cue(0, 3000, "The quay."),
                        cue(3000, 5000, "Lot 12."),
                        cue(7000, 10000, "The quay."),
                        cue(15000, 18000, "Good night."));
    }

    @Test
    void the_caption_of_a_scene_that_was_split_stands_once_over_all_its_clips() {
        Captions captions = of("""
                version: 1
                scenes:
                  - id: chase
                    split: true
                    caption: The chase.
                    shots:
                      - { duration: 9, prompt: One }
                      - { duration: 9, prompt: Two }
                      - { duration: 9, prompt: Three }
                  - { id: end, duration: 3, prompt: End, caption: The chase. }
                """);
        assertThat(captions.cues()).containsExactly(cue(0, 27000, "The chase."), cue(27000, 30000, "The chase."));
    }

    @Test
    void captions_change_in_the_middle_of_a_crossfade() {
        Captions captions = of("""
                version: 1
                cut: { transition: crossfade, seconds: 1 }
                scenes:
                  - { id: one, duration: 5, prompt: One, caption: One. }
                  - { id: two, duration: 5, prompt: Two, caption: Two. }
                """);
        assertThat(captions.cues()).containsExactly(cue(0, 4500, "One."), cue(4500, 9000, "Two."));
    }

    @Test
    void no_caption_is_lost_where_a_crossfade_is_longer_than_its_shot() {
        Captions captions = of("""
                version: 1
                cut: { transition: crossfade, seconds: 4 }
                scenes:
                  - id: one
                    shots:
                      - { duration: 7, prompt: One, caption: One. }
                      - { duration: 1, prompt: Two, caption: Two. }
                  - id: two
                    shots:
                      - { duration: 1, prompt: Three, caption: Three. }
                      - { duration: 7, prompt: Four, caption: Four. }
                """);
        assertThat(captions.cues()).hasSize(4);
        for (int i = 1; i < 4; i++) {
            assertThat(captions.cues().get(i).from())
                    .isEqualTo(captions.cues().get(i - 1).until());
        }
        assertThat(captions.cues()).allSatisfy(cue -> assertThat(cue.until()).isGreaterThan(cue.from() + 500));
        assertThat(captions.cues().get(3).until()).isEqualTo(12000);
    }

    @Test
    void scenes_that_want_none_beside_the_cut_have_none_there() {
        Timeline timeline = timeline("""
                version: 1
                cut: { captions: none }
                scenes:
                  - { id: one, duration: 5, prompt: One, caption: One. }
                  - { id: two, duration: 5, prompt: Two, caption: Two., cut: { captions: sidecar } }
                """);
        assertThat(Captions.besideCut(timeline).cues()).containsExactly(cue(5000, 10000, "Two."));
        assertThat(Captions.of(timeline).cues()).hasSize(2);
    }

    @Test
    void lines_are_few_and_even_and_never_wider_than_they_may_be() {
        assertThat(SubtitleText.wrap("Somebody has left the light on in the harbour office again."))
                .containsExactly("Somebody has left the light on", "in the harbour office again.");
        assertThat(SubtitleText.wrap("部屋を聴く。朝の四時半、港の魚市場にはもう人が集まり始めている。"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(42))
                .noneMatch(line -> line.startsWith("。") || line.startsWith("、"));
        assertThat(SubtitleText.wrap(
                        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(42));
    }

    @Test
    void a_long_caption_becomes_cues_that_share_its_time() {
        String words = "word ".repeat(50).strip();
        Captions captions = of("version: 1\nscenes:\n  - { id: a, duration: 10, prompt: A, caption: " + words + " }\n");
        assertThat(captions.cues()).hasSizeBetween(3, 4);
        assertThat(captions.cues().get(0).from()).isZero();
        assertThat(captions.cues().get(captions.cues().size() - 1).until()).isEqualTo(10000);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < captions.cues().size(); i++) {
            Captions.Cue cue = captions.cues().get(i);
            assertThat(cue.lines()).hasSizeLessThanOrEqualTo(2);
            assertThat(i == 0 ? 0 : captions.cues().get(i - 1).until()).isEqualTo(cue.from());
            all.append(String.join(" ", cue.lines())).append(' ');
        }
        assertThat(all.toString().strip()).isEqualTo(words);
    }

    @Test
    void what_the_formats_would_take_for_theirs_is_only_text() {
        Captions captions = of("""
                version: 1
                scenes:
                  - id: a
                    duration: 5
                    prompt: A
                    caption: "1 --> 2 & <b>bold</b>\\n\\n{\\\\an8}3 < 4\\a"
                """);
        assertThat(captions.webVtt()).isEqualTo("""
                WEBVTT

                1
                00:00:00.000 --> 00:00:05.000
                1 --&gt; 2 &amp; &lt;b&gt;bold&lt;/b&gt;
                {\\an8}3 &lt; 4

                """);
        assertThat(captions.srt()).isEqualTo("""
                1
                00:00:00,000 --> 00:00:05,000
                1 → 2 & <\u2060b>bold<\u2060/b>
                {\u2060\\an8}3 < 4

                """);
    }

    @Test
    void times_beyond_an_hour_are_written_out() {
        Captions captions = new Captions(List.of(cue(3_723_004, 36_000_000, "Late.")));
        assertThat(captions.srt()).contains("01:02:03,004 --> 10:00:00,000");
    }

    private static Captions of(String board) {
        return Captions.of(timeline(board));
    }

    private static Timeline timeline(String board) {
        return Timeline.of(TestShowings.planned(board).variants().get(0));
    }

    private static Captions.Cue cue(long from, long until, String... lines) {
        return new Captions.Cue(from, until, List.of(lines));
    }
}
