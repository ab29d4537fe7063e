package dev.storyc.media;

import static dev.storyc.media.Samples.card;
import static dev.storyc.media.Samples.film;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilmCutterTest {
    @TempDir
    Path folder;

    private final FilmCutter cutter = new FilmCutter();

    private FilmCutter.Piece animatic(String name, int width, int height, boolean sound, int seconds)
            throws IOException {
        Path target = folder.resolve(name + ".mp4");
        new AnimaticRenderer().render(film(width, height, sound, card(seconds, name)), target);
        return new FilmCutter.Piece(target, 0);
    }

    @Test
    void filmsThatAgreeAreCopied() throws IOException {
        List<FilmCutter.Piece> pieces = List.of(
                animatic("one", 640, 360, true, 3),
                animatic("two", 640, 360, true, 5),
                animatic("three", 640, 360, true, 4));
        Path target = folder.resolve("cut.mp4");
        FilmCutter.Cut cut = cutter.cut(pieces, target);
        assertThat(cut.copied()).isTrue();
        assertThat(cut.probe().seconds()).isCloseTo(12, within(0.01));
        assertThat(cut.probe().audioCodec()).isEqualTo("aac");
        Reel made = Reel.of(target);
        assertThat(made.probe()).isEqualTo(cut.probe());
        assertThat(soundEnd(made)).isCloseTo(12, within(0.03));
    }

    @Test
    void silenceFillsAFilmWithoutSoundAndThePicturesAreStillCopied() throws IOException {
        List<FilmCutter.Piece> pieces = List.of(
                animatic("one", 640, 360, true, 3),
                animatic("mute", 640, 360, false, 2),
                animatic("three", 640, 360, true, 4));
        Path target = folder.resolve("cut.mp4");
        FilmCutter.Cut cut = cutter.cut(pieces, target);
        assertThat(cut.copied()).isTrue();
        assertThat(cut.probe().seconds()).isCloseTo(9, within(0.01));
        assertThat(soundEnd(Reel.of(target))).isCloseTo(9, within(0.03));
    }

    @Test
    void filmsOfOtherSizesAreFittedToTheFirst() throws IOException {
        List<FilmCutter.Piece> pieces = List.of(
                animatic("one", 640, 360, true, 2),
                animatic("tall", 360, 640, true, 2),
                animatic("large", 1920, 1080, false, 2));
        FilmCutter.Cut cut = cutter.cut(pieces, folder.resolve("cut.mp4"));
        assertThat(cut.copied()).isFalse();
        assertThat(cut.probe().width()).isEqualTo(640);
        assertThat(cut.probe().height()).isEqualTo(360);
        assertThat(cut.probe().seconds()).isCloseTo(6, within(0.01));
    }

    @Test
    void aCrossfadeMakesTheFilmShorter() throws IOException {
        List<FilmCutter.Piece> pieces = List.of(
                animatic("one", 640, 360, true, 3),
                new FilmCutter.Piece(animatic("two", 640, 360, true, 3).film(), 1.0));
        FilmCutter.Cut cut = cutter.cut(pieces, folder.resolve("cut.mp4"));
        assertThat(cut.copied()).isFalse();
        assertThat(cut.probe().seconds()).isCloseTo(5, within(0.01));
    }

    @Test
    void soundBeginsWithItsFilmAndThereIsNoneWhereAFilmHasNone() throws IOException {
        List<FilmCutter.Piece> pieces = List.of(
                animatic("one", 640, 360, true, 3),
                animatic("mute", 640, 360, false, 2),
                animatic("three", 640, 360, true, 4));
        Path target = folder.resolve("cut.mp4");
        cutter.cut(pieces, target);
        // An animatic has a soft tone where a shot begins.
        assertThat(loudest(target, 0, 0.4)).isGreaterThan(0.01f);
        assertThat(loudest(target, 3.05, 4.95)).isLessThan(0.001f);
        assertThat(loudest(target, 5, 5.4)).isGreaterThan(0.01f);
    }

    private static float loudest(Path film, double from, double to) throws IOException {
        int rate = 48_000;
        int first = (int) (from * rate);
        int count = (int) ((to - from) * rate);
        try (PieceSound sound = new PieceSound(Reel.of(film), rate, 1)) {
            float[][] before = new float[1][first];
            sound.mix(before, 0, first, sample -> 1);
            float[][] there = new float[1][count];
            sound.mix(there, 0, count, sample -> 1);
            float loudest = 0;
            for (float sample : there[0]) {
                loudest = Math.max(loudest, Math.abs(sample));
            }
            return loudest;
        }
    }

    @Test
    void filmsOfEveryKindAreCutTogether() throws IOException {
        Path tall = OddFilms.write(
                folder.resolve("tall.mp4"), "libopenh264", avutil.AV_PIX_FMT_YUV420P, 320, 180, 0, OddFilms.steady(48));
        OddFilms.turn(tall);
        Path deep = OddFilms.write(
                folder.resolve("deep.mp4"),
                "libaom-av1",
                avutil.AV_PIX_FMT_YUV420P10,
                321,
                181,
                0,
                OddFilms.steady(24));
        Path uneven = OddFilms.write(
                folder.resolve("uneven.mp4"),
                "libopenh264",
                avutil.AV_PIX_FMT_YUV420P,
                320,
                180,
                0,
                0,
                40,
                700,
                720,
                1500,
                1541);
        List<FilmCutter.Piece> pieces = List.of(
                animatic("one", 640, 360, true, 2),
                new FilmCutter.Piece(tall, 0.5),
                new FilmCutter.Piece(deep, 0),
                new FilmCutter.Piece(uneven, 0));
        double seconds = 0;
        for (FilmCutter.Piece piece : pieces) {
            seconds += Reel.of(piece.film()).seconds();
        }
        FilmCutter.Cut cut = cutter.cut(pieces, folder.resolve("cut.mp4"));
        assertThat(cut.probe().seconds()).isCloseTo(seconds - 0.5, within(0.15));
        assertThat(cut.probe().audioCodec()).isEqualTo("aac");
    }

    @Test
    void aCrossfadeLongerThanHalfAFilmIsRefusedWithTheNumbers() throws IOException {
        List<FilmCutter.Piece> pieces = List.of(
                animatic("one", 640, 360, true, 2),
                new FilmCutter.Piece(animatic("two", 640, 360, true, 3).film(), 1.6));
        assertThatThrownBy(() -> cutter.cut(pieces, folder.resolve("cut.mp4")))
                .isInstanceOf(IOException.class)
                .hasMessage("a crossfade of 1.60 s from one.mp4 (2.00 s) to two.mp4 (3.00 s) is longer than half of the"
                        + " shorter one");
    }

    @Test
    void anInterruptEndsACutAndLeavesWhatWasThere() throws Exception {
        FilmCutter.Piece piece = animatic("one", 1280, 720, true, 3);
        Path target = Files.writeString(folder.resolve("cut.mp4"), "the cut before");
        List<FilmCutter.Piece> pieces = Collections.nCopies(100, new FilmCutter.Piece(piece.film(), 0.5));
        AtomicReference<Throwable> seen = new AtomicReference<>();
        Thread cutting = new Thread(() -> {
            try {
                cutter.cut(pieces, target);
            } catch (IOException e) {
                seen.set(e);
            }
        });
        cutting.start();
        awaitUnfinished();
        cutting.interrupt();
        cutting.join(60_000);
        assertThat(seen.get()).isInstanceOf(InterruptedIOException.class);
        assertThat(target).hasContent("the cut before");
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void aKilledCutLeavesNoHalfFilm() throws Exception {
        FilmCutter.Piece piece = animatic("one", 1280, 720, true, 3);
        Path target = folder.resolve("cut.mp4");
        Process cutting = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SlowCut.class.getName(),
                        piece.film().toString(),
                        target.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            awaitUnfinished();
        } finally {
            cutting.destroyForcibly().waitFor();
        }
        assertThat(target).doesNotExist();
        FilmCutter.Cut cut = cutter.cut(List.of(piece, piece), target);
        assertThat(cut.probe().seconds()).isCloseTo(6, within(0.01));
    }

    @Test
    void aFullDiskIsSaidAndTheCutBeforeStays() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=64k", "storyc-test", disk.toString()),
                "nobody may mount a small disk here, so none was filled");
        try {
            FilmCutter.Piece piece = animatic("one", 1280, 720, true, 3);
            Path target = Files.writeString(disk.resolve("cut.mp4"), "the cut before");
            assertThatThrownBy(() -> cutter.cut(Collections.nCopies(20, piece), target))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left on device");
            assertThat(target).hasContent("the cut before");
            try (Stream<Path> left = Files.list(disk)) {
                assertThat(left).containsExactly(target);
            }
        } finally {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            // There is no such program, or nobody may run it.
            return false;
        }
    }

    private List<Path> unfinished() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(".unfinished-"))
                    .toList();
        }
    }

    private void awaitUnfinished() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (true) {
            for (Path file : unfinished()) {
                if (Files.size(file) > 0) {
                    return;
                }
            }
            assertThat(System.nanoTime())
                    .as("nothing was written in two minutes")
                    .isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static double soundEnd(Reel reel) {
        Reel.Track sound = reel.sound();
        return sound == null ? 0 : sound.end();
    }

    @Test
    void aDamagedPieceIsNamedAndNothingIsWritten() throws IOException {
        FilmCutter.Piece whole = animatic("whole", 640, 360, false, 3);
        FilmCutter.Piece half = animatic("half", 640, 360, false, 3);
        try (RandomAccessFile file = new RandomAccessFile(half.film().toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        Path target = folder.resolve("cut.mp4");
        assertThatThrownBy(() -> cutter.cut(List.of(whole, half), target))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(half.film() + " is not whole: it is cut short");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(whole.film(), half.film());
        }
    }
}
