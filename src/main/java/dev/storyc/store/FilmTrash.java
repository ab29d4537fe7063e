package dev.storyc.store;

import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Films that nobody wanted, in a folder for each day they were put away on. What a build asks for comes back by itself,
 * for it was paid for.
 */
public final class FilmTrash {
    /** Days after which what is in here may be thrown away. */
    public static final int KEPT_DAYS = 30;

    private final StoreFiles files;

    public FilmTrash(StoreFiles files) {
        this.files = files;
    }

    /**
     * Puts a film and its record away.
     *
     * @param shared whether another record needs the film, so that it stays
     */
    public void put(FilmRecord record, boolean shared, LocalDate today) {
        Path day = files.trash().resolve(today.toString());
        try {
            DurableFiles.privateFolder(day);
            // First the record, so that each record in the store finds its film.
            DurableFiles.rename(files.record(record.key()), day.resolve(record.key() + ".json"));
            if (!shared) {
                DurableFiles.rename(files.film(record.sha256()), day.resolve(record.sha256() + ".mp4"));
            }
        } catch (IOException e) {
            throw new StoreException("the film of " + record.key() + " can't be put into " + day, e);
        }
    }

    /** The days on which anything was put away, the oldest first. */
    public List<LocalDate> days() {
        List<LocalDate> days = new ArrayList<>();
        try (Stream<Path> folders = Files.list(files.trash())) {
            folders.forEach(folder -> day(folder, days));
        } catch (NoSuchFileException e) {
            return days;
        } catch (IOException e) {
            throw new StoreException("the trash " + files.trash() + " can't be read", e);
        }
        days.sort(null);
        return days;
    }

    /** The keys of all that was put away. */
    public List<Key> keys() {
        return days().stream()
                .flatMap(day -> of(day).stream())
                .map(file -> file.getFileName().toString())
                .filter(name -> name.matches("[0-9a-f]{64}\\.json"))
                .map(name -> new Key(name.substring(0, 64)))
                .toList();
    }

    /** The films that were put away on a day. */
    public List<Path> films(LocalDate day) {
        return of(day).stream().filter(file -> file.toString().endsWith(".mp4")).toList();
    }

    private List<Path> of(LocalDate day) {
        try (Stream<Path> entries = Files.list(files.trash().resolve(day.toString()))) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new StoreException("the trash " + files.trash() + " can't be read", e);
        }
    }

    /** The keys of all that was ever thrown away, so that nobody looks for it. */
    Set<Key> thrownAway() {
        try {
            return Files.readAllLines(files.thrownAway(), StandardCharsets.US_ASCII).stream()
                    .filter(line -> line.matches("[0-9a-f]{64}"))
                    .map(Key::new)
                    .collect(Collectors.toSet());
        } catch (NoSuchFileException e) {
            return Set.of();
        } catch (IOException e) {
            throw new StoreException(files.thrownAway() + " can't be read", e);
        }
    }

    private void note(LocalDate day) throws IOException {
        StringBuilder lines = new StringBuilder();
        of(day).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.matches("[0-9a-f]{64}\\.json"))
                .forEach(name -> lines.append(name, 0, 64).append('\n'));
        try (FileChannel channel = DurableFiles.appendPrivate(files.thrownAway())) {
            channel.write(ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
    }

    /** Throws away what was put away on a day: the one place where anything that was paid for is ever deleted. */
    public void empty(LocalDate day) {
        try {
            note(day);
            for (Path entry : of(day)) {
                Files.delete(entry);
            }
            Files.delete(files.trash().resolve(day.toString()));
        } catch (IOException e) {
            throw new StoreException("the trash of " + day + " can't be emptied in " + files.trash(), e);
        }
    }

    /** Takes the film of a key back into the store; false if it isn't here. */
    boolean restore(Key key, FilmRecords format) {
        if (!Files.isDirectory(files.trash())) {
            return false;
        }
        try {
            for (LocalDate date : days()) {
                Path day = files.trash().resolve(date.toString());
                Path record = day.resolve(key + ".json");
                if (Files.exists(record)) {
                    film(record, day, key, format);
                    DurableFiles.privateFolder(DurableFiles.above(files.record(key)));
                    DurableFiles.rename(record, files.record(key));
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new StoreException("the film of " + key + " can't be taken out of the trash " + files.trash(), e);
        }
    }

    /** The film may be in the store still, for another key or after a crash. */
    private void film(Path record, Path day, Key key, FilmRecords format) throws IOException {
        FilmRecord read = format.read(record, key).orElse(null);
        if (read == null) {
            return;
        }
        Path film = day.resolve(read.sha256() + ".mp4");
        Path home = files.film(read.sha256());
        if (Files.exists(film) && !Files.exists(home)) {
            DurableFiles.privateFolder(DurableFiles.above(home));
            DurableFiles.rename(film, home);
        }
    }

    private static void day(Path folder, List<LocalDate> days) {
        try {
            days.add(LocalDate.parse(folder.getFileName().toString()));
        } catch (DateTimeException e) {
            // Nothing that storyc put there.
            return;
        }
    }
}
