package dev.storyc.media;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;

/** Encodes the pictures of a cut: H.264, evenly spaced, whatever the films are. */
final class EncodedPictures implements CutTrack {
    /** Bits a second at 1920×1080 and 24 frames a second; others by their size, small ones relatively more. */
    private static final double FULL_HD_BITRATE = 10_000_000;

    private static final double FULL_HD_PIXELS = 1920.0 * 1080;
    private static final double USUAL_RATE = 24;
    private static final int SECONDS_BETWEEN_KEY_FRAMES = 1;
    private static final int LARGEST_DENOMINATOR = 120_000;

    private final CutPlan plan;
    private final int threads;
    private final EncodedTrack track;
    private final Canvas canvas;
    private final AVFrame other = avutil.av_frame_alloc();
    private int opened;
    private final Deque<Showing> showing = new ArrayDeque<>();
    private final double rate;
    private final long count;
    private long sent;
    private boolean ended;

    /** A film that is to be seen now; two are during a crossfade. */
    private record Showing(CutPlan.Part part, FilmSource source, TrackDecoder decoder, ShownFrames frames) {
        void close() {
            frames.close();
            decoder.close();
            source.close();
        }
    }

    EncodedPictures(CutPlan plan, Mp4Target target, int threads) throws IOException {
        this.plan = plan;
        this.threads = threads;
        AVRational exact = avutil.av_d2q(plan.framesPerSecond(), LARGEST_DENOMINATOR);
        this.rate = avutil.av_q2d(exact);
        this.count = Math.max(1, Math.round(plan.seconds() * rate));
        this.canvas = new Canvas(plan.width(), plan.height(), threads);
        this.track = new EncodedTrack(target, "libopenh264");
        try {
            open(exact);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void open(AVRational exact) throws IOException {
        AVCodecContext codec = track.codec();
        codec.width(plan.width());
        codec.height(plan.height());
        codec.pix_fmt(avutil.AV_PIX_FMT_YUV420P);
        codec.time_base(avutil.av_inv_q(exact));
        codec.framerate(exact);
        codec.gop_size(Math.max(1, (int) Math.round(rate * SECONDS_BETWEEN_KEY_FRAMES)));
        codec.thread_count(threads);
        codec.color_range(avutil.AVCOL_RANGE_MPEG);
        codec.colorspace(avutil.AVCOL_SPC_BT709);
        codec.color_primaries(avutil.AVCOL_PRI_BT709);
        codec.color_trc(avutil.AVCOL_TRC_BT709);
        codec.bit_rate(bitrate());
        codec.rc_max_rate(bitrate() * 3 / 2);
        track.option("profile", "high");
        track.option("rc_mode", "bitrate");
        track.option("allow_skip_frames", "0");
        track.open();
        Canvas.allocate(track.frame(), plan.width(), plan.height());
        Canvas.allocate(other, plan.width(), plan.height());
    }

    private long bitrate() {
        double size = (double) plan.width() * plan.height() / FULL_HD_PIXELS;
        return Math.round(FULL_HD_BITRATE * Math.pow(size, 0.75) * Math.sqrt(rate / USUAL_RATE));
    }

    @Override
    public double reached() {
        return sent / rate;
    }

    @Override
    public boolean step() throws IOException {
        if (ended) {
            return false;
        }
        if (sent == count) {
            ended = true;
            track.end();
            return true;
        }
        // The middle of the frame's time: at its beginning rounding would decide which picture is shown.
        double now = (sent + 0.5) / rate;
        boolean cut = advance(now);
        AVFrame frame = track.frame();
        Ffmpeg.check(avutil.av_frame_make_writable(frame), "change a picture");
        draw(showing.getFirst(), now, frame);
        if (showing.size() > 1) {
            Showing next = showing.getLast();
            draw(next, now, other);
            double share = (now - next.part().begin()) / next.part().fade();
            Blend.into(frame, other, Math.max(0, Math.min(1, share)));
        }
        frame.pict_type(cut ? avutil.AV_PICTURE_TYPE_I : avutil.AV_PICTURE_TYPE_NONE);
        track.send(sent++);
        return true;
    }

    /** Opens what begins and closes what has ended by now; true if a film begins. */
    private boolean advance(double now) throws IOException {
        boolean begins = false;
        while (opened < plan.parts().size() && plan.parts().get(opened).begin() <= now) {
            showing.addLast(open(plan.parts().get(opened++)));
            begins = true;
        }
        while (showing.size() > 1 && showing.getFirst().part().end() <= now) {
            showing.removeFirst().close();
        }
        return begins;
    }

    private Showing open(CutPlan.Part part) throws IOException {
        FilmSource source = FilmSource.open(part.reel().film());
        try {
            TrackDecoder decoder = new TrackDecoder(source, source.picture(), threads);
            return new Showing(part, source, decoder, new ShownFrames(decoder));
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private void draw(Showing film, double now, AVFrame target) throws IOException {
        double at = now - film.part().begin() + film.part().reel().picture().begin();
        AVFrame frame = film.frames().at(at, Integer.MAX_VALUE);
        if (frame == null) {
            throw new IOException("no picture of " + film.source().film() + " can be decoded");
        }
        canvas.draw(frame, film.part().reel().shape(), target);
    }

    @Override
    public void close() {
        showing.forEach(Showing::close);
        showing.clear();
        avutil.av_frame_free(other);
        canvas.close();
        track.close();
    }
}
