package dev.storyc.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("fast")
class Yuv420Test {
    /** By BT.709 in limited range; computed from the standard's own factors. */
    @ParameterizedTest
    @CsvSource({
        "000000, 16, 128, 128",
        "ffffff, 235, 128, 128",
        "ff0000, 63, 102, 240",
        "00ff00, 173, 42, 26",
        "0000ff, 32, 240, 118",
        "808080, 126, 128, 128"
    })
    void coloursAreAsTheStandardSays(String rgb, int y, int cb, int cr) {
        BufferedImage image = new BufferedImage(4, 2, BufferedImage.TYPE_INT_RGB);
        for (int n = 0; n < 8; n++) {
            image.setRGB(n % 4, n / 4, Integer.parseInt(rgb, 16));
        }
        Yuv420 picture = new Yuv420(4, 2);
        picture.take(image, 0, 0, 4, 2);
        assertThat(unsigned(picture.luma())).containsOnly(y);
        assertThat(unsigned(picture.blue())).containsOnly(cb);
        assertThat(unsigned(picture.red())).containsOnly(cr);
    }

    @Test
    void onlyThePartAskedForChanges() {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        Yuv420 picture = new Yuv420(4, 4);
        picture.take(image, 2, 0, 4, 2);
        assertThat(unsigned(picture.luma())).containsExactly(0, 0, 16, 16, 0, 0, 16, 16, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(unsigned(picture.blue())).containsExactly(0, 128, 0, 0);
        assertThat(unsigned(picture.red())).containsExactly(0, 128, 0, 0);
    }

    private static int[] unsigned(byte[] plane) {
        int[] values = new int[plane.length];
        for (int n = 0; n < plane.length; n++) {
            values[n] = Byte.toUnsignedInt(plane[n]);
        }
        return values;
    }
}
