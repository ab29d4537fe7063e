package dev.storyc.media;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;

/**
 * The sound of one film, sample by sample from where its picture begins: silence where it has none, and after its end.
 */
final class PieceSound implements Closeable {
    /** Less than this is the rounding of times, and no gap. */
    private static final double GAP_SECONDS = 0.04;

    private final FilmSource source;
    private final TrackDecoder decoder;
    private final double origin;
    private final long length;
    private final int rate;
    private final int channels;
    private final SwrContext resampler = swresample.swr_alloc();
    private final AVFrame resampled = avutil.av_frame_alloc();

    private float[][] ready;
    private int from;
    private int to;
    private long produced;
    private boolean begun;
    private boolean ended;

    PieceSound(Reel reel, int rate, int channels) throws IOException {
        this.rate = rate;
        this.channels = channels;
        this.origin = reel.picture().begin();
        this.length = (long) Math.ceil((reel.seconds() + 1) * rate);
        this.ready = new float[channels][0];
        this.source = FilmSource.open(reel.film());
        try {
            AVStream stream = source.sound();
            if (stream == null) {
                throw new IOException(reel.film() + " has no sound any more");
            }
            this.decoder = new TrackDecoder(source, stream, 1);
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** Adds the next samples to a mix. */
    void mix(float[][] mix, int at, int count, Gain gain) throws IOException {
        while (to - from < count && !ended) {
            decode();
        }
        int there = Math.min(count, to - from);
        for (int n = 0; n < there; n++) {
            float loudness = gain.of(at + n);
            for (int channel = 0; channel < channels; channel++) {
                mix[channel][at + n] += loudness * ready[channel][from + n];
            }
        }
        from += there;
    }

    /** How loud a sample of the mix is to be, 0 to 1. */
    interface Gain {
        float of(int sample);
    }

    private void decode() throws IOException {
        AVFrame frame = null;
        if (decoder.next()) {
            frame = decoder.frame();
        } else {
            ended = true;
            if (!begun) {
                return;
            }
        }
        int drop = frame == null ? 0 : align(Math.round((decoder.at() - origin) * rate));
        begun = true;
        avutil.av_frame_unref(resampled);
        resampled.format(avutil.AV_SAMPLE_FMT_FLTP);
        resampled.sample_rate(rate);
        avutil.av_channel_layout_default(resampled.ch_layout(), channels);
        int done = swresample.swr_convert_frame(resampler, resampled, frame);
        if (done == avutil.AVERROR_INPUT_CHANGED) {
            swresample.swr_close(resampler);
            done = swresample.swr_convert_frame(resampler, resampled, frame);
        }
        Ffmpeg.check(done, "resample the sound of " + source.film());
        add(resampled, drop);
    }

    /** Fills a gap before sound that is expected at a sample; gives how many samples of it are to be dropped. */
    private int align(long expected) {
        long missing = expected - produced;
        if (Math.abs(missing) < (begun ? GAP_SECONDS * rate : 1)) {
            return 0;
        }
        if (missing < 0) {
            return (int) Math.min(Integer.MAX_VALUE, -missing);
        }
        // A hostile film's sound begins in a thousand years.
        int silence = (int) Math.max(0, Math.min(missing, length - produced));
        room(silence);
        for (float[] channel : ready) {
            Arrays.fill(channel, to, to + silence, 0);
        }
        to += silence;
        produced += silence;
        return 0;
    }

    private void add(AVFrame frame, int drop) {
        int there = frame.nb_samples();
        int dropped = Math.min(drop, there);
        int count = there - dropped;
        room(count);
        for (int channel = 0; channel < channels && count > 0; channel++) {
            FloatBuffer samples = frame.extended_data(channel)
                    .capacity(4L * there)
                    .asByteBuffer()
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            samples.position(dropped).get(ready[channel], to, count);
        }
        to += count;
        produced += count;
    }

    private void room(int count) {
        int kept = to - from;
        for (int channel = 0; channel < channels; channel++) {
            float[] old = ready[channel];
            float[] next = kept + count <= old.length ? old : new float[(kept + count) * 2];
            System.arraycopy(old, from, next, 0, kept);
            ready[channel] = next;
        }
        from = 0;
        to = kept;
    }

    @Override
    public void close() {
        avutil.av_frame_free(resampled);
        swresample.swr_free(resampler);
        decoder.close();
        source.close();
    }
}
