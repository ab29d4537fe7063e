package dev.storyc.store;

import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All that lies in the store of a realm, by one walk, without looking into films.
 *
 * @param records what can be read of the records, by key
 * @param damaged records that can't be read
 * @param films each film's bytes, by SHA-256
 * @param aside the records of films that were set aside because they aren't as asked
 * @param quarantined how many films and records were set aside because they are damaged
 * @param trash each file's bytes in the trash
 */
public record StoreInventory(
        Map<Key, FilmRecord> records,
        Map<Key, Damage> damaged,
        Map<String, Long> films,
        Map<Key, FilmRecord> aside,
        long quarantined,
        Map<Path, Long> trash) {
    private static final Pattern RECORD = Pattern.compile("([0-9a-f]{64})\\.json");
    private static final Pattern FILM = Pattern.compile("([0-9a-f]{64})\\.mp4");

    /** Looks through a store, which may not be there. */
    public static StoreInventory of(StoreFiles files) {
        try {
            Map<Key, Damage> damaged = new TreeMap<>();
            Map<Key, FilmRecord> records = records(files.records(), damaged);
            Map<String, Long> films = new TreeMap<>();
            for (Path file : in(files.films())) {
                Matcher name = FILM.matcher(file.getFileName().toString());
                if (name.matches()) {
                    films.put(name.group(1), Files.size(file));
                }
            }
            Map<Path, Long> trash = new TreeMap<>();
            for (Path file : in(files.trash())) {
                trash.put(file, Files.size(file));
            }
            Map<Key, FilmRecord> aside = records(files.aside(), new HashMap<>());
            return new StoreInventory(
                    records, damaged, films, aside, in(files.quarantine()).size(), trash);
        } catch (IOException e) {
            throw new StoreException("the store " + files.root() + " can't be read", e);
        }
    }

    /** What can be read of the records alone. */
    static Map<Key, FilmRecord> records(StoreFiles files) {
        try {
            return records(files.records(), new HashMap<>());
        } catch (IOException e) {
            throw new StoreException("the store " + files.root() + " can't be read", e);
        }
    }

    private static Map<Key, FilmRecord> records(Path folder, Map<Key, Damage> damaged) throws IOException {
        Map<Key, FilmRecord> records = new TreeMap<>();
        FilmRecords format = new FilmRecords();
        for (Path file : in(folder)) {
            Matcher name = RECORD.matcher(file.getFileName().toString());
            if (name.matches()) {
                Key key = new Key(name.group(1));
                format.read(file, key)
                        .ifPresentOrElse(
                                read -> records.put(key, read),
                                () -> damaged.put(key, new Damage(file, null, "is no whole record any more")));
            }
        }
        return records;
    }

    /** The bytes of all films. */
    public long bytes() {
        return films.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The files in a folder and those right below it. */
    private static List<Path> in(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder, 2)) {
            walk.filter(Files::isRegularFile).forEach(files::add);
        } catch (NoSuchFileException e) {
            return files;
        }
        return files;
    }
}
