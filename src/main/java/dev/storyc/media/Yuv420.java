package dev.storyc.media;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * A picture as video has it: BT.709, limited range, colour at half the resolution.
 *
 * <p>Converted here and not by FFmpeg's swscale, since between two frames only a few small parts change.
 */
final class Yuv420 {
    private final int width;
    private final byte[] luma;
    private final byte[] blue;
    private final byte[] red;

    Yuv420(int width, int height) {
        this.width = width;
        this.luma = new byte[width * height];
        this.blue = new byte[width * height / 4];
        this.red = new byte[width * height / 4];
    }

    byte[] luma() {
        return luma;
    }

    byte[] blue() {
        return blue;
    }

    byte[] red() {
        return red;
    }

    /**
     * Takes over a part of an image of the same size.
     *
     * @param image of {@link BufferedImage#TYPE_INT_RGB}
     * @param left even, as are the other three
     */
    void take(BufferedImage image, int left, int top, int right, int bottom) {
        int[] rgb = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        for (int y = top; y < bottom; y += 2) {
            for (int x = left; x < right; x += 2) {
                int at = y * width + x;
                int r = 0;
                int g = 0;
                int b = 0;
                for (int n = 0; n < 4; n++) {
                    int pixel = at + (n & 1) + (n >> 1) * width;
                    int colour = rgb[pixel];
                    int pr = colour >> 16 & 0xff;
                    int pg = colour >> 8 & 0xff;
                    int pb = colour & 0xff;
                    // 16 + 219/255 × (0.2126 R + 0.7152 G + 0.0722 B), in 16-bit fixed point
                    luma[pixel] = (byte) ((1_081_344 + 11_966 * pr + 40_254 * pg + 4_064 * pb) >> 16);
                    r += pr;
                    g += pg;
                    b += pb;
                }
                int half = y / 2 * (width / 2) + x / 2;
                // 128 + 224/255 × (B − Y) / 1.8556 and × (R − Y) / 1.5748, of four pixels
                blue[half] = (byte) ((33_685_504 - 6_596 * r - 22_189 * g + 28_784 * b) >> 18);
                red[half] = (byte) ((33_685_504 + 28_784 * r - 26_145 * g - 2_639 * b) >> 18);
            }
        }
    }
}
