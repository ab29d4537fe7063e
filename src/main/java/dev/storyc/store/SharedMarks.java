package dev.storyc.store;

import dev.storyc.manifest.FilmRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which films of a store a shared one is known to have, one line a film, so that a build of what is held asks nobody.
 *
 * <p>Only a saving, in a file that any number of processes append to without fsync: a line that is lost costs a question,
 * and one that lies is found out by {@code store push}, which asks for each.
 */
public final class SharedMarks {
    private static final int LINE = 64 + 1 + 64;

    private final Path file;
    private @Nullable Set<String> known;

    /** @param name what people call the shared store: each has its own marks */
    public SharedMarks(StoreFiles files, String name) {
        byte[] digest = Digests.newSha256().digest(name.getBytes(StandardCharsets.UTF_8));
        this.file = files.shared(HexFormat.of().formatHex(digest, 0, 8));
    }

    /** Whether the film and its record were once seen there. */
    public boolean has(FilmRecord film) {
        return known().contains(line(film));
    }

    /** They are there. */
    public void add(FilmRecord film) {
        if (!known().add(line(film))) {
            return;
        }
        byte[] line = (line(film) + "\n").getBytes(StandardCharsets.US_ASCII);
        try (FileChannel channel = DurableFiles.appendPrivate(file)) {
            channel.write(ByteBuffer.wrap(line));
        } catch (IOException e) {
            // The next build asks again.
            return;
        }
    }

    private static String line(FilmRecord film) {
        return film.key().hex() + " " + film.sha256();
    }

    private synchronized Set<String> known() {
        Set<String> read = known;
        if (read == null) {
            read = ConcurrentHashMap.newKeySet();
            try {
                Set<String> lines = read;
                Files.readString(file, StandardCharsets.ISO_8859_1)
                        .lines()
                        .filter(line -> line.length() == LINE)
                        .forEach(lines::add);
            } catch (NoSuchFileException e) {
                // None is known.
            } catch (IOException e) {
                read.clear();
            }
            known = read;
        }
        return read;
    }
}
