package dev.storyc.media;

import java.io.IOException;

/** FFmpeg can't be used on this machine; the message says why in words for people. */
public final class MediaPlatformException extends IOException {
    MediaPlatformException(String message) {
        super(message);
    }
}
