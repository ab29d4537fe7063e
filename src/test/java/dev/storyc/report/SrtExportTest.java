package dev.storyc.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.report.ExportShowings.Kept;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Read back by FFmpeg's own reader of SubRip. */
class SrtExportTest {
    private static final String CAPTIONS = """
            version: 1
            name: said
            cut: { transition: crossfade, seconds: 0.5, captions: none }
            scenes:
              - id: a
                shots:
                  - { duration: 2, prompt: one, caption: "霧の中の桟橋" }
                  - { duration: 1, prompt: two, caption: "1\\n00:00:00,000 --> 00:00:09,000\\nNot a cue" }
              - { id: b, duration: 3, prompt: silent }
              - { id: c, duration: 3, prompt: three, caption: "Fin <b>{\\\\an8}& so on" }
            """;

    @TempDir
    Path folder;

    private record Cue(long from, long millis, String text) {}

    private static List<Cue> read(Path file) {
        AVFormatContext format = new AVFormatContext(null);
        int opened = avformat.avformat_open_input(
                format, file.toString(), avformat.av_find_input_format("srt"), (AVDictionary) null);
        assertThat(opened).isZero();
        List<Cue> cues = new ArrayList<>();
        try (AVPacket packet = avcodec.av_packet_alloc()) {
            AVRational base = format.streams(0).time_base();
            assertThat(base.num() * 1000).isEqualTo(base.den());
            while (avformat.av_read_frame(format, packet) >= 0) {
                byte[] text = new byte[packet.size()];
                packet.data().get(text);
                cues.add(new Cue(packet.pts(), packet.duration(), new String(text, StandardCharsets.UTF_8)));
                avcodec.av_packet_unref(packet);
            }
        } finally {
            avformat.avformat_close_input(format);
        }
        return cues;
    }

    @Test
    void comesBackWithEveryTimeAndWord() throws IOException {
        Kept kept = ExportShowings.export("srt", ExportShowings.rendered(CAPTIONS, 1));
        String name = kept.files.keySet().iterator().next();
        Path file = Files.write(folder.resolve("a.srt"), Objects.requireNonNull(kept.files.get(name)));
        List<Cue> cues = read(file);
        // Each film is a frame longer than asked for, and two crossfades take half a second each.
        assertThat(cues.get(0)).isEqualTo(new Cue(0, 2028, "霧の中の桟橋"));
        assertThat(cues.get(cues.size() - 1).from()).isEqualTo(Math.round((2 * 73 / 24.0 - 0.75) * 1000));
        Cue last = cues.get(cues.size() - 1);
        assertThat(last.from() + last.millis()).isEqualTo(Math.round((3 * 73 / 24.0 - 1) * 1000));
        assertThat(last.text()).contains("Fin").contains("& so on");
        for (int i = 1; i < cues.size(); i++) {
            Cue before = cues.get(i - 1);
            assertThat(before.from() + before.millis())
                    .isLessThanOrEqualTo(cues.get(i).from());
        }
        assertThat(cues).noneMatch(cue -> cue.from() == 0 && cue.millis() == 9000);
    }
}
