package dev.storyc.store;

import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.FilmRecordFormat;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** The files of film records. */
final class FilmRecords {
    private static final long MOST_BYTES = 1 << 20;

    private final FilmRecordFormat format = new FilmRecordFormat();

    /**
     * The record in a file; empty if it is damaged, or of another key.
     *
     * @throws NoSuchFileException if there is no file
     */
    Optional<FilmRecord> read(Path file, Key key) throws IOException {
        // Whatever is larger is no record, and whatever is no file would be waited for.
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        if (!found.isRegularFile() || found.size() > MOST_BYTES) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return format.readIfWhole(text).filter(record -> record.key().equals(key));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** @param name what it is called where its steps are heard */
    void write(Path file, FilmRecord record, String name, Steps steps) throws IOException {
        DurableFiles.privateFolder(DurableFiles.above(file));
        DurableFiles.writeReadOnly(file, format.write(record), name, steps);
    }
}
