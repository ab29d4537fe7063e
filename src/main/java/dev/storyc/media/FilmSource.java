package dev.storyc.media;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** An MP4 that is read: its first picture track, its first sound track, and their packets. One thread. */
final class FilmSource implements Closeable {
    private final Path film;
    private final AVFormatContext format = new AVFormatContext(null);

    private FilmSource(Path film) {
        this.film = film;
    }

    /** @throws IOException if it is no MP4, or has no picture track */
    static FilmSource open(Path film) throws IOException {
        FilmSource source = new FilmSource(film);
        try {
            source.open();
            return source;
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private void open() throws IOException {
        AVDictionary options = new AVDictionary(null);
        try (BytePointer url = new BytePointer("file:" + film.toAbsolutePath(), StandardCharsets.UTF_8)) {
            // What came over the network names no other file or address: one demuxer, one protocol.
            avutil.av_dict_set(options, "protocol_whitelist", "file", 0);
            Ffmpeg.check(
                    avformat.avformat_open_input(format, url, avformat.av_find_input_format("mov"), options),
                    "open " + film);
            Ffmpeg.check(avformat.avformat_find_stream_info(format, (AVDictionary) null), "read the tracks of " + film);
        } finally {
            avutil.av_dict_free(options);
        }
        picture();
    }

    Path film() {
        return film;
    }

    AVStream picture() throws IOException {
        AVStream found = first(avutil.AVMEDIA_TYPE_VIDEO);
        if (found == null || found.codecpar().width() <= 0 || found.codecpar().height() <= 0) {
            throw new IOException(film + " has no picture track");
        }
        return found;
    }

    /** Null where there is none. */
    @Nullable
    AVStream sound() {
        return first(avutil.AVMEDIA_TYPE_AUDIO);
    }

    private @Nullable AVStream first(int type) {
        for (int n = 0; n < format.nb_streams(); n++) {
            AVStream stream = format.streams(n);
            if (stream.codecpar().codec_type() == type
                    && (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) == 0) {
                return stream;
            }
        }
        return null;
    }

    /** When its picture begins, by its own clock. */
    double begin() throws IOException {
        AVStream stream = picture();
        return stream.start_time() == avutil.AV_NOPTS_VALUE
                ? 0
                : stream.start_time() * avutil.av_q2d(stream.time_base());
    }

    /** How long it says its picture is; 0 if it doesn't. */
    double seconds() throws IOException {
        AVStream stream = picture();
        return stream.duration() > 0
                ? stream.duration() * avutil.av_q2d(stream.time_base())
                : Math.max(0, format.duration() / (double) avutil.AV_TIME_BASE);
    }

    /** Leaves all other tracks unread from here on. */
    void only(AVStream wanted) {
        for (int n = 0; n < format.nb_streams(); n++) {
            AVStream stream = format.streams(n);
            stream.discard(stream.index() == wanted.index() ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_ALL);
        }
    }

    /** Takes the next packet in; false at the end. The packet must be empty, and is the caller's to empty. */
    boolean read(AVPacket packet) throws IOException {
        int got = avformat.av_read_frame(format, packet);
        if (got == avutil.AVERROR_EOF) {
            return false;
        }
        Ffmpeg.check(got, "read " + film);
        return true;
    }

    /** Goes to the last key frame at or before a time of this track, or to the first one after it. */
    void seek(AVStream stream, long at) throws IOException {
        int done = avformat.av_seek_frame(format, stream.index(), at, avformat.AVSEEK_FLAG_BACKWARD);
        if (done < 0) {
            Ffmpeg.check(avformat.av_seek_frame(format, stream.index(), at, 0), "seek in " + film);
        }
    }

    @Override
    public void close() {
        if (!format.isNull()) {
            avformat.avformat_close_input(format);
        }
    }
}
