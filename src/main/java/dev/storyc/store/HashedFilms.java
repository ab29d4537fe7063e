package dev.storyc.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How each film looked when its bytes were last hashed: size, time of change and inode, one line a film.
 *
 * <p>Only a saving: a line that is lost, torn or damaged costs a hashing and nothing else, so lines are appended without
 * fsync, by any number of processes, and a file that can't be read or written is done without. The time of a file's
 * inode would tell more, but linking a film into {@code out/} changes that too.
 */
final class HashedFilms {
    /** Lines that no longer say anything are taken out once there are so many more than films. */
    private static final int MOST_IDLE = 2000;

    private final Path file;
    private @Nullable Map<String, String> known;

    HashedFilms(Path file) {
        this.file = file;
    }

    /** Whether the film looks as it did when its bytes were last found to be these. */
    boolean trusts(String sha256, BasicFileAttributes film) {
        return look(film).equals(known().get(sha256));
    }

    /** Its bytes were hashed just now, and are these. */
    void remember(String sha256, BasicFileAttributes film) {
        String look = look(film);
        if (look.equals(known().put(sha256, look))) {
            return;
        }
        // A line of its own in one write: two processes' lines never mix, and after a crash at most the last is torn.
        byte[] line = (sha256 + " " + look + "\n").getBytes(StandardCharsets.US_ASCII);
        try (FileChannel channel = DurableFiles.appendPrivate(file)) {
            channel.write(ByteBuffer.wrap(line));
        } catch (IOException e) {
            // The next process hashes this film again.
            return;
        }
    }

    private synchronized Map<String, String> known() {
        Map<String, String> read = known;
        if (read == null) {
            read = read();
            known = read;
        }
        return read;
    }

    private Map<String, String> read() {
        Map<String, String> looks = new ConcurrentHashMap<>();
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            int lines = 0;
            int from = 0;
            for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
                lines++;
                if (whole(text, from, end)) {
                    looks.put(text.substring(from, from + 64), text.substring(from + 65, end));
                }
                from = end + 1;
            }
            if (lines > 2 * looks.size() + MOST_IDLE) {
                rewrite(looks);
            }
        } catch (NoSuchFileException e) {
            return looks;
        } catch (IOException e) {
            // Without it every film is hashed.
            return looks;
        }
        return looks;
    }

    private void rewrite(Map<String, String> looks) throws IOException {
        StringBuilder text = new StringBuilder();
        looks.forEach(
                (sha256, look) -> text.append(sha256).append(' ').append(look).append('\n'));
        DurableFiles.writePrivate(file, text.toString());
    }

    /** Whether this is one line as it was written: one that a crash glued to the next has other blanks. */
    private static boolean whole(String text, int from, int end) {
        if (end - from < 70 || text.charAt(from + 64) != ' ') {
            return false;
        }
        int blanks = 0;
        for (int i = from; i < end; i++) {
            blanks += text.charAt(i) == ' ' ? 1 : 0;
        }
        return blanks == 3;
    }

    private static String look(BasicFileAttributes film) {
        // The device's number may change with each mount; the inode's doesn't.
        String key = String.valueOf(film.fileKey());
        String inode = key.substring(key.lastIndexOf('=') + 1).replace(")", "");
        return film.size() + " " + film.lastModifiedTime().to(TimeUnit.NANOSECONDS) + " " + inode;
    }
}
