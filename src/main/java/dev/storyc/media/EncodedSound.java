package dev.storyc.media;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/** Encodes the sound of a cut: AAC, mono or stereo, silent where a film has none. */
final class EncodedSound implements CutTrack {
    private static final int USUAL_RATE = 48_000;
    private static final Set<Integer> RATES = Set.of(22_050, 24_000, 32_000, 44_100, 48_000, 96_000);
    private static final int BITS_A_CHANNEL = 96_000;

    private final CutPlan plan;
    private final EncodedTrack track;
    private final int rate;
    private final int channels;
    private final float[][] mix;
    private final IdentityHashMap<CutPlan.Part, PieceSound> open = new IdentityHashMap<>();
    private final long count;
    private int first;
    private long sent;
    private boolean ended;

    EncodedSound(CutPlan plan, Mp4Target target) throws IOException {
        this.plan = plan;
        Reel.Track sound = plan.parts().stream()
                .map(part -> part.reel().sound())
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        this.rate = RATES.contains(sound.format().sampleRate()) ? sound.format().sampleRate() : USUAL_RATE;
        this.channels = plan.parts().stream().anyMatch(part -> channels(part.reel()) > 1) ? 2 : 1;
        this.count = Math.round(plan.seconds() * rate);
        this.track = new EncodedTrack(target, "aac");
        try {
            open();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        this.mix = new float[channels][track.codec().frame_size()];
    }

    private static int channels(Reel reel) {
        Reel.Track sound = reel.sound();
        return sound == null ? 0 : sound.format().channels();
    }

    private void open() throws IOException {
        AVCodecContext codec = track.codec();
        codec.sample_rate(rate);
        codec.sample_fmt(avutil.AV_SAMPLE_FMT_FLTP);
        codec.bit_rate((long) BITS_A_CHANNEL * channels);
        codec.time_base(avutil.av_make_q(1, rate));
        avutil.av_channel_layout_default(codec.ch_layout(), channels);
        track.open();
        AVFrame frame = track.frame();
        frame.format(avutil.AV_SAMPLE_FMT_FLTP);
        frame.nb_samples(codec.frame_size());
        frame.sample_rate(rate);
        Ffmpeg.check(avutil.av_channel_layout_copy(frame.ch_layout(), codec.ch_layout()), "lay out sound");
        Ffmpeg.check(avutil.av_frame_get_buffer(frame, 0), "hold sound");
    }

    @Override
    public double reached() {
        return (double) sent / rate;
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
        int samples = (int) Math.min(mix[0].length, count - sent);
        mix(samples);
        AVFrame frame = track.frame();
        Ffmpeg.check(avutil.av_frame_make_writable(frame), "change sound");
        for (int channel = 0; channel < channels; channel++) {
            frame.extended_data(channel)
                    .capacity(4L * mix[channel].length)
                    .asByteBuffer()
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer()
                    .put(mix[channel], 0, samples);
        }
        frame.nb_samples(samples);
        track.send(sent);
        sent += samples;
        return true;
    }

    private void mix(int samples) throws IOException {
        for (float[] channel : mix) {
            Arrays.fill(channel, 0);
        }
        for (int n = first; n < plan.parts().size(); n++) {
            CutPlan.Part part = plan.parts().get(n);
            long begin = Math.round(part.begin() * rate);
            long end = n == plan.parts().size() - 1 ? count : Math.round(part.end() * rate);
            if (begin >= sent + samples) {
                return;
            }
            if (part.reel().sound() != null && end > sent) {
                int at = (int) Math.max(0, begin - sent);
                int to = (int) Math.min(samples, end - sent);
                sound(part).mix(mix, at, to - at, gain(n));
            }
            if (end <= sent + samples && n == first) {
                first++;
                PieceSound over = open.remove(part);
                if (over != null) {
                    over.close();
                }
            }
        }
    }

    private PieceSound sound(CutPlan.Part part) throws IOException {
        PieceSound found = open.get(part);
        if (found == null) {
            found = new PieceSound(part.reel(), rate, channels);
            open.put(part, found);
        }
        return found;
    }

    /** Equal power: what fades out and what fades in are as loud together as each is alone. */
    private PieceSound.Gain gain(int n) {
        CutPlan.Part part = plan.parts().get(n);
        double fadeOut = n + 1 < plan.parts().size() ? plan.parts().get(n + 1).fade() : 0;
        return sample -> {
            double now = (double) (sent + sample) / rate;
            double in = part.fade() > 0 ? Math.min(1, (now - part.begin()) / part.fade()) : 1;
            double out = fadeOut > 0 ? Math.min(1, (part.end() - now) / fadeOut) : 1;
            double share = Math.max(0, Math.min(in, out));
            return share == 1 ? 1 : (float) Math.sin(share * Math.PI / 2);
        };
    }

    @Override
    public void close() {
        open.values().forEach(PieceSound::close);
        open.clear();
        track.close();
    }
}
