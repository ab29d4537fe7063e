package dev.storyc.media;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.IntPointer;

/**
 * How a track's pictures are shown.
 *
 * @param width in pixels as shown: turned, and with square pixels
 * @param height the same
 * @param quarterTurns clockwise, 0 to 3, from how the pictures are stored to how they are shown
 */
record Shape(int width, int height, int quarterTurns) {
    static Shape of(AVCodecParameters parameters) {
        AVRational pixel = parameters.sample_aspect_ratio();
        double stretch = pixel.num() > 0 && pixel.den() > 0 ? avutil.av_q2d(pixel) : 1;
        int width = Math.max(1, (int) Math.round(parameters.width() * stretch));
        int height = parameters.height();
        int turns = Math.floorMod((int) Math.round(-degrees(parameters) / 90), 4);
        return turns % 2 == 0 ? new Shape(width, height, turns) : new Shape(height, width, turns);
    }

    /** Anticlockwise, from -180 to 180: a phone's upright film is a lying one with a note to turn it. */
    private static double degrees(AVCodecParameters parameters) {
        AVPacketSideData found = avcodec.av_packet_side_data_get(
                parameters.coded_side_data(), parameters.nb_coded_side_data(), avcodec.AV_PKT_DATA_DISPLAYMATRIX);
        if (found == null || found.isNull() || found.size() < 36) {
            return 0;
        }
        double degrees = avutil.av_display_rotation_get(new IntPointer(found.data()));
        return Double.isNaN(degrees) ? 0 : degrees;
    }

    /** The longer side over the shorter one's worth: width over height. */
    double ratio() {
        return (double) width / height;
    }
}
