package dev.storyc.media;

import static dev.storyc.media.Samples.card;
import static dev.storyc.media.Samples.film;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
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
}
