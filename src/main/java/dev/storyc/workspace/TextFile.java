package dev.storyc.workspace;

import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Reads text that people wrote, of a bounded size: the one place that decides what is a file and what is text. */
public final class TextFile {
    /** The most bytes of a file that people write by hand. */
    public static final int WRITTEN = 4 * 1024 * 1024;

    private TextFile() {}

    /**
     * Reads a text strictly as UTF-8, without its byte-order mark.
     *
     * @param most the bytes it may have; no more of it is read
     * @throws IOException with words for people, if it can't be read
     */
    public static Source read(Path file, String shown, int most) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw unreadable(
                    Files.isDirectory(file)
                            ? "it is a folder"
                            : Files.exists(file) ? "it is no regular file" : "it does not exist",
                    "name a file that is there");
        }
        return new Source(shown, text(bytes(file, most)));
    }

    // What a size says may be old or made up, so the bytes are counted as they come.
    private static byte[] bytes(Path file, int most) throws IOException {
        long size = Files.size(file);
        if (size > most) {
            throw tooLarge(String.format(Locale.ROOT, "%,d", size), most);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw tooLarge(String.format(Locale.ROOT, "more than %,d", most), most);
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw unreadable("it was removed just now", "name a file that is there");
        } catch (AccessDeniedException e) {
            throw unreadable("its rights don't allow it", "give yourself the right to read it");
        } catch (FileSystemLoopException e) {
            throw unreadable("its link leads back to itself", "put a file in the link's place");
        }
    }

    private static UnreadableFile unreadable(String problem, String hint) {
        return new UnreadableFile(Rule.FILE_UNREADABLE, problem, hint);
    }

    private static UnreadableFile tooLarge(String size, int most) {
        return new UnreadableFile(
                Rule.FILE_TOO_LARGE,
                String.format(Locale.ROOT, "it has %s bytes, and may have %,d", size, most),
                "move rows into a CSV file and name it under `variants: { rows: … }`");
    }

    private static String text(byte[] bytes) throws IOException {
        String other = otherEncoding(bytes);
        if (!other.isEmpty()) {
            throw unreadable("it is " + other + ", and not UTF-8", "save it as UTF-8 text");
        }
        try {
            // Much faster than a decoder, which is asked only where something may have been replaced.
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (text.indexOf('\uFFFD') >= 0) {
                text = StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            }
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw unreadable("it is not UTF-8: " + firstBad(bytes), "save it as UTF-8 text");
        }
    }

    /** The name of another Unicode encoding that a file's beginning shows, or empty text. */
    static String otherEncoding(byte[] head) {
        int a = head.length > 0 ? head[0] & 0xFF : -1;
        int b = head.length > 1 ? head[1] & 0xFF : -1;
        int c = head.length > 2 ? head[2] & 0xFF : -1;
        int d = head.length > 3 ? head[3] & 0xFF : -1;
        if ((a == 0xFF && b == 0xFE && c == 0 && d == 0) || (a == 0 && b == 0 && c == 0xFE && d == 0xFF)) {
            return "UTF-32";
        }
        boolean marked = (a == 0xFF && b == 0xFE) || (a == 0xFE && b == 0xFF);
        boolean unmarked = (a == 0 && b > 0 && c == 0 && d > 0) || (a > 0 && b == 0 && c > 0 && d == 0);
        return marked || unmarked ? "UTF-16" : "";
    }

    private static String firstBad(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        decoder.decode(in, java.nio.CharBuffer.allocate(bytes.length + 1), true);
        int at = Math.min(in.position(), bytes.length - 1);
        int line = 1;
        for (int i = 0; i < at; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return String.format(Locale.ROOT, "byte %02X on line %d is no part of a character", bytes[at], line);
    }
}
