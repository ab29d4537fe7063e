package dev.storyc.store;

import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The films and records of one realm.
 *
 * <p>A film is filed under its SHA-256, and one immutable record a key names it; film first, then record, so that a
 * record always found its film. Any number of threads and processes may work on it.
 */
public final class FilmStore {
    private final StoreFiles files;
    private final FilmRecords records = new FilmRecords();
    private final HashedFilms hashed;
    private final Steps steps;
    private final Map<String, BasicFileAttributes> sound = new ConcurrentHashMap<>();

    private FilmStore(StoreFiles files, Steps steps) {
        this.files = files;
        this.steps = steps;
        this.hashed = new HashedFilms(files.hashed());
    }

    /**
     * Opens the store of a realm, and makes it where its folder is absent or empty.
     *
     * @throws StoreException if it can't be made or written, lies on a network disk, or has films but no ledger: then
     *     somebody moved a part of it away, and starting afresh would pay for what the ledger knew
     */
    public static FilmStore open(StoreFiles files) {
        return open(files, Steps.UNHEARD);
    }

    /** The same, with its steps heard. */
    public static FilmStore open(StoreFiles files, Steps steps) {
        try {
            StoreGround.check(files);
            for (Path folder : files.folders()) {
                DurableFiles.privateFolder(folder);
            }
            return new FilmStore(files, steps);
        } catch (IOException e) {
            throw new StoreException("the store " + files.root() + " can't be opened", e);
        }
    }

    /** Looks at a store that may not be there, without making anything. */
    public static FilmStore peek(StoreFiles files) {
        return new FilmStore(files, Steps.UNHEARD);
    }

    /** Where things lie. */
    public StoreFiles files() {
        return files;
    }

    /**
     * The record of a key whose film is there.
     *
     * <p>A film's bytes are trusted while its size, time of change and inode are those it had when they were last hashed;
     * else they are hashed first. A film that doesn't stand that is no hit, and {@link #damage} says why.
     */
    public Optional<FilmRecord> find(Key key) {
        return whole(look(key));
    }

    /** What is wrong with the film of a key, if its record is there and the film isn't what was bought. */
    public Optional<Damage> damage(Key key) {
        return look(key) instanceof Look.Bad bad ? Optional.of(bad.damage()) : Optional.empty();
    }

    /** What is wrong with a film by every byte of it, whatever was remembered; a film that isn't there is wrong too. */
    public Optional<Damage> hash(FilmRecord record) {
        return whole(record, true);
    }

    /** Whether the store has the film of this record, whole as far as is known; see {@link #find}. */
    public boolean holds(FilmRecord record) {
        return whole(record, false).isEmpty();
    }

    /** The record of a key whose film was set aside. */
    public Optional<FilmRecord> findAside(Key key) {
        return whole(look(key, files.asideRecord(key)));
    }

    /** How the record of a key and its film stand. */
    private sealed interface Look {
        /** There is no record. */
        record None() implements Look {}

        record Whole(FilmRecord record) implements Look {}

        record Bad(Damage damage) implements Look {}
    }

    private static Optional<FilmRecord> whole(Look look) {
        return look instanceof Look.Whole whole ? Optional.of(whole.record()) : Optional.empty();
    }

    private Look look(Key key) {
        Look look = look(key, files.record(key));
        // What was thrown into the trash and is wanted now was paid for all the same.
        boolean back = look instanceof Look.None && new FilmTrash(files).restore(key, records);
        return back ? look(key, files.record(key)) : look;
    }

    private Look look(Key key, Path file) {
        Optional<FilmRecord> read;
        try {
            read = records.read(file, key);
        } catch (NoSuchFileException e) {
            return new Look.None();
        } catch (IOException e) {
            throw new StoreException("the record " + file + " can't be read", e);
        }
        FilmRecord record = read.orElse(null);
        if (record == null) {
            return new Look.Bad(new Damage(file, null, "is no whole record any more"));
        }
        return whole(record, false).<Look>map(Look.Bad::new).orElseGet(() -> new Look.Whole(record));
    }

    private Optional<Damage> whole(FilmRecord record, boolean everyByte) {
        Path film = film(record);
        try {
            BasicFileAttributes found = Files.readAttributes(film, BasicFileAttributes.class);
            if (!found.isRegularFile()) {
                return Optional.of(new Damage(film, record, "is no file"));
            }
            if (found.size() != record.bytes()) {
                return Optional.of(new Damage(
                        film, record, "has " + found.size() + " bytes, and was bought with " + record.bytes()));
            }
            if (everyByte || !hashed.trusts(record.sha256(), found)) {
                if (!Digests.sha256(film).equals(record.sha256())) {
                    return Optional.of(new Damage(film, record, "doesn't hold the bytes that were bought"));
                }
                hashed.remember(record.sha256(), found);
            }
            sound.put(record.sha256(), found);
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of(new Damage(film, record, "is not there"));
        } catch (IOException e) {
            throw new StoreException("the film " + film + " can't be read", e);
        }
    }

