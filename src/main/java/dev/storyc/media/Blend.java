package dev.storyc.media;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** Mixes pictures of one size, as a crossfade does. */
final class Blend {
    private static final int ONE = 1 << 12;

    private Blend() {}

    /** @param share of the second picture in the result, 0 to 1; the first one becomes the result */
    static void into(AVFrame first, AVFrame second, double share) {
        int of = (int) Math.round(share * ONE);
        for (int plane = 0; plane < 3; plane++) {
            int part = plane == 0 ? 1 : 2;
            int width = first.width() / part;
            byte[] a = new byte[width];
            byte[] b = new byte[width];
            BytePointer to = first.data(plane);
            BytePointer from = second.data(plane);
            for (int y = 0; y < first.height() / part; y++) {
                to.position((long) y * first.linesize(plane)).get(a);
                from.position((long) y * second.linesize(plane)).get(b);
                for (int x = 0; x < width; x++) {
                    a[x] = (byte) (((a[x] & 0xff) * (ONE - of) + (b[x] & 0xff) * of + ONE / 2) >> 12);
                }
                to.put(a);
            }
        }
    }
}
