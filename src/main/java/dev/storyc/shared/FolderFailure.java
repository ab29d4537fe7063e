package dev.storyc.shared;

import dev.storyc.shared.SharedPlaceException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a file system's refusal means. Java has a class for few of them, so the rest are told by the system's words. */
final class FolderFailure {
    private FolderFailure() {}

    /** @param done what can't be, such as {@code read} */
    static SharedPlaceException of(String done, Path file, IOException e) {
        String reason = reason(e);
        return new SharedPlaceException(
                kind(e, reason.toLowerCase(Locale.ROOT)),
                "the shared " + file + " can't be " + done + ": " + reason,
                e);
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        @Nullable String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        if (reason == null && e instanceof NoSuchFileException missing) {
            return String.valueOf(missing.getFile());
        }
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    private static Kind kind(IOException e, String reason) {
        if (e instanceof AccessDeniedException
                || reason.contains("not permitted")
                || reason.contains("read-only file system")) {
            return Kind.FORBIDDEN;
        }
        if (reason.contains("no space left")
                || reason.contains("quota exceeded")
                || reason.contains("file too large")) {
            return Kind.FULL;
        }
        boolean away = reason.contains("stale") // a network disk that was mounted anew
                || reason.contains("not connected")
                || reason.contains("input/output error")
                || reason.contains("host is down")
                || reason.contains("timed out");
        return away ? Kind.UNREACHABLE : Kind.OTHER;
    }
}
