package dev.storyc.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avutil;

/** FFmpeg's return codes as words and exceptions. */
final class Ffmpeg {
    private Ffmpeg() {}

    static String words(int error) {
        byte[] text = new byte[256];
        avutil.av_strerror(error, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    /** The code itself, unless it says that something failed. */
    static int check(int code, String doing) throws IOException {
        if (code < 0) {
            throw new IOException("FFmpeg can't " + doing + ": " + words(code));
        }
        return code;
    }
}
