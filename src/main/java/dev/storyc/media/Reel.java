package dev.storyc.media;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/**
 * One film of a cut, with what its packets show.
 *
 * @param probe what it is
 * @param shape how it is shown
 * @param picture its picture track
 * @param sound its sound track, or null without one
 */
record Reel(
        Path film,
        Probe probe,
        Shape shape,
        Track picture,
        @Nullable Track sound) {
    /**
     * A track, as far as its packets reach.
     *
     * @param tick the length of a tick in seconds
     * @param from where its first packet begins, in ticks; what is played earlier than 0 is not counted
     * @param to where its last packet ends
     * @param plain whether its packets are all shown, in one format, and none needs another film's before it
     */
    record Track(TrackFormat format, double tick, long from, long to, boolean plain) {
        double seconds() {
            return (to - from) * tick;
        }

        double begin() {
            return from * tick;
        }

        double end() {
            return to * tick;
        }
    }

    /** The length of its picture. */
    double seconds() {
        return picture.seconds();
    }

    /** @throws IOException if the film isn't whole; its message names the film */
    static Reel of(Path film) throws IOException {
        Probe probe = whole(film);
        AVPacket packet = avcodec.av_packet_alloc();
        try (FilmSource source = FilmSource.open(film)) {
            AVStream pictures = source.picture();
            AVStream sounds = source.sound();
            Scan picture = new Scan(pictures);
            Scan sound = sounds == null ? null : new Scan(sounds);
            while (source.read(packet)) {
                if (packet.stream_index() == pictures.index()) {
                    picture.see(packet);
                } else if (sound != null && packet.stream_index() == sound.stream.index()) {
                    sound.see(packet);
                }
                avcodec.av_packet_unref(packet);
            }
            return new Reel(
                    film, probe, Shape.of(pictures.codecpar()), picture.track(), sound == null ? null : sound.track());
        } finally {
            avcodec.av_packet_free(packet);
        }
    }

    private static Probe whole(Path film) throws IOException {
        Wholeness wholeness = new FilmProver().whole(film);
        String broken = wholeness.fold(probe -> "", reason -> reason);
        if (!broken.isEmpty()) {
            throw new IOException(film + " is not whole: " + broken);
        }
        return wholeness.<Probe>fold(probe -> probe, reason -> {
            throw new IllegalStateException(reason);
        });
    }

    private static final class Scan {
        private final AVStream stream;
        private final boolean picture;
        private long first = Long.MIN_VALUE;
        private long from = Long.MAX_VALUE;
        private long to = Long.MIN_VALUE;
        private boolean plain = true;

        Scan(AVStream stream) {
            this.stream = stream;
            this.picture = stream.codecpar().codec_type() == avutil.AVMEDIA_TYPE_VIDEO;
        }

        void see(AVPacket packet) {
            long at = packet.pts();
            if (at == avutil.AV_NOPTS_VALUE || packet.dts() == avutil.AV_NOPTS_VALUE || packet.duration() <= 0) {
                plain = false;
                return;
            }
            try (SizeTPointer size = new SizeTPointer(1)) {
                plain &= avcodec.av_packet_get_side_data(packet, avcodec.AV_PKT_DATA_NEW_EXTRADATA, size) == null;
            }
            if (picture) {
                boolean begins = first == Long.MIN_VALUE;
                first = begins ? at : first;
                // Hidden by an edit list, or shown before the first key frame: it hangs on what isn't there in a cut.
                plain &= (packet.flags() & avcodec.AV_PKT_FLAG_DISCARD) == 0
                        && at >= first
                        && (!begins || (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0);
            } else if (at + packet.duration() <= 0) {
                // What an encoder of sound puts before the first sample.
                return;
            }
            from = Math.min(from, picture ? at : Math.max(0, at));
            to = Math.max(to, at + packet.duration());
        }

        Track track() {
            double tick = avutil.av_q2d(stream.time_base());
            return from > to
                    ? new Track(TrackFormat.of(stream), tick, 0, 0, false)
                    : new Track(TrackFormat.of(stream), tick, from, to, plain);
        }
    }
}
