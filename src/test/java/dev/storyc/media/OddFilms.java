package dev.storyc.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Films that no model makes, or not yet: of any size, pixel format and spacing of frames. */
final class OddFilms {
    private static final int TICKS = 1000;

    private OddFilms() {}

    /**
     * Writes a film whose frames are bars that wander, so that each differs from the one before.
     *
     * @param milliseconds when each frame is shown
     * @param black how many of the first frames are black
     */
    static Path write(Path target, String encoder, int format, int width, int height, int black, int... milliseconds)
            throws IOException {
        MediaPlatform.require();
        try (Mp4Target film = new Mp4Target(target);
                EncodedTrack track = new EncodedTrack(film, encoder)) {
            AVCodecContext codec = track.codec();
            codec.width(width);
            codec.height(height);
            codec.pix_fmt(format);
            codec.time_base(avutil.av_make_q(1, TICKS));
            codec.framerate(avutil.av_make_q(24, 1));
            codec.gop_size(12);
            codec.bit_rate(2_000_000);
            track.open();
            film.begin();
            AVFrame frame = track.frame();
            frame.format(format);
            frame.width(width);
            frame.height(height);
            Ffmpeg.check(avutil.av_frame_get_buffer(frame, 0), "hold a picture");
            for (int n = 0; n < milliseconds.length; n++) {
                Ffmpeg.check(avutil.av_frame_make_writable(frame), "change a picture");
                draw(frame, n, n < black, format == avutil.AV_PIX_FMT_YUV420P10);
                track.send(milliseconds[n]);
            }
            track.end();
            film.finish();
        }
        return target;
    }

    private static void draw(AVFrame frame, int n, boolean black, boolean tenBits) {
        int bytes = tenBits ? 2 : 1;
        for (int plane = 0; plane < 3; plane++) {
            int rows = plane == 0 ? frame.height() : (frame.height() + 1) / 2;
            int columns = plane == 0 ? frame.width() : (frame.width() + 1) / 2;
            BytePointer data = frame.data(plane);
            Pointer.memset(data, 0, (long) frame.linesize(plane) * rows);
            ByteBuffer row = ByteBuffer.allocate(columns * bytes).order(ByteOrder.nativeOrder());
            for (int y = 0; y < rows; y++) {
                row.clear();
                for (int x = 0; x < columns; x++) {
                    int value = plane > 0 ? 128 : black ? 16 : (x / 16 + y / 16 + n) % 2 == 0 ? 210 : 60 + y % 64;
                    if (tenBits) {
                        row.putShort((short) (value << 2));
                    } else {
                        row.put((byte) value);
                    }
                }
                data.position((long) y * frame.linesize(plane)).put(row.array(), 0, columns * bytes);
            }
        }
    }

    /** Has a film shown a quarter turn clockwise, by the note in its head. */
    static void turn(Path film) throws IOException {
        byte[] bytes = Files.readAllBytes(film);
        int head = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd");
        ByteBuffer matrix = ByteBuffer.wrap(bytes).position(head + 44);
        for (int value : new int[] {0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30}) {
            matrix.putInt(value);
        }
        Files.write(film, bytes);
    }

    /** At 24 frames a second. */
    static int[] steady(int frames) {
        int[] times = new int[frames];
        for (int n = 0; n < frames; n++) {
            times[n] = Math.round(n * 1000f / 24);
        }
        return times;
    }
}
