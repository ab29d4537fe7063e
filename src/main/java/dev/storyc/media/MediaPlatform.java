package dev.storyc.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/**
 * FFmpeg's native libraries on this machine, loaded once and only when first needed.
 *
 * <p>They are unpacked to {@code storyc/natives} in the per-user cache folder, or where the system property
 * {@code org.bytedeco.javacpp.cachedir} says. The unpacking library locks that folder against other processes.
 */
public final class MediaPlatform {
    private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";
    /** More than any honest film makes FFmpeg ask for at once; a hostile file may name any number. */
    private static final long MOST_BYTES_AT_ONCE = 256L << 20;

    private MediaPlatform() {}

    /** Why films can neither be proved nor drawn here, in one sentence; empty if they can. Loads FFmpeg to find out. */
    public static Optional<String> missing() {
        return Load.MISSING;
    }

    /** @throws MediaPlatformException if FFmpeg isn't there */
    static void require() throws MediaPlatformException {
        if (Load.MISSING.isPresent()) {
            throw new MediaPlatformException(Load.MISSING.get());
        }
    }

    private static String words(Throwable failure) {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return "FFmpeg is not there for this platform (" + platform
                + "): films can be neither proved nor drawn here; check, compile and plan work. Known to work: Linux with"
                + " glibc and macOS, x86-64 and arm64, with a storyc built on that platform. The cause: "
                + failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    /** Loaded with its first use; the JVM sees to it that this happens once. */
    private static final class Load {
        static final Optional<String> MISSING = load();

        private static Optional<String> load() {
            if (System.getProperty(CACHE_PROPERTY) == null) {
                Path folder = UserCache.folder("natives");
                try {
                    Files.createDirectories(folder);
                } catch (IOException e) {
                    return Optional.of("FFmpeg can't be unpacked to " + folder + " (" + e
                            + "): set XDG_CACHE_HOME to a folder that can be written.");
                }
                System.setProperty(CACHE_PROPERTY, folder.toString());
            }
            try {
                // Each by itself: avdevice and avfilter would want libraries a bare machine doesn't have.
                Loader.load(avutil.class);
                Loader.load(avcodec.class);
                Loader.load(avformat.class);
            } catch (LinkageError | RuntimeException e) {
                return Optional.of(words(e));
            }
            avutil.av_log_set_level(avutil.AV_LOG_QUIET);
            avutil.av_max_alloc(MOST_BYTES_AT_ONCE);
            return Optional.empty();
        }
    }
}