    /** How a film looked when this process last found it whole; read anew if it never did. */
    BasicFileAttributes attributes(FilmRecord record) throws IOException {
        BasicFileAttributes found = sound.get(record.sha256());
        return found != null ? found : Files.readAttributes(film(record), BasicFileAttributes.class);
    }

    /** The film's file, to be read only. */
    public Path film(FilmRecord record) {
        return files.film(record.sha256());
    }

    /** A fresh file for a download, on the same disk. */
    public Path incoming(Key key) {
        return files.incoming().resolve(key.hex() + "." + UUID.randomUUID() + ".part");
    }

    /** Files a finished download and its record. Whoever did so before for this key has won, and his record stays. */
    public void keep(Path incoming, FilmRecord record) {
        try {
            keepFilm(incoming, record);
            Path target = files.record(record.key());
            Look before = look(record.key());
            if (before instanceof Look.Whole) {
                return;
            }
            if (before instanceof Look.Bad) {
                // It may be all that tells of an earlier purchase.
                quarantine(target);
            }
            records.write(target, record, "record", steps);
        } catch (IOException e) {
            throw new StoreException("the film of " + record.key() + " can't be stored in " + files.root(), e);
        }
    }

    /** Files the record of a film that is here under no record of its key; one that is there stays. */
    public void name(FilmRecord record) {
        try {
            if (look(record.key()) instanceof Look.None && holds(record)) {
                records.write(files.record(record.key()), record, "record", steps);
            }
        } catch (IOException e) {
            throw new StoreException("the record of " + record.key() + " can't be written in " + files.root(), e);
        }
    }

    /** Files a finished download that isn't as asked, whole, with the reason. */
    public void setAside(Path incoming, FilmRecord record, String reason) {
        try {
            keepFilm(incoming, record);
            DurableFiles.writeReadOnly(files.asideReason(record.key()), reason + "\n", "reason", steps);
            records.write(files.asideRecord(record.key()), record, "aside", steps);
        } catch (IOException e) {
            throw new StoreException("the film of " + record.key() + " can't be set aside in " + files.root(), e);
        }
    }

    /** Takes a film that was set aside as the film of its key; false if there is none. May be repeated after a crash. */
    public boolean accept(Key key) {
        Optional<FilmRecord> aside = findAside(key);
        Optional<FilmRecord> held = find(key);
        boolean another = held.isPresent() && !held.equals(aside);
        if (aside.isEmpty() || another) {
            // A film of a later attempt stays: its record is the only way to it.
            return held.isPresent();
        }
        try {
            Path target = files.record(key);
            records.write(target, aside.get(), "record", steps);
            Files.deleteIfExists(files.asideRecord(key));
            Files.deleteIfExists(files.asideReason(key));
            return true;
        } catch (IOException e) {
            throw new StoreException("the film of " + key + " can't be taken in " + files.root(), e);
        }
    }

    /**
     * Sets the film of a key and its record aside if they are damaged, by every byte; then the key is lost, and known to be.
     *
     * @return what was wrong; empty if nothing is, and then nothing was moved
     */
    public Optional<Damage> quarantine(Key key) {
        Look look = look(key);
        Optional<Damage> found = look instanceof Look.Whole whole ? hash(whole.record()) : damage(key);
        found.ifPresent(damage -> {
            try {
                // First the record: a film without one is never taken for bought.
                quarantine(files.record(key));
                FilmRecord record = damage.record();
                if (record != null && Files.exists(film(record))) {
                    quarantine(film(record));
                }
            } catch (IOException e) {
                throw new StoreException("the film of " + key + " can't be set aside in " + files.root(), e);
            }
        });
        return found;
    }

    /** Sets a download aside whose bytes are not those of this record, and tells where it lies. */
    Path quarantineIncoming(Path incoming, FilmRecord record) throws IOException {
        DurableFiles.privateFolder(files.quarantine());
        Path aside = files.quarantined(film(record));
        DurableFiles.rename(incoming, aside);
        return aside;
    }

    private void quarantine(Path file) throws IOException {
        DurableFiles.privateFolder(files.quarantine());
        DurableFiles.rename(file, files.quarantined(file));
    }

    private void keepFilm(Path incoming, FilmRecord record) throws IOException {
        Path film = film(record);
        DurableFiles.privateFolder(DurableFiles.above(film));
        DurableFiles.moveReadOnly(incoming, film, "film", steps);
        // Its bytes were hashed on their way here.
        hashed.remember(record.sha256(), Files.readAttributes(film, BasicFileAttributes.class));
    }
}
