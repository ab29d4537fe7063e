package dev.storyc.media;

import java.io.Closeable;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Puts frames of any size, pixel format and orientation onto a picture of one size: upright, as large as they fit, on
 * black, as BT.709 in limited range.
 */
final class Canvas implements Closeable {
    private static final int BLACK = 16;
    private static final int GREY = 128;

    private final int width;
    private final int height;
    private final SwsContext scaler = swscale.sws_alloc_context();
    private final AVFrame scaled = avutil.av_frame_alloc();

    Canvas(int width, int height, int threads) {
        this.width = width;
        this.height = height;
        scaler.flags(swscale.SWS_BICUBIC);
        scaler.threads(threads);
    }

    /** Makes a frame hold a picture of this size. */
    static void allocate(AVFrame frame, int width, int height) throws IOException {
        frame.format(avutil.AV_PIX_FMT_YUV420P);
        frame.width(width);
        frame.height(height);
        frame.color_range(avutil.AVCOL_RANGE_MPEG);
        frame.colorspace(avutil.AVCOL_SPC_BT709);
        frame.color_primaries(avutil.AVCOL_PRI_BT709);
        frame.color_trc(avutil.AVCOL_TRC_BT709);
        Ffmpeg.check(avutil.av_frame_get_buffer(frame, 0), "hold a picture");
    }

    /**
     * Draws a frame.
     *
     * @param shape of the film it is from
     * @param target allocated, of this canvas's size, and writable
     */
    void draw(AVFrame frame, Shape shape, AVFrame target) throws IOException {
        double size = Math.min((double) width / shape.width(), (double) height / shape.height());
        int shownWidth = fitting(shape.width() * size, width);
        int shownHeight = fitting(shape.height() * size, height);
        unify(frame);
        if (shape.quarterTurns() == 0 && shownWidth == width && shownHeight == height) {
            Ffmpeg.check(swscale.sws_scale_frame(scaler, target, frame), "scale a picture");
            return;
        }
        boolean lies = shape.quarterTurns() % 2 != 0;
        hold(lies ? shownHeight : shownWidth, lies ? shownWidth : shownHeight);
        Ffmpeg.check(swscale.sws_scale_frame(scaler, scaled, frame), "scale a picture");
        int left = (width - shownWidth) / 4 * 2;
        int top = (height - shownHeight) / 4 * 2;
        for (int plane = 0; plane < 3; plane++) {
            int part = plane == 0 ? 1 : 2;
            fill(target, plane, plane == 0 ? BLACK : GREY);
            turn(plane, part, shape.quarterTurns(), target, left / part, top / part);
        }
    }

    /** Even, and the whole side where no more than a pixel is missing. */
    private static int fitting(double side, int whole) {
        int even = Math.max(2, (int) Math.round(side / 2) * 2);
        return even >= whole - 1 ? whole : even;
    }

    /** What a film leaves open is taken as players take it; primaries and curves are left as they are. */
    private static void unify(AVFrame frame) {
        if (frame.colorspace() == avutil.AVCOL_SPC_UNSPECIFIED) {
            frame.colorspace(avutil.AVCOL_SPC_BT709);
        }
        frame.color_primaries(avutil.AVCOL_PRI_BT709);
        frame.color_trc(avutil.AVCOL_TRC_BT709);
    }

    private void hold(int wide, int high) throws IOException {
        if (scaled.width() != wide || scaled.height() != high) {
            avutil.av_frame_unref(scaled);
            allocate(scaled, wide, high);
        }
    }

    private void fill(AVFrame target, int plane, int value) {
        int part = plane == 0 ? 1 : 2;
        Pointer.memset(target.data(plane), value, (long) target.linesize(plane) * (height / part));
    }

    private void turn(int plane, int part, int quarterTurns, AVFrame target, int left, int top) {
        int fromWidth = scaled.width() / part;
        int fromHeight = scaled.height() / part;
        boolean lies = quarterTurns % 2 != 0;
        int toWidth = lies ? fromHeight : fromWidth;
        byte[] from = new byte[fromWidth * fromHeight];
        BytePointer source = scaled.data(plane);
        for (int y = 0; y < fromHeight; y++) {
            source.position((long) y * scaled.linesize(plane)).get(from, y * fromWidth, fromWidth);
        }
        byte[] row = new byte[toWidth];
        BytePointer to = target.data(plane);
        for (int y = 0; y < (lies ? fromWidth : fromHeight); y++) {
            for (int x = 0; x < toWidth; x++) {
                int at = quarterTurns == 1
                        ? (fromHeight - 1 - x) * fromWidth + y
                        : quarterTurns == 2
                                ? (fromHeight - 1 - y) * fromWidth + fromWidth - 1 - x
                                : quarterTurns == 3 ? x * fromWidth + fromWidth - 1 - y : y * fromWidth + x;
                row[x] = from[at];
            }
            to.position((long) (top + y) * target.linesize(plane) + left).put(row, 0, toWidth);
        }
    }

    @Override
    public void close() {
        avutil.av_frame_free(scaled);
        swscale.sws_free_context(scaler);
    }
}
