package dev.storyc.media;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * Encodes pictures and sound into an MP4 whose index stands first. One thread; what is native is freed on close, finished
 * or not.
 */
final class FilmWriter implements Closeable {
    private final Mp4Target film;
    private final int width;
    private final int height;

    private @Nullable EncodedTrack pictures;
    private @Nullable EncodedTrack sounds;
    private int samplesInFrame;
    private long picturesSent;
    private long samplesSent;

    FilmWriter(Path target, int width, int height, int framesPerSecond, boolean sound) throws IOException {
        this.width = width;
        this.height = height;
        this.film = new Mp4Target(target);
        try {
            open(framesPerSecond, sound);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void open(int framesPerSecond, boolean sound) throws IOException {
        pictures = pictures(framesPerSecond);
        sounds = sound ? sounds() : null;
        film.begin();
    }

    private EncodedTrack pictures(int framesPerSecond) throws IOException {
        EncodedTrack track = new EncodedTrack(film, "libopenh264");
        AVCodecContext codec = track.codec();
        codec.width(width);
        codec.height(height);
        codec.pix_fmt(avutil.AV_PIX_FMT_YUV420P);
        codec.time_base(avutil.av_make_q(1, framesPerSecond));
        codec.framerate(avutil.av_make_q(framesPerSecond, 1));
        codec.gop_size(framesPerSecond);
        codec.thread_count(1);
        codec.color_range(avutil.AVCOL_RANGE_MPEG);
        codec.colorspace(avutil.AVCOL_SPC_BT709);
        codec.color_primaries(avutil.AVCOL_PRI_BT709);
        codec.color_trc(avutil.AVCOL_TRC_BT709);
        track.option("profile", "main");
        // One quantiser for all: a card stays as sharp as it was drawn, and nothing is spent on sharing out bits.
        track.option("rc_mode", "off");
        track.option("allow_skip_frames", "0");
        track.open();
        AVFrame frame = track.frame();
        frame.format(avutil.AV_PIX_FMT_YUV420P);
        frame.width(width);
        frame.height(height);
        Ffmpeg.check(avutil.av_frame_get_buffer(frame, 0), "hold a picture");
        return track;
    }

    private EncodedTrack sounds() throws IOException {
        EncodedTrack track = new EncodedTrack(film, "aac");
        AVCodecContext codec = track.codec();
        codec.sample_rate(Tones.SAMPLE_RATE);
        codec.sample_fmt(avutil.AV_SAMPLE_FMT_FLTP);
        codec.bit_rate(64_000);
        codec.time_base(avutil.av_make_q(1, Tones.SAMPLE_RATE));
        avutil.av_channel_layout_default(codec.ch_layout(), 1);
        track.option("aac_coder", "fast");
        track.open();
        AVFrame frame = track.frame();
        frame.format(avutil.AV_SAMPLE_FMT_FLTP);
        frame.nb_samples(codec.frame_size());
        frame.sample_rate(Tones.SAMPLE_RATE);
        Ffmpeg.check(avutil.av_channel_layout_copy(frame.ch_layout(), codec.ch_layout()), "lay out sound");
        Ffmpeg.check(avutil.av_frame_get_buffer(frame, 0), "hold sound");
        return track;
    }

    /** Adds the next picture. */
    void picture(Yuv420 picture) throws IOException {
        EncodedTrack track = opened(pictures);
        AVFrame frame = track.frame();
        Ffmpeg.check(avutil.av_frame_make_writable(frame), "change a picture");
        copy(picture.luma(), frame, 0, width, height);
        copy(picture.blue(), frame, 1, width / 2, height / 2);
        copy(picture.red(), frame, 2, width / 2, height / 2);
        track.send(picturesSent++);
    }

    private static void copy(byte[] plane, AVFrame frame, int index, int width, int height) {
        int stride = frame.linesize(index);
        ByteBuffer to = frame.data(index).capacity((long) stride * height).asByteBuffer();
        for (int y = 0; y < height; y++) {
            to.position(y * stride).put(plane, y * width, width);
        }
    }

    /** Adds sound, any number of samples. */
    void sound(float[] samples) throws IOException {
        EncodedTrack track = opened(sounds);
        AVFrame frame = track.frame();
        int capacity = track.codec().frame_size();
        for (int at = 0; at < samples.length; ) {
            int n = Math.min(samples.length - at, capacity - samplesInFrame);
            Ffmpeg.check(avutil.av_frame_make_writable(frame), "change sound");
            buffer(frame, capacity).position(samplesInFrame).put(samples, at, n);
            at += n;
            samplesInFrame += n;
            if (samplesInFrame == capacity) {
                sendSound(track);
            }
        }
    }

    private static FloatBuffer buffer(AVFrame frame, int capacity) {
        return frame.data(0)
                .capacity(4L * capacity)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private void sendSound(EncodedTrack track) throws IOException {
        track.frame().nb_samples(samplesInFrame);
        track.send(samplesSent);
        samplesSent += samplesInFrame;
        samplesInFrame = 0;
    }

    /** Writes what is still held back, and the index. */
    void finish() throws IOException {
        if (sounds != null) {
            if (samplesInFrame > 0) {
                sendSound(sounds);
            }
            sounds.end();
        }
        opened(pictures).end();
        film.finish();
    }

    private static EncodedTrack opened(@Nullable EncodedTrack track) {
        if (track == null) {
            throw new IllegalStateException("the film has no such track");
        }
        return track;
    }

    @Override
    public void close() {
        if (pictures != null) {
            pictures.close();
        }
        if (sounds != null) {
            sounds.close();
        }
        film.close();
    }
}
