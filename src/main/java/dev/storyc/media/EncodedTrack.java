package dev.storyc.media;

import java.io.Closeable;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** One encoder, its frame, and the stream of an MP4 its packets go to. */
final class EncodedTrack implements Closeable {
    private final Mp4Target target;
    private final AVStream stream;
    private final AVCodec encoder;
    private final AVCodecContext codec;
    private final AVFrame frame = avutil.av_frame_alloc();
    private final AVPacket packet = avcodec.av_packet_alloc();

    EncodedTrack(Mp4Target target, String name) throws IOException {
        AVCodec found = avcodec.avcodec_find_encoder_by_name(name);
        if (found == null) {
            throw new IOException("this FFmpeg has no encoder " + name);
        }
        this.target = target;
        this.encoder = found;
        this.stream = target.add();
        this.codec = avcodec.avcodec_alloc_context3(encoder);
        codec.flags(codec.flags() | avcodec.AV_CODEC_FLAG_BITEXACT);
        if ((target.format().oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0) {
            codec.flags(codec.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
        }
    }

    /** To be set up before {@link #open}. */
    AVCodecContext codec() {
        return codec;
    }

    /** To be filled before each {@link #send}. */
    AVFrame frame() {
        return frame;
    }

    void option(String name, String value) throws IOException {
        Ffmpeg.check(avutil.av_opt_set(codec.priv_data(), name, value, 0), "set " + name + " to " + value);
    }

    void open() throws IOException {
        Ffmpeg.check(avcodec.avcodec_open2(codec, encoder, (AVDictionary) null), "open its encoder");
        Ffmpeg.check(avcodec.avcodec_parameters_from_context(stream.codecpar(), codec), "describe a track");
        stream.time_base(codec.time_base());
        stream.avg_frame_rate(codec.framerate());
    }

    /** @param at the frame's time, in the encoder's time base */
    void send(long at) throws IOException {
        frame.pts(at);
        Ffmpeg.check(avcodec.avcodec_send_frame(codec, frame), "encode a frame");
        write();
    }

    void end() throws IOException {
        Ffmpeg.check(avcodec.avcodec_send_frame(codec, null), "end a track");
        write();
    }

    private void write() throws IOException {
        while (true) {
            int got = avcodec.avcodec_receive_packet(codec, packet);
            if (got == avutil.AVERROR_EAGAIN() || got == avutil.AVERROR_EOF) {
                return;
            }
            Ffmpeg.check(got, "encode a frame");
            if (packet.duration() == 0 && codec.codec_type() == avutil.AVMEDIA_TYPE_VIDEO) {
                // Left out, the film would end where its last picture begins.
                packet.duration(1);
            }
            packet.stream_index(stream.index());
            avcodec.av_packet_rescale_ts(packet, codec.time_base(), stream.time_base());
            target.write(packet);
        }
    }

    @Override
    public void close() {
        avcodec.av_packet_free(packet);
        avutil.av_frame_free(frame);
        avcodec.avcodec_free_context(codec);
    }
}
