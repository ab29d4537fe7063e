package dev.storyc.media;

import java.io.Closeable;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Decodes one track of a film, which no other track is read from.
 *
 * <p>What can't be decoded is passed over: a film with a damaged packet still shows the rest.
 */
final class TrackDecoder implements Closeable {
    /** 8K; a hostile film states any size. */
    private static final long MOST_PIXELS = 7680L * 4320;

    private final FilmSource source;
    private final AVStream stream;
    private final double tick;
    private final AVCodecContext codec;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AVFrame frame = avutil.av_frame_alloc();
    private boolean ended;
    private int flaws;

    TrackDecoder(FilmSource source, AVStream stream, int threads) throws IOException {
        this.source = source;
        this.stream = stream;
        this.tick = avutil.av_q2d(stream.time_base());
        AVCodec decoder = avcodec.avcodec_find_decoder(stream.codecpar().codec_id());
        this.codec = avcodec.avcodec_alloc_context3(decoder);
        try {
            if (decoder == null) {
                throw new IOException("this FFmpeg can't decode "
                        + avcodec.avcodec_get_name(stream.codecpar().codec_id()).getString() + ", which "
                        + source.film()
                        + " holds");
            }
            Ffmpeg.check(avcodec.avcodec_parameters_to_context(codec, stream.codecpar()), "read " + source.film());
            codec.pkt_timebase(stream.time_base());
            codec.thread_count(threads);
            codec.max_pixels(MOST_PIXELS);
            Ffmpeg.check(avcodec.avcodec_open2(codec, decoder, (AVDictionary) null), "decode " + source.film());
            source.only(stream);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** What {@link #next} made; it changes with each call. */
    AVFrame frame() {
        return frame;
    }

    AVStream stream() {
        return stream;
    }

    /** How many packets couldn't be decoded. */
    int flaws() {
        return flaws;
    }

    /** When the frame is shown, in seconds of the film; where the file doesn't say, at its beginning. */
    double at() {
        long at = frame.best_effort_timestamp();
        return at == avutil.AV_NOPTS_VALUE ? 0 : at * tick;
    }

    /** When the last key frame at or before a time is decoded, as the film's index says; minus infinity if it doesn't. */
    double keyFrameBefore(double seconds) {
        int found =
                avformat.av_index_search_timestamp(stream, Math.round(seconds / tick), avformat.AVSEEK_FLAG_BACKWARD);
        AVIndexEntry entry = found < 0 ? null : avformat.avformat_index_get_entry(stream, found);
        return entry == null ? Double.NEGATIVE_INFINITY : entry.timestamp() * tick;
    }

    /** Goes on from the last key frame before this time. */
    void seek(double seconds) throws IOException {
        source.seek(stream, Math.round(seconds / tick));
        avcodec.avcodec_flush_buffers(codec);
        ended = false;
    }

    /** Makes the next frame; false at the end. */
    boolean next() throws IOException {
        while (true) {
            int got = avcodec.avcodec_receive_frame(codec, frame);
            if (got == 0) {
                return true;
            }
            if (got == avutil.AVERROR_EOF || (ended && got == avutil.AVERROR_EAGAIN())) {
                return false;
            }
            if (got != avutil.AVERROR_EAGAIN()) {
                flaws++;
            }
            feed();
        }
    }

    private void feed() throws IOException {
        while (source.read(packet)) {
            boolean mine = packet.stream_index() == stream.index();
            int sent = mine ? avcodec.avcodec_send_packet(codec, packet) : 0;
            avcodec.av_packet_unref(packet);
            if (sent < 0) {
                flaws++;
            } else if (mine) {
                return;
            }
        }
        ended = true;
        avcodec.avcodec_send_packet(codec, null);
    }

    @Override
    public void close() {
        avutil.av_frame_free(frame);
        avcodec.av_packet_free(packet);
        if (!codec.isNull()) {
            avcodec.avcodec_free_context(codec);
        }
    }
}
