package dev.storyc.media;

import java.io.IOException;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * Joins the packets of films whose tracks agree, as they are.
 *
 * <p>Pictures follow each other to the tick. Sound comes in packets of some 20 ms that don't end where a picture does:
 * they are kept in one row without gap or overlap, so at a join sound may be early or late by half a packet at most, and
 * never by more for there being many joins.
 */
final class CopiedTrack implements CutTrack {
    private final List<Reel> reels;
    private final boolean pictures;
    private final Mp4Target target;
    private final AVStream out;
    private final AVPacket packet = avcodec.av_packet_alloc();

    private @Nullable FilmSource source;
    private @Nullable AVStream in;
    private int reel = -1;
    /** Where this reel begins in the cut, in seconds. */
    private double begin;
    /** From the film's ticks to the cut's; for sound it is known with the first packet that is taken. */
    private long shift;

    private boolean joined;
    private long next;
    private double reached;

    CopiedTrack(List<Reel> reels, boolean pictures, Mp4Target target) throws IOException {
        this.reels = reels;
        this.pictures = pictures;
        this.target = target;
        this.out = target.add();
        try (FilmSource first = FilmSource.open(reels.get(0).film())) {
            AVStream stream = stream(first);
            Ffmpeg.check(avcodec.avcodec_parameters_copy(out.codecpar(), stream.codecpar()), "describe a track");
            out.time_base(stream.time_base());
            out.avg_frame_rate(stream.avg_frame_rate());
            out.sample_aspect_ratio(stream.codecpar().sample_aspect_ratio());
        }
    }

    private AVStream stream(FilmSource film) throws IOException {
        AVStream stream = pictures ? film.picture() : film.sound();
        if (stream == null) {
            throw new IOException(film.film() + " has no sound any more");
        }
        return stream;
    }

    @Override
    public double reached() {
        return reached;
    }

    @Override
    public boolean step() throws IOException {
        while (true) {
            if (source == null && !open()) {
                return false;
            }
            FilmSource film = source;
            AVStream stream = in;
            if (film == null || stream == null) {
                throw new IllegalStateException("no reel is open");
            }
            if (!film.read(packet)) {
                closeReel();
                continue;
            }
            if (packet.stream_index() == stream.index() && placed(stream.time_base())) {
                reached = packet.pts() * avutil.av_q2d(stream.time_base());
                avcodec.av_packet_rescale_ts(packet, stream.time_base(), out.time_base());
                packet.stream_index(out.index());
                packet.pos(-1);
                target.write(packet);
                return true;
            }
            avcodec.av_packet_unref(packet);
        }
    }

    private boolean open() throws IOException {
        if (reel + 1 == reels.size()) {
            return false;
        }
        begin = reel < 0 ? 0 : begin + reels.get(reel).seconds();
        reel++;
        source = FilmSource.open(reels.get(reel).film());
        in = stream(source);
        source.only(in);
        joined = false;
        return true;
    }

    /** Moves the packet to its place in the cut; false if it has none there. */
    private boolean placed(AVRational tick) {
        Reel film = reels.get(reel);
        if (pictures) {
            if (!joined) {
                joined = true;
                shift = next - film.picture().from();
                next += film.picture().to() - film.picture().from();
            }
            move(shift);
            return true;
        }
        double seconds = avutil.av_q2d(tick);
        long from = Math.round((begin - film.picture().begin()) / seconds);
        long end = Math.round((begin + film.seconds()) / seconds);
        if (!joined) {
            // The first film keeps what its encoder put before the first sample; players know to skip it there.
            if (reel > 0 && packet.pts() + from + packet.duration() / 2 < next) {
                return false;
            }
            joined = true;
            shift = reel == 0 ? from : next - packet.pts();
        }
        if (packet.pts() + shift + packet.duration() / 2 > end) {
            return false;
        }
        move(shift);
        next = packet.pts() + packet.duration();
        return true;
    }

    private void move(long by) {
        packet.pts(packet.pts() + by);
        packet.dts(packet.dts() + by);
    }

    private void closeReel() {
        if (source != null) {
            source.close();
        }
        source = null;
        in = null;
    }

    @Override
    public void close() {
        closeReel();
        avcodec.av_packet_free(packet);
    }
}
