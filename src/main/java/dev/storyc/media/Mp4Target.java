package dev.storyc.media;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * An MP4 that is written, its index first: tracks are added, then it begins, takes packets and is finished. One thread.
 */
final class Mp4Target implements Closeable {
    private final Path target;
    private final AVFormatContext format = new AVFormatContext(null);
    private final AVIOContext file = new AVIOContext(null);

    Mp4Target(Path target) throws IOException {
        this.target = target;
        Ffmpeg.check(avformat.avformat_alloc_output_context2(format, null, "mp4", null), "make an MP4");
        // Without it the file holds the library's version and differs between builds of it.
        format.flags(format.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
    }

    /** To add tracks to. */
    AVFormatContext format() {
        return format;
    }

    AVStream add() {
        return avformat.avformat_new_stream(format, null);
    }

    /** No more tracks; packets follow. Their time bases may be others than were asked for. */
    void begin() throws IOException {
        AVDictionary options = new AVDictionary(null);
        try (BytePointer url = new BytePointer("file:" + target.toAbsolutePath(), StandardCharsets.UTF_8)) {
            Ffmpeg.check(avformat.avio_open(file, url, avformat.AVIO_FLAG_WRITE), "write " + target);
            format.pb(file);
            // To move the index to the front, the file is read again, by this address.
            format.url(avutil.av_strdup(url));
            avutil.av_dict_set(options, "movflags", "+faststart", 0);
            Ffmpeg.check(avformat.avformat_write_header(format, options), "begin " + target);
        } finally {
            avutil.av_dict_free(options);
        }
    }

    /** Takes a packet over, whose times are in its track's time base, and leaves it empty. */
    void write(AVPacket packet) throws IOException {
        Ffmpeg.check(avformat.av_interleaved_write_frame(format, packet), "write " + target);
    }

    /** Writes what is held back, and the index. Only after this has returned is the film on the disk. */
    void finish() throws IOException {
        Ffmpeg.check(avformat.av_write_trailer(format), "finish " + target);
        avformat.avio_flush(file);
        // A full disk shows here: writing goes through a buffer, which remembers the first failure.
        Ffmpeg.check(file.error(), "write " + target);
        format.pb(new AVIOContext(null));
        Ffmpeg.check(avformat.avio_closep(file), "write " + target);
    }

    @Override
    public void close() {
        if (!file.isNull()) {
            avformat.avio_closep(file);
        }
        if (!format.isNull()) {
            avformat.avformat_free_context(format);
            format.setNull();
        }
    }
}
