package dev.storyc.media;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** Reads all packets of an MP4, without decoding them, and says what the film is. */
final class PacketReader {
    /** An hour of picture and sound; a hostile index can name billions of one-byte packets. */
    private static final int MOST_PACKETS = 1_000_000;
    /** Encoders round the last frame's length. */
    private static final double SLACK_SECONDS = 0.1;

    private final AVFormatContext format;
    private final List<Track> tracks = new ArrayList<>();

    private PacketReader(AVFormatContext format) {
        this.format = format;
    }

    /** @param stated the length in seconds the film's head states */
    static Wholeness read(Path film, double stated) {
        AVFormatContext format = new AVFormatContext(null);
        AVDictionary options = new AVDictionary(null);
        try (BytePointer url = new BytePointer("file:" + film.toAbsolutePath(), StandardCharsets.UTF_8)) {
            // What came over the network names no other file or address: one demuxer, one protocol.
            avutil.av_dict_set(options, "protocol_whitelist", "file", 0);
            int opened = avformat.avformat_open_input(format, url, avformat.av_find_input_format("mov"), options);
            if (opened < 0) {
                return new Wholeness.Broken("its index can't be read: " + Ffmpeg.words(opened));
            }
            return new PacketReader(format).read(stated);
        } finally {
            avutil.av_dict_free(options);
            if (!format.isNull()) {
                avformat.avformat_close_input(format);
            }
        }
    }

    private Wholeness read(double stated) {
        int found = avformat.avformat_find_stream_info(format, (AVDictionary) null);
        if (found < 0) {
            return new Wholeness.Broken("its streams can't be read: " + Ffmpeg.words(found));
        }
        for (int i = 0; i < format.nb_streams(); i++) {
            tracks.add(new Track(format.streams(i)));
        }
        Track picture = first(avutil.AVMEDIA_TYPE_VIDEO);
        if (picture == null) {
            return new Wholeness.Broken("it has no picture track");
        }
        Track sound = first(avutil.AVMEDIA_TYPE_AUDIO);
        Optional<String> flaw =
                readPackets().or(picture::flaw).or(() -> sound == null ? Optional.empty() : sound.flaw());
        double reached = tracks.stream().mapToDouble(Track::end).max().orElse(0);
        if (flaw.isEmpty() && reached < stated - SLACK_SECONDS) {
            flaw = Optional.of(String.format(Locale.ROOT, "it states %.3f s and ends after %.3f s", stated, reached));
        }
        return flaw.<Wholeness>map(Wholeness.Broken::new)
                .orElseGet(() -> picture.probe(sound == null ? null : sound.codec()));
    }

    private @Nullable Track first(int type) {
        return tracks.stream().filter(t -> t.is(type)).findFirst().orElse(null);
    }

    private Optional<String> readPackets() {
        AVPacket packet = avcodec.av_packet_alloc();
        try {
            for (int n = 0; n < MOST_PACKETS; n++) {
                int got = avformat.av_read_frame(format, packet);
                if (got == avutil.AVERROR_EOF) {
                    return Optional.empty();
                }
                if (got < 0) {
                    return Optional.of("packet " + (n + 1) + " can't be read: " + Ffmpeg.words(got));
                }
                if ((packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0) {
                    return Optional.of("packet " + (n + 1) + " is not all there");
                }
                if (packet.stream_index() < tracks.size()) {
                    tracks.get(packet.stream_index()).see(packet);
                }
                avcodec.av_packet_unref(packet);
            }
            return Optional.of("it has more than " + MOST_PACKETS + " packets");
        } finally {
            avcodec.av_packet_free(packet);
        }
    }

    /** One stream of the film, and how far its packets reached. */
    private static final class Track {
        private final AVStream stream;
        private final AVCodecParameters parameters;
        private final double tick;
        private long packets;
        private long from = Long.MAX_VALUE;
        private long to = Long.MIN_VALUE;

        Track(AVStream stream) {
            this.stream = stream;
            this.parameters = stream.codecpar();
            this.tick = avutil.av_q2d(stream.time_base());
        }

        boolean is(int type) {
            return parameters.codec_type() == type
                    && (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) == 0;
        }

        String codec() {
            BytePointer name = avcodec.avcodec_get_name(parameters.codec_id());
            return name.getString();
        }

        void see(AVPacket packet) {
            packets++;
            long at = packet.pts() == avutil.AV_NOPTS_VALUE ? packet.dts() : packet.pts();
            if (at != avutil.AV_NOPTS_VALUE) {
                from = Math.min(from, at);
                to = Math.max(to, at + Math.max(0, packet.duration()));
            }
        }

        private String name() {
            return parameters.codec_type() == avutil.AVMEDIA_TYPE_VIDEO ? "picture" : "sound";
        }

        private double reached() {
            return packets == 0 || to < from ? 0 : ((double) to - from) * tick;
        }

        /** On the film's clock, for a track may begin late. */
        double end() {
            return Math.max(reached(), packets == 0 ? 0 : to * tick);
        }

        private double stated() {
            return stream.duration() > 0 ? stream.duration() * tick : reached();
        }

        Optional<String> flaw() {
            if (packets == 0) {
                return Optional.of("its " + name() + " track holds nothing");
            }
            if (reached() < stated() - SLACK_SECONDS) {
                return Optional.of(String.format(
                        Locale.ROOT, "its %s states %.3f s and ends after %.3f s", name(), stated(), reached()));
            }
            if (parameters.codec_type() == avutil.AVMEDIA_TYPE_VIDEO
                    && (parameters.width() <= 0 || parameters.height() <= 0)) {
                return Optional.of("its picture has no size");
            }
            return Optional.empty();
        }

        Wholeness probe(@Nullable String sound) {
            Shape shape = Shape.of(parameters);
            AVRational rate = stream.avg_frame_rate();
            double seconds = stated();
            return new Wholeness.Whole(new Probe(
                    seconds,
                    shape.width(),
                    shape.height(),
                    rate.den() > 0 && rate.num() > 0 ? avutil.av_q2d(rate) : packets / Math.max(seconds, 0.001),
                    codec(),
                    sound));
        }
    }
}
