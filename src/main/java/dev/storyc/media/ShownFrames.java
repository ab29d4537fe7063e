package dev.storyc.media;

import java.io.Closeable;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/** Which frame a film shows at a time; times are asked for in order, however its frames are spaced. */
final class ShownFrames implements Closeable {
    private final TrackDecoder decoder;
    private final AVFrame current = avutil.av_frame_alloc();
    private final AVFrame upcoming = avutil.av_frame_alloc();
    private double currentAt = Double.NaN;
    private double upcomingAt = Double.NaN;
    private boolean ended;

    ShownFrames(TrackDecoder decoder) {
        this.decoder = decoder;
    }

    /**
     * The frame shown at a time, or where the film has not begun by then its first, where it has ended its last.
     *
     * @param most how many frames may be decoded for it; if that isn't enough, it is the last one decoded
     * @return to be read before the next call; null if nothing can be decoded
     */
    @Nullable
    AVFrame at(double seconds, int most) throws IOException {
        int decoded = 0;
        while (true) {
            if (!Double.isNaN(upcomingAt)) {
                if (upcomingAt > seconds && !Double.isNaN(currentAt)) {
                    return current;
                }
                avutil.av_frame_unref(current);
                avutil.av_frame_move_ref(current, upcoming);
                currentAt = upcomingAt;
                upcomingAt = Double.NaN;
                if (currentAt > seconds) {
                    return current;
                }
            }
            if (ended || decoded == most) {
                return Double.isNaN(currentAt) ? null : current;
            }
            decoded++;
            if (decoder.next()) {
                upcomingAt = decoder.at();
                avutil.av_frame_move_ref(upcoming, decoder.frame());
            } else {
                ended = true;
            }
        }
    }

    /** When the frame last given is shown. */
    double shownAt() {
        return currentAt;
    }

    /** Goes on from the last key frame before this time; times may be asked for from there on. */
    void seek(double seconds) throws IOException {
        decoder.seek(seconds);
        avutil.av_frame_unref(current);
        avutil.av_frame_unref(upcoming);
        currentAt = Double.NaN;
        upcomingAt = Double.NaN;
        ended = false;
    }

    @Override
    public void close() {
        avutil.av_frame_free(current);
        avutil.av_frame_free(upcoming);
    }
}
