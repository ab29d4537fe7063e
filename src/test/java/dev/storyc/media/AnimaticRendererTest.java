package dev.storyc.media;

import static dev.storyc.media.Samples.card;
import static dev.storyc.media.Samples.film;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnimaticRendererTest {
    private static final Animatic SIX_SHOTS = film(
            640,
            360,
            true,
            "blurry, watermark",
            card(3, Samples.LATIN.repeat(7)),
            card(4, Samples.JAPANESE),
            card(2, Samples.KOREAN),
            card(1, "Rain."),
            card(3, Samples.LATIN),
            card(2, "End."));

    @TempDir
    Path folder;

    private final AnimaticRenderer renderer = new AnimaticRenderer();

    @Test
    void theSameAnimaticGivesTheSameBytes() throws IOException {
        Path one = folder.resolve("one.mp4");
        Path two = folder.resolve("two.mp4");
        renderer.render(SIX_SHOTS, one);
        renderer.render(SIX_SHOTS, two);
        assertThat(two).hasSameBinaryContentAs(one);
    }

    @Test
    void manyAtOnceDoNotDisturbEachOther() throws IOException {
        Path alone = folder.resolve("alone.mp4");
        renderer.render(SIX_SHOTS, alone);
        List<Path> together =
                IntStream.range(0, 6).mapToObj(n -> folder.resolve(n + ".mp4")).toList();
        List<CompletableFuture<Void>> renders = new ArrayList<>();
        for (Path target : together) {
            renders.add(CompletableFuture.runAsync(() -> {
                try {
                    renderer.render(SIX_SHOTS, target);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
        renders.forEach(CompletableFuture::join);
        assertThat(together).allSatisfy(target -> assertThat(target).hasSameBinaryContentAs(alone));
    }

    @Test
    void playersCanBeginAtOnceAndSeekToEverySecond() throws IOException {
        Path target = folder.resolve("film.mp4");
        renderer.render(SIX_SHOTS, target);
        String text = Files.readString(target, StandardCharsets.ISO_8859_1);
        assertThat(text.indexOf("moov")).isBetween(1, text.indexOf("mdat"));
        List<Double> frames = new ArrayList<>();
        List<Double> keys = new ArrayList<>();
        readPictures(target, frames, keys);
        assertThat(frames).hasSize(150);
        for (int n = 0; n < frames.size(); n++) {
            assertThat(frames.get(n)).isEqualTo(n / 10.0);
        }
        assertThat(keys).hasSizeGreaterThanOrEqualTo(15);
        for (int second = 0; second < 15; second++) {
            assertThat(keys).contains((double) second);
        }
    }

    private static void readPictures(Path film, List<Double> frames, List<Double> keys) {
        AVFormatContext format = new AVFormatContext(null);
        AVPacket packet = avcodec.av_packet_alloc();
        assertThat(avformat.avformat_open_input(format, film.toString(), null, (AVDictionary) null))
                .isZero();
        while (avformat.av_read_frame(format, packet) >= 0) {
            if (packet.stream_index() == 0) {
                double at = Math.round(
                                packet.pts() * avutil.av_q2d(format.streams(0).time_base()) * 1e6)
                        / 1e6;
                frames.add(at);
                if ((packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0) {
                    keys.add(at);
                }
            }
            avcodec.av_packet_unref(packet);
        }
        avcodec.av_packet_free(packet);
        avformat.avformat_close_input(format);
    }

    @Test
    void fifteenSecondsCostLittle() throws IOException {
        Path target = folder.resolve("film.mp4");
        long least = Long.MAX_VALUE;
        for (int n = 0; n < 6; n++) {
            // Drawing and encoding run in the calling thread alone.
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            renderer.render(SIX_SHOTS, target);
            least = Math.min(least, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
        }
        assertThat(least / 1e9).isLessThan(0.4);
    }

    @Test
    void drawingLeavesNoMemoryBehind() throws IOException {
        Animatic small = film(128, 128, true, card(1, "x"));
        Path target = folder.resolve("film.mp4");
        for (int n = 0; n < 20; n++) {
            renderer.render(small, target);
        }
        long before = Pointer.physicalBytes();
        for (int n = 0; n < 200; n++) {
            renderer.render(small, target);
        }
        // An encoder alone takes more than 1 MB.
        assertThat(Pointer.physicalBytes() - before).isLessThan(100L << 20);
    }

    @Test
    void anExistingFilmIsReplacedAndNothingElseIsLeft() throws IOException {
        Path target = Files.writeString(folder.resolve("film.mp4"), "old");
        renderer.render(film(128, 128, false, card(1, "x")), target);
        assertThat(new FilmProver().whole(target)).isInstanceOf(Wholeness.Whole.class);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(target);
        }
    }

    @Test
    void whereItCannotBeWrittenNothingIsLeft() throws IOException {
        assertThatThrownBy(() -> renderer.render(SIX_SHOTS, folder.resolve("no").resolve("film.mp4")))
                .isInstanceOf(NoSuchFileException.class);
        Path taken = folder.resolve("film.mp4");
        Files.createDirectories(taken.resolve("inside"));
        assertThatThrownBy(() -> renderer.render(SIX_SHOTS, taken)).isInstanceOf(IOException.class);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(taken);
        }
    }

    @Test
    void sidesThatVideoCannotHaveAreRefused() {
        assertThatThrownBy(() -> film(639, 360, false, card(1, "x"))).hasMessageContaining("639×360");
        assertThatThrownBy(() -> film(640, 360, false)).hasMessageContaining("card");
        assertThatThrownBy(() -> card(0, "x")).hasMessageContaining("0");
    }
}
