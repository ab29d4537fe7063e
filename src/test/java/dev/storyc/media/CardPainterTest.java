package dev.storyc.media;

import static dev.storyc.media.Samples.card;
import static dev.storyc.media.Samples.film;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("fast")
class CardPainterTest {
    private static final int GROUND = 0xff13151a;

    private static BufferedImage draw(Animatic animatic, int shot, int second, int tenth) throws IOException {
        CardPainter painter = new CardPainter(animatic);
        painter.begin(shot);
        painter.at(second, tenth);
        return painter.image();
    }

    private static long drawn(BufferedImage image, int left, int top, int right, int bottom) {
        long drawn = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                drawn += image.getRGB(x, y) == GROUND ? 0 : 1;
            }
        }
        return drawn;
    }

    @ParameterizedTest
    @CsvSource({"640, 360", "360, 640", "360, 360"})
    void thePlayersControlsCoverNothingButTheBar(int width, int height) throws IOException {
        Animatic film = film(width, height, true, "blurry, ".repeat(60), card(5, Samples.LATIN.repeat(40)));
        BufferedImage image = draw(film, 0, 2, 5);
        assertThat(drawn(image, 0, height - 60, width, height - 43)).isZero();
        assertThat(drawn(image, 0, height - 43, width, height - 21)).isPositive();
        assertThat(drawn(image, 0, height - 21, width, height)).isZero();
        assertThat(drawn(image, 0, height - 90, width, height - 60)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"640, 360", "360, 640", "640, 640"})
    void nothingIsCutAtTheSides(int width, int height) throws IOException {
        for (String prompt : List.of("Rain.", Samples.LATIN.repeat(7), Samples.JAPANESE, Samples.KOREAN.repeat(5))) {
            BufferedImage image = draw(film(width, height, false, card(5, prompt)), 0, 1, 0);
            assertThat(drawn(image, 0, 0, 16, height)).isZero();
            assertThat(drawn(image, width - 16, 0, width, height)).isZero();
        }
    }

    @Test
    void thePlayheadWalksAndTheTimecodeCounts() throws IOException {
        CardPainter painter = new CardPainter(film(640, 360, false, card(4, "One."), card(2, "Two.")));
        painter.begin(0);
        Set<Integer> playheads = new TreeSet<>();
        Set<Integer> timecodes = new TreeSet<>();
        for (int n = 0; n < 60; n++) {
            if (n == 40) {
                painter.begin(1);
            }
            painter.at(n / 10, n % 10);
            int x = 24;
            while (painter.image().getRGB(x, 321) == GROUND) {
                x++;
            }
            playheads.add(x);
            timecodes.add(java.util.Arrays.hashCode(painter.image().getRGB(486, 18, 130, 22, null, 0, 130)));
        }
        assertThat(playheads).hasSize(60);
        assertThat(timecodes).hasSize(60);
    }

    @Test
    void aCardOfAClipTheModelCutsSaysSo() throws IOException {
        Animatic one = film(640, 360, false, card(8, "A day in quick cuts."));
        Animatic cut = new Animatic(640, 360, false, one.title(), one.labels(), null, true, one.cards());
        // "CUT BY THE MODEL" is longer than "ONE SHOT".
        assertThat(drawn(draw(cut, 0, 0, 0), 160, 18, 220, 40)).isPositive();
        assertThat(drawn(draw(one, 0, 0, 0), 160, 18, 220, 40)).isZero();
    }
}
