package dev.storyc.media;

import static dev.storyc.media.Samples.card;
import static dev.storyc.media.Samples.film;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
