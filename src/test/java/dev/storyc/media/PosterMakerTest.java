package dev.storyc.media;

import static dev.storyc.media.Samples.card;
import static dev.storyc.media.Samples.film;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PosterMakerTest {
    @TempDir
    Path folder;

    private final PosterMaker maker = new PosterMaker();

    @Test
    void aPosterAndASheetOfAFilm() throws IOException {
        Path film = folder.resolve("film.mp4");
        new AnimaticRenderer().render(film(1280, 720, true, card(3, Samples.LATIN), card(3, Samples.JAPANESE)), film);
        Path poster = folder.resolve("film.jpg");
        Path sheet = folder.resolve("film.sheet.jpg");
        maker.posterAndSheet(new PosterMaker.Titled("01-雨の夜", film), poster, sheet);
        BufferedImage still = ImageIO.read(poster.toFile());
        assertThat(still.getWidth()).isEqualTo(640);
        assertThat(still.getHeight()).isEqualTo(360);
        assertThat(ImageIO.read(sheet.toFile()).getWidth()).isEqualTo(1280);
        Path both = folder.resolve("variant.sheet.jpg");
        maker.sheet(List.of(new PosterMaker.Titled("01-one", film), new PosterMaker.Titled("02-two", film)), both);
        assertThat(ImageIO.read(both.toFile()).getWidth()).isEqualTo(1280);
    }

    @Test
    void aPosterIsNotTheFadeInAndStandsUpright() throws IOException {
        Path film = OddFilms.write(
                folder.resolve("film.mp4"),
                "libopenh264",
                avutil.AV_PIX_FMT_YUV420P,
                1280,
                720,
                72,
                OddFilms.steady(96));
        OddFilms.turn(film);
        BufferedImage poster = poster(film);
        assertThat(poster.getWidth()).isEqualTo(360);
        assertThat(poster.getHeight()).isEqualTo(640);
        assertThat(brightest(poster)).isGreaterThan(180);
    }

    @Test
    void filmsOfOneFrameOfTenBitsAndOfUnevenFramesHavePosters() throws IOException {
        Path one = OddFilms.write(folder.resolve("one.mp4"), "libopenh264", avutil.AV_PIX_FMT_YUV420P, 320, 180, 0, 0);
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
                1500);
        for (Path film : List.of(one, deep, uneven)) {
            assertThat(brightest(poster(film))).as(film.toString()).isGreaterThan(180);
            Path sheet = folder.resolve("sheet.jpg");
            maker.sheet(List.of(new PosterMaker.Titled("01-odd", film)), sheet);
            assertThat(ImageIO.read(sheet.toFile()).getWidth()).isEqualTo(1280);
        }
    }

    @Test
    void whateverIsWrongWithAFilmIsSaidAndNothingIsLeft() throws IOException {
        Path film = OddFilms.write(
                folder.resolve("film.mp4"), "libopenh264", avutil.AV_PIX_FMT_YUV420P, 320, 180, 0, OddFilms.steady(48));
        byte[] whole = Files.readAllBytes(film);
        Random random = new Random(7);
        int said = 0;
        for (int n = 0; n < 60; n++) {
            byte[] damaged = n % 2 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int hit = 0; hit < 40 && damaged.length > 0 && n % 2 == 1; hit++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(film, damaged);
            Path target = folder.resolve("poster.jpg");
            Files.deleteIfExists(target);
            try {
                maker.poster(film, target);
                assertThat(ImageIO.read(target.toFile()).getWidth()).isPositive();
            } catch (IOException e) {
                said++;
                assertThat(e).hasMessageContaining("film.mp4");
                assertThat(target).doesNotExist();
            }
        }
        assertThat(said).isPositive();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith(".")))
                    .isEmpty();
        }
    }

    private BufferedImage poster(Path film) throws IOException {
        Path target = folder.resolve("poster.jpg");
        maker.poster(film, target);
        return ImageIO.read(target.toFile());
    }

    private static int brightest(BufferedImage image) {
        int brightest = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                brightest = Math.max(brightest, image.getRGB(x, y) >> 8 & 0xff);
            }
        }
        return brightest;
    }
}
