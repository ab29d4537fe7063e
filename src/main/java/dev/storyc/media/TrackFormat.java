package dev.storyc.media;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.BytePointer;

/**
 * All of a track that must be equal for its packets to follow another's in one track. A size that a film lacks (sound has
 * no width) is 0.
 *
 * @param settings the decoder's, such as H.264's parameter sets; two encoders that agree in all else differ here
 * @param quarterTurns see {@link Shape}
 */
record TrackFormat(
        int codec,
        int tag,
        int profile,
        int sampleFormat,
        ByteBuffer settings,
        long ticksPerSecond,
        int width,
        int height,
        int shownWidth,
        int quarterTurns,
        int colours,
        int sampleRate,
        int channels,
        int samplesInPacket) {

    static TrackFormat of(AVStream stream) {
        AVCodecParameters parameters = stream.codecpar();
        byte[] settings = new byte[Math.max(0, parameters.extradata_size())];
        BytePointer extradata = parameters.extradata();
        if (settings.length > 0 && extradata != null) {
            extradata.get(settings);
        }
        Shape shape = Shape.of(parameters);
        boolean picture = parameters.width() > 0;
        return new TrackFormat(
                parameters.codec_id(),
                parameters.codec_tag(),
                parameters.profile(),
                parameters.format(),
                ByteBuffer.wrap(settings).asReadOnlyBuffer(),
                (long) stream.time_base().den()
                        * 1_000
                        / Math.max(1, stream.time_base().num()),
                parameters.width(),
                parameters.height(),
                picture ? shape.width() : 0,
                picture ? shape.quarterTurns() : 0,
                ((parameters.color_range() * 100 + parameters.color_space()) * 100 + parameters.color_primaries()) * 100
                        + parameters.color_trc(),
                parameters.sample_rate(),
                parameters.ch_layout().nb_channels(),
                parameters.frame_size());
    }
}
