package dev.storyc.shared;

import dev.storyc.shared.SharedPlaceException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Takes in what another machine sends, and no more than there can be. */
final class Bodies {
    /** What no film is larger than. */
    static final long MOST_FILM = 4L << 30;

    private static final int CHUNK = 1 << 16;

    private Bodies() {}

    /** All bytes of a small thing. */
    static byte[] small(InputStream in, int most, String what) throws IOException {
        byte[] bytes = in.readNBytes(most + 1);
        if (bytes.length > most) {
            throw tooLarge(what);
        }
        return bytes;
    }

    /**
     * Writes all bytes into a new file; where that fails no file is left.
     *
     * @throws UncheckedIOException if the file can't be written, which is not the shared place's fault
     */
    static void file(InputStream in, Path into, String what) throws IOException {
        OutputStream out = opened(into);
        boolean whole = false;
        try {
            byte[] chunk = new byte[CHUNK];
            long sum = 0;
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                sum += n;
                if (sum > MOST_FILM) {
                    throw tooLarge(what);
                }
                write(out, chunk, n);
            }
            whole = true;
        } finally {
            end(out, into, whole);
        }
    }

    private static OutputStream opened(Path into) {
        try {
            return Files.newOutputStream(into, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(OutputStream out, byte[] chunk, int n) {
        try {
            out.write(chunk, 0, n);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(OutputStream out, Path into, boolean whole) {
        try {
            out.close();
            if (!whole) {
                Files.deleteIfExists(into);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How large a file of this machine is. */
    static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SharedPlaceException tooLarge(String what) {
        return new SharedPlaceException(Kind.DAMAGED, what + " is larger than anything storyc puts there");
    }
}
